Destroying a target destroys what depends on it first, and leaves the rest.
-- main.tf --
resource "fake_thing" "net" { name = "net" }
resource "fake_thing" "web" {
  name   = "web"
  parent = fake_thing.net.id
}
resource "fake_thing" "other" { name = "other" }
-- apply --
-- destroy -target=fake_thing.net --
-- cloud holds: fake_thing.other --
-- state holds: fake_thing.other --
-- calls: remove web before remove net --
