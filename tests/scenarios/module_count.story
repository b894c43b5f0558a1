A module with for_each is made once for each key, and its outputs are values of the parent.
-- main.tf --
module "m" {
  source   = "./m"
  for_each = { a = 1, b = 2 }
  name     = each.key
  size     = each.value
}
output "ids" { value = { for k, m in module.m : k => m.size } }
-- m/main.tf --
variable "name" {}
variable "size" {}
resource "fake_thing" "x" {
  name = var.name
  size = var.size
}
output "size" { value = fake_thing.x.size }
-- apply --
-- state holds: module.m["a"].fake_thing.x, module.m["b"].fake_thing.x --
-- run output -json ids --
{"a":1,"b":2}
-- main.tf --
module "m" {
  source   = "./m"
  for_each = { b = 2 }
  name     = each.key
  size     = each.value
}
output "ids" { value = { for k, m in module.m : k => m.size } }
-- apply --
0 added, 0 changed, 1 destroyed
-- cloud holds: fake_thing.b --
-- plan: expect empty --
