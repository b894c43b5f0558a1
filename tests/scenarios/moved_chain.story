A chain of moved blocks leads from any of its addresses to the last, whatever the order in which it is written.
-- for WAS in a b c --
-- main.tf --
resource "fake_thing" "<WAS>" { name = "web" }
-- apply --
-- main.tf --
resource "fake_thing" "d" { name = "web" }
moved {
  from = fake_thing.c
  to   = fake_thing.d
}
moved {
  from = fake_thing.a
  to   = fake_thing.b
}
moved {
  from = fake_thing.b
  to   = fake_thing.c
}
-- plan: expect changes --
fake_thing.<WAS> has moved to fake_thing.d
-- apply --
-- state holds: fake_thing.d --
-- plan: expect empty --
