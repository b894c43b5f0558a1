kill -9 while a provisioner runs leaves the object tainted: it is replaced, and its provisioners run again.
-- main.tf --
resource "fake_thing" "a" {
  name = "a"
  provisioner "local-exec" { command = "[ -e second ] || { touch second; kill -9 $PPID; }; echo done" }
}
-- apply: expect crash --
-- state holds: fake_thing.a --
-- cloud holds: fake_thing.a --
-- apply --
fake_thing.a: Destroying...
fake_thing.a (local-exec): done
1 added, 0 changed, 1 destroyed
-- cloud holds: fake_thing.a --
-- plan: expect empty --
