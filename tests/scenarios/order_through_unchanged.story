Order reaches through what does not change: what is made of something that is made of it waits for it.
-- main.tf --
variable "size" { default = 1 }
variable "more" {
  type    = list(string)
  default = []
}
resource "fake_thing" "a" {
  name = "a"
  size = var.size
}
resource "fake_thing" "b" {
  name  = "b"
  needs = [fake_thing.a.id]
}
resource "fake_thing" "c" {
  for_each = toset(var.more)
  name     = each.key
  needs    = [fake_thing.b.id]
}
-- apply --
-- cloud: delay update a 60ms --
-- apply -var=size=2 '-var=more=["c"]' --
-- calls: update a before create c --
-- plan -var=size=2 '-var=more=["c"]': expect empty --
