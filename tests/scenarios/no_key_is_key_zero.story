Giving a resource a count does not replace it: no key and key 0 are the same object.
-- main.tf --
resource "fake_thing" "n" {
  name  = "n"
}
-- apply --
-- main.tf --
resource "fake_thing" "n" {
  count = 1
  name  = "n"
}
-- apply --
0 added, 0 changed, 0 destroyed
-- state holds: fake_thing.n[0] --
-- calls: create n 1 --
-- plan: expect empty --
