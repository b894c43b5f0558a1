A create that takes several calls is one create, and its dependents wait for its end.
-- main.tf --
resource "fake_slow" "net" { name = "net" }
resource "fake_thing" "web" {
  name   = "web"
  parent = fake_slow.net.id
}
-- apply --
-- calls: activate net before create web --
-- calls: create net 1 --
-- plan: expect empty --
