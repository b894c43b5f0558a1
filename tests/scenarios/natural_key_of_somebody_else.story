An object of the same name that is not as planned is not taken for one's own after a crash.
-- main.tf --
resource "fake_thing" "web" {
  name = "web"
  size = 3
}
-- out of band: create fake_thing.web size=7 --
-- cloud: crash before create web --
-- apply: expect crash --
-- plan: expect exit 1 --
fake_thing.web: UNKNOWN: an object named "web" exists and is not as planned, so it may be somebody else's
-- cloud object web --
size: 7
