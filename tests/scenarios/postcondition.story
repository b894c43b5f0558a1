A postcondition that does not hold keeps the object and stops what depends on it.
-- main.tf --
resource "fake_thing" "web" {
  name = "web"
  lifecycle {
    postcondition {
      condition     = self.zone == "elsewhere"
      error_message = "Wrong zone."
    }
  }
}
resource "fake_thing" "top" {
  name   = "top"
  parent = fake_thing.web.id
}
-- apply: expect exit 1 --
Wrong zone.
-- cloud holds: fake_thing.web --
-- state holds: fake_thing.web --
