A provisioner that fails after the create leaves the object tainted, skips what depends on it, and the next run replaces it.
-- for TYPE in fake_thing fake_token --
-- main.tf --
resource "<TYPE>" "a" {
  name = "a"
  provisioner "local-exec" { command = "echo no luck; exit 3" }
}
resource "fake_thing" "after" {
  name   = "after"
  parent = <TYPE>.a.id
}
-- apply: expect exit 1 --
<TYPE>.a (local-exec): no luck
<TYPE>.a: create failed: the local-exec provisioner 'echo no luck; exit 3' failed: exit status 3
fake_thing.after: skipped, needs <TYPE>.a
-- state holds: <TYPE>.a --
-- plan: expect changes --
± <TYPE>.a
is tainted
-- main.tf --
resource "<TYPE>" "a" {
  name = "a"
  provisioner "local-exec" {
    command    = "exit 3"
    on_failure = continue
  }
  provisioner "local-exec" {
    when    = destroy
    command = "echo never of a tainted one"
  }
}
resource "fake_thing" "after" {
  name   = "after"
  parent = <TYPE>.a.id
}
-- apply --
! never of a tainted one
<TYPE>.a (local-exec): Failed, and on_failure = continue: exit status 3
<TYPE>.a: Creation complete
-- plan: expect empty --
