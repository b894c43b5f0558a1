Destroy removes dependents before what they depend on.
-- main.tf --
resource "fake_thing" "net" { name = "net" }
resource "fake_thing" "web" {
  name   = "web"
  parent = fake_thing.net.id
}
-- apply --
-- calls: create net before create web --
-- cloud: delay remove web 60ms --
-- destroy --
Destroy complete! Resources: 2 destroyed.
-- calls: remove web before remove net --
-- cloud holds: nothing --
-- state holds: nothing --
