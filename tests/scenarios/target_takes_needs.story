-target takes along what the target needs, and leaves out the rest.
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
resource "fake_thing" "other" { name = "other" }
-- apply -target=fake_thing.web --
2 added
-- cloud holds: fake_thing.net, fake_thing.web --
-- apply --
2 added
-- plan: expect empty --
