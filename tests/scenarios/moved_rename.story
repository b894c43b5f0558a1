A moved block gives an object its new address: nothing is created or destroyed, and its history follows.
-- main.tf --
resource "fake_thing" "old" { name = "web" }
resource "fake_thing" "user" {
  name   = "user"
  parent = fake_thing.old.id
}
-- apply --
-- main.tf --
resource "fake_thing" "new" { name = "web" }
resource "fake_thing" "user" {
  name   = "user"
  parent = fake_thing.new.id
}
moved {
  from = fake_thing.old
  to   = fake_thing.new
}
-- plan: expect changes --
MOVED
fake_thing.old has moved to fake_thing.new
Plan: 0 to add, 0 to change, 0 to destroy.
-- apply --
0 added, 0 changed, 0 destroyed
-- state holds: fake_thing.new, fake_thing.user --
-- calls: create web 1 --
-- calls: remove web 0 --
-- plan: expect empty --
-- destroy --
-- calls: remove user before remove web --
-- cloud holds: nothing --
