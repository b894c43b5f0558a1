A second interrupt ends it with all that it started, and its object is replaced next time.
-- main.tf --
resource "fake_thing" "a" {
  name = "a"
  provisioner "local-exec" { command = "[ -e again ] || { touch again; (sleep 3; touch lived) & sleep 100; }; echo done" }
}
resource "fake_thing" "b" {
  name   = "b"
  parent = fake_thing.a.id
}
-- start apply --
-- wait for: create fake_thing.a --
-- interrupt --
-- interrupt --
-- finish: expect exit 1 --
Abandoned
-- state holds: fake_thing.a --
-- calls: create b 0 --
-- apply --
fake_thing.a: Destroying...
fake_thing.a (local-exec): done
-- cloud holds: fake_thing.a, fake_thing.b --
-- plan: expect empty --
