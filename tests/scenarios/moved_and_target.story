-target must name an object that moved by both of its addresses.
-- main.tf --
resource "fake_thing" "a" { name = "a" }
resource "fake_thing" "z" { name = "z" }
-- apply --
-- main.tf --
resource "fake_thing" "b" { name = "a" }
resource "fake_thing" "z" { name = "z" }
moved {
  from = fake_thing.a
  to   = fake_thing.b
}
-- plan -target=fake_thing.z: expect exit 1 --
Moved objects are left out by -target (E0416)
-- plan -target=fake_thing.b: expect exit 1 --
-target='fake_thing.a'
-- apply -target=fake_thing.a -target=fake_thing.b --
-- state holds: fake_thing.b, fake_thing.z --
-- plan: expect empty --
