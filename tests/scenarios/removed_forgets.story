A removed block with destroy = false lets objects go from the state and leaves them where they are; without it they are destroyed.
-- net/main.tf --
resource "fake_thing" "x" { name = "x" }
-- main.tf --
resource "fake_thing" "a" {
  count = 2
  name  = "a${count.index}"
}
resource "fake_thing" "b" { name = "b" }
module "m" { source = "./net" }
-- apply --
-- main.tf --
removed {
  from = fake_thing.a
  lifecycle { destroy = false }
}
removed {
  from = module.m
  lifecycle { destroy = false }
}
removed {
  from = fake_thing.b
  lifecycle { destroy = true }
}
-- plan: expect changes --
- fake_thing.b
FORGOTTEN
. fake_thing.a[0]
. fake_thing.a[1]
. module.m.fake_thing.x
Plan: 0 to add, 0 to change, 1 to destroy.
-- apply --
-- state holds: nothing --
-- cloud holds: fake_thing.a0, fake_thing.a1, fake_thing.x --
-- calls: remove b 1 --
-- calls: remove a0 0 --
