-refresh=false trusts the state and asks the cloud nothing.
-- main.tf --
resource "fake_thing" "web" {
  name = "web"
  size = 1
}
-- apply --
-- out of band: change web size 9 --
-- plan -refresh=false: expect exit 0 --
No changes.
-- calls: read web 0 --
