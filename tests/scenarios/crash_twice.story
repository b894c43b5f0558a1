A crash of the run that cleans up after a crash changes nothing about the end.
-- main.tf --
resource "fake_token" "a" { name = "a" }
resource "fake_token" "b" {
  name   = "b"
  parent = fake_token.a.id
}
-- cloud: --
crash after create a
crash before create b
-- apply: expect crash --
-- apply: expect crash --
fake_token.a: was created: adopted
-- apply --
fake_token.b: was not created
-- cloud holds: fake_token.a, fake_token.b --
-- plan: expect empty --
-- calls: create a 1 --
