Objects move into modules, out of them and with them; a block in a module speaks of each of its instances.
-- net/main.tf --
resource "fake_thing" "x" { name = var.name }
variable "name" {}
-- main.tf --
module "a" {
  source = "./net"
  count  = 2
  name   = "a${count.index}"
}
module "b" {
  source = "./net"
  name   = "b"
}
resource "fake_thing" "in" { name = "in" }
module "out" {
  source = "./net"
  name   = "out"
}
-- apply --
-- net/main.tf --
resource "fake_thing" "y" { name = var.name }
variable "name" {}
moved {
  from = fake_thing.x
  to   = fake_thing.y
}
-- main.tf --
module "a" {
  source   = "./net"
  for_each = { first = "a0", second = "a1" }
  name     = each.value
}
module "c" {
  source = "./net"
  name   = "b"
}
module "in" {
  source = "./net"
  name   = "in"
}
resource "fake_thing" "out" { name = "out" }
moved {
  from = module.a[0]
  to   = module.a["first"]
}
moved {
  from = module.a[1]
  to   = module.a["second"]
}
moved {
  from = module.b
  to   = module.c
}
moved {
  from = fake_thing.in
  to   = module.in.fake_thing.x
}
moved {
  from = module.out.fake_thing.x
  to   = fake_thing.out
}
-- plan: expect changes --
module.out.fake_thing.x has moved to fake_thing.out
module.a[0].fake_thing.x has moved to module.a["first"].fake_thing.y
module.a[1].fake_thing.x has moved to module.a["second"].fake_thing.y
module.b.fake_thing.x has moved to module.c.fake_thing.y
fake_thing.in has moved to module.in.fake_thing.y
Plan: 0 to add, 0 to change, 0 to destroy.
-- apply --
-- plan: expect empty --
