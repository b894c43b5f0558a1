A saved plan with moves does them, and is stale where somebody changed what moves or has come to its place.
-- main.tf --
resource "fake_thing" "a" { name = "a" }
-- apply --
-- moved.tf --
resource "fake_thing" "b" { name = "a" }
moved {
  from = fake_thing.a
  to   = fake_thing.b
}
-- without main.tf --
-- plan -out=first.plan --
-- plan -out=second.plan --
-- run apply first.plan --
-- state holds: fake_thing.b --
-- run apply second.plan: expect exit 1 --
Saved plan is stale
-- plan: expect empty --
-- calls: create a 1 --
