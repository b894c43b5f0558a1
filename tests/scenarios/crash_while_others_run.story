kill -9 with several actions under way: each of them is looked into, none is repeated that happened.
-- main.tf --
resource "fake_token" "n" {
  count = 6
  name  = "n${count.index}"
}
-- cloud: crash after create n3 --
-- apply: expect crash --
-- apply --
-- cloud holds: fake_token.n0, fake_token.n1, fake_token.n2, fake_token.n3, fake_token.n4, fake_token.n5 --
-- plan: expect empty --
-- calls: create n3 1 --
