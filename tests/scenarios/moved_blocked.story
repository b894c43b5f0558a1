What cannot move because something is at its new address already stays where it is, with a warning, and goes.
-- main.tf --
resource "fake_thing" "a" { name = "a" }
resource "fake_thing" "b" { name = "b" }
-- apply --
-- main.tf --
resource "fake_thing" "b" { name = "b" }
moved {
  from = fake_thing.a
  to   = fake_thing.b
}
-- plan: expect changes --
Objects could not move
fake_thing.a to fake_thing.b
- fake_thing.a
no longer in the configuration
-- apply --
-- state holds: fake_thing.b --
-- cloud holds: fake_thing.b --
-- plan: expect empty --
