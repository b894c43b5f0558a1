What the configuration no longer has is removed in the order of the dependencies that it had.
-- main.tf --
resource "fake_thing" "net" { name = "net" }
resource "fake_thing" "web" {
  name   = "web"
  parent = fake_thing.net.id
}
resource "fake_thing" "top" {
  name   = "top"
  parent = fake_thing.web.id
}
-- apply --
-- main.tf --
-- apply --
0 added, 0 changed, 3 destroyed
-- calls: remove top before remove web --
-- calls: remove web before remove net --
-- cloud holds: nothing --
