An attribute that cannot be changed in place and becomes unknown means replacement, since nobody can say that it stays.
-- main.tf --
resource "fake_thing" "net" {
  name = "net1"
}
resource "fake_thing" "web" { name = "web-${fake_thing.net.id}" }
-- apply --
-- main.tf --
resource "fake_thing" "net" {
  name = "net2"
}
resource "fake_thing" "web" { name = "web-${fake_thing.net.id}" }
-- plan: expect changes --
Plan: 2 to add, 0 to change, 2 to destroy.
-- apply --
-- calls: remove web-thing-1 before remove net1 --
-- calls: create net2 before create web-thing-3 --
-- plan: expect empty --
