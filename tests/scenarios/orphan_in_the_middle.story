What the configuration no longer has goes only after what was made of it no longer is.
-- main.tf --
resource "fake_thing" "a" { name = "a" }
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
resource "fake_thing" "a" { name = "a" }
resource "fake_thing" "c" {
  name  = "c"
  needs = []
}
-- cloud: delay update c 60ms --
-- apply --
-- calls: update c before remove b --
-- plan: expect empty --
