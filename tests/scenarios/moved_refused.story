Moves that contradict the configuration or each other are errors, and nothing is done.
-- main.tf --
resource "fake_thing" "a" { name = "a" }
-- apply --
-- main.tf --
resource "fake_thing" "a" { name = "a" }
resource "fake_thing" "b" { name = "b" }
moved {
  from = fake_thing.a
  to   = fake_thing.b
}
-- plan: expect exit 1 --
Moved object is still declared (E0415)
but fake_thing.a is still declared at
-- main.tf --
resource "fake_thing" "b" { name = "a" }
resource "fake_thing" "c" { name = "c" }
moved {
  from = fake_thing.a
  to   = fake_thing.b
}
moved {
  from = fake_thing.a
  to   = fake_thing.c
}
-- plan: expect exit 1 --
Ambiguous move (E0411)
-- main.tf --
resource "fake_thing" "c" { name = "a" }
moved {
  from = fake_thing.a
  to   = fake_thing.c
}
moved {
  from = fake_thing.b
  to   = fake_thing.c
}
-- plan: expect exit 1 --
Ambiguous move (E0411)
-- main.tf --
moved {
  from = fake_thing.a
  to   = fake_thing.b
}
moved {
  from = fake_thing.b
  to   = fake_thing.a
}
-- plan: expect exit 1 --
Cycle of moves (E0413)
-- main.tf --
resource "fake_token" "a" { name = "a" }
moved {
  from = fake_thing.a
  to   = fake_token.a
}
-- plan: expect exit 1 --
Object cannot move to another type (E0414)
-- cloud holds: fake_thing.a --
-- state holds: fake_thing.a --
