The order of a set's elements is no change.
-- main.tf --
resource "fake_thing" "web" {
  name = "web"
  member { who = "b" }
  member { who = "a" }
}
-- apply --
-- main.tf --
resource "fake_thing" "web" {
  name = "web"
  member { who = "a" }
  member { who = "b" }
}
-- plan: expect empty --
