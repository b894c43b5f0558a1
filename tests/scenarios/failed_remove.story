A removal that fails keeps the object in the state, and what it depends on stays as well.
-- main.tf --
resource "fake_thing" "net" { name = "net" }
resource "fake_thing" "web" {
  name   = "web"
  parent = fake_thing.net.id
}
-- apply --
-- cloud: fail once remove web InUse somebody uses it --
-- destroy: expect exit 1 --
fake_thing.web: delete failed: somebody uses it
fake_thing.net: skipped, needs fake_thing.web
-- state holds: fake_thing.net, fake_thing.web --
-- destroy --
-- cloud holds: nothing --
