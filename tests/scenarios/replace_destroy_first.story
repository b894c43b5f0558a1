Replacement removes the old object before it makes the new one.
-- main.tf --
resource "fake_thing" "web" {
  name = "old"
}
-- apply --
-- main.tf --
resource "fake_thing" "web" {
  name = "new"
}
-- plan: expect changes --
fake_thing.web
Plan: 1 to add, 0 to change, 1 to destroy.
-- cloud: delay remove old 60ms --
-- apply --
fake_thing.web: Destroying...
fake_thing.web: Creating...
-- calls: remove old before create new --
-- cloud holds: fake_thing.new --
-- plan: expect empty --
