An import of what is not declared, or does not exist, or twice, is an error, and nothing is done.
-- out of band: create fake_thing.web size=3 --
-- main.tf --
resource "fake_thing" "web" { name = "web" }
resource "fake_thing" "two" { name = "two" }
resource "fake_thing" "counted" {
  count = 1
  name  = "counted"
}
import {
  to = fake_thing.nobody
  id = "x"
}
-- plan: expect exit 1 --
fake_thing.nobody is not declared
-- main.tf --
resource "fake_thing" "web" { name = "web" }
resource "fake_thing" "two" { name = "two" }
resource "fake_thing" "counted" {
  count = 1
  name  = "counted"
}
import {
  to = fake_thing.web
  id = "nobody"
}
import {
  to = fake_thing.two
  id = ""
}
import {
  to = fake_thing.counted[3]
  id = "foreign-web"
}
import {
  to = fake_thing.counted[0]
  id = fake_thing.two.id
}
import {
  to = fake_thing.web
  id = "foreign-web"
}
-- apply: expect exit 1 --
fake_thing.web cannot be imported from "nobody"
must be a text that is not empty
fake_thing.counted[3] is not among the instances
not known before something else is applied
fake_thing.web is imported twice
-- state holds: nothing --
-- calls: none --
