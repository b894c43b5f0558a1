With create_before_destroy the new object is there before the old one goes.
-- main.tf --
resource "fake_thing" "web" {
  name = "old"
  lifecycle { create_before_destroy = true }
}
-- apply --
-- main.tf --
resource "fake_thing" "web" {
  name = "new"
  lifecycle { create_before_destroy = true }
}
-- cloud: delay create new 60ms --
-- apply --
fake_thing.web: Creating...
fake_thing.web: Destroying...
-- calls: create new before remove old --
-- cloud holds: fake_thing.new --
-- state holds: fake_thing.web --
-- plan: expect empty --
