An object that moved is updated, replaced or destroyed like any other, under its new address.
-- main.tf --
resource "fake_thing" "a" { name = "a" }
resource "fake_thing" "b" { name = "b" }
resource "fake_thing" "c" { name = "c" }
-- apply --
-- main.tf --
resource "fake_thing" "x" {
  name = "a"
  size = 2
}
resource "fake_thing" "y" { name = "other" }
moved {
  from = fake_thing.a
  to   = fake_thing.x
}
moved {
  from = fake_thing.b
  to   = fake_thing.y
}
moved {
  from = fake_thing.c
  to   = fake_thing.z
}
-- plan: expect changes --
± fake_thing.y
moved from fake_thing.b
must be replaced
- fake_thing.z
moved from fake_thing.c
it moved to this address, which is not in the configuration
~ fake_thing.x
moved from fake_thing.a
Plan: 1 to add, 1 to change, 2 to destroy.
-- apply --
-- state holds: fake_thing.x, fake_thing.y --
-- cloud holds: fake_thing.a, fake_thing.other --
-- plan: expect empty --
