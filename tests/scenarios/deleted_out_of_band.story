What somebody deleted behind tenon's back is made again.
-- main.tf --
resource "fake_thing" "web" { name = "web" }
-- apply --
-- out of band: remove web --
-- plan: expect changes --
+ fake_thing.web
-- apply --
-- cloud object web --
id: "thing-2"
-- plan: expect empty --
