An imported object that has to be replaced is imported first, then replaced like any other.
-- for FIRST in false true --
-- out of band: create fake_thing.web size=3 --
-- main.tf --
resource "fake_thing" "web" {
  name = "other"
  lifecycle { create_before_destroy = <FIRST> }
}
import {
  to = fake_thing.web
  id = "foreign-web"
}
-- plan: expect changes --
± fake_thing.web
imported from "foreign-web", and destroyed
-- run plan -out=it.plan --
-- run apply it.plan --
Resources: 1 imported, 1 added, 0 changed, 1 destroyed.
-- cloud holds: fake_thing.other --
-- plan: expect empty --
