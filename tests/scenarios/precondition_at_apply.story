A precondition on what is known only after apply is looked at then, and stops its resource and what depends on it.
-- main.tf --
resource "fake_thing" "net" { name = "net" }
resource "fake_thing" "web" {
  name = "web"
  lifecycle {
    precondition {
      condition     = fake_thing.net.zone == "elsewhere"
      error_message = "Wrong zone."
    }
  }
}
resource "fake_thing" "top" {
  name   = "top"
  parent = fake_thing.web.id
}
-- apply: expect exit 1 --
fake_thing.top: skipped, needs fake_thing.web
Wrong zone.
-- cloud holds: fake_thing.net --
