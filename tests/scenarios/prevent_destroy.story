prevent_destroy refuses every plan that would destroy it, before anything is done.
-- main.tf --
resource "fake_thing" "web" {
  name = "a"
  lifecycle { prevent_destroy = true }
}
resource "fake_thing" "other" { name = "other" }
-- apply --
-- destroy: expect exit 1 --
prevent_destroy
-- main.tf --
resource "fake_thing" "web" {
  name = "b"
  lifecycle { prevent_destroy = true }
}
resource "fake_thing" "other" { name = "other" }
-- apply: expect exit 1 --
prevent_destroy
-- cloud holds: fake_thing.a, fake_thing.other --
-- calls: remove other 0 --
