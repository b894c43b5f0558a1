What depended on an object through one that the configuration no longer has, and that this plan leaves alone, still moves over before that object goes.
-- main.tf --
resource "fake_thing" "a" {
  name = "a"
  lifecycle { create_before_destroy = true }
}
resource "fake_thing" "b" {
  name  = "b"
  needs = [fake_thing.a.id]
}
resource "fake_thing" "c" {
  name  = "c"
  needs = [fake_thing.b.id]
}
-- apply --
-- main.tf --
resource "fake_thing" "a" {
  name = "a2"
  lifecycle { create_before_destroy = true }
}
resource "fake_thing" "c" {
  name  = "c"
  needs = []
}
-- cloud: delay update c 60ms --
-- apply -target=fake_thing.a -target=fake_thing.c --
-- calls: update c before remove a --
