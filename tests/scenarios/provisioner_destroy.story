A destroy-time provisioner runs before its object goes, and one that fails keeps it.
-- main.tf --
resource "fake_thing" "a" {
  count = 2
  name  = "a${count.index}"
  provisioner "local-exec" {
    when    = destroy
    command = "echo goodbye ${self.name} ${count.index}; exit $CODE"
  }
}
-- apply --
! goodbye
-- environment: CODE=1 --
-- destroy: expect exit 1 --
goodbye a
exit status 1
-- cloud holds: fake_thing.a0, fake_thing.a1 --
-- state holds: fake_thing.a[0], fake_thing.a[1] --
-- environment: CODE=0 --
-- main.tf --
resource "fake_thing" "a" {
  count = 1
  name  = "a${count.index}"
  provisioner "local-exec" {
    when    = destroy
    command = "echo goodbye ${self.name} ${count.index}; exit $CODE"
  }
}
-- apply --
fake_thing.a[1] (local-exec): goodbye a1 1
-- cloud holds: fake_thing.a0 --
-- destroy --
fake_thing.a[0]: Provisioning with 'local-exec'...
fake_thing.a[0] (local-exec): goodbye a0 0
fake_thing.a[0]: Destruction complete
-- cloud holds: nothing --
