for_each over other instances: their keys are known at plan, and what stands behind each.value once they are made, in modules too.
-- main.tf --
resource "fake_thing" "first" {
  for_each = toset(["a", "b"])
  name     = each.key
}
resource "fake_thing" "second" {
  for_each = fake_thing.first
  name     = "of-${each.value.id}"
}
module "third" {
  source   = "./third"
  for_each = fake_thing.second
  of       = each.value.id
}
-- third/main.tf --
variable "of" { type = string }
resource "fake_thing" "it" { name = "last-${var.of}" }
-- plan: expect changes --
Plan: 6 to add, 0 to change, 0 to destroy.
-- apply --
6 added
-- plan: expect empty --
