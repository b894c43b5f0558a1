An update that was planned because of an unknown that came out as it was is still made once, and the plan after it is empty.
-- main.tf --
resource "fake_thing" "net" {
  name = "net"
  size = 1
}
resource "fake_thing" "web" {
  name = "web"
  tags = { revision = fake_thing.net.revision > 0 }
}
-- apply --
-- main.tf --
resource "fake_thing" "net" {
  name = "net"
  size = 2
}
resource "fake_thing" "web" {
  name = "web"
  tags = { revision = fake_thing.net.revision > 0 }
}
-- apply --
-- plan: expect empty --
