One interrupt lets a provisioner that runs come to its end: the object is whole, and only what was not begun is left.
-- main.tf --
resource "fake_thing" "a" {
  name = "a"
  provisioner "local-exec" { command = "sleep 1; echo done" }
}
resource "fake_thing" "b" {
  name   = "b"
  parent = fake_thing.a.id
}
-- start apply --
-- wait for: create fake_thing.a --
-- interrupt --
-- finish: expect exit 1 --
fake_thing.a (local-exec): done
Interrupted.
-- state holds: fake_thing.a --
-- apply --
! Destroying
-- cloud holds: fake_thing.a, fake_thing.b --
-- plan: expect empty --
