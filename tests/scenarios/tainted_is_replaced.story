An object whose create failed half way is kept, marked and replaced by the next apply.
-- main.tf --
resource "fake_thing" "web" { name = "web" }
resource "fake_thing" "after" {
  name   = "after"
  parent = fake_thing.web.id
}
-- cloud: fail half create web Incomplete its tags could not be written --
-- apply: expect exit 1 --
fake_thing.web: create failed: its tags could not be written
fake_thing.after: skipped
-- state holds: fake_thing.web --
-- plan: expect changes --
fake_thing.web
Plan: 2 to add, 0 to change, 1 to destroy.
-- apply --
-- cloud holds: fake_thing.web, fake_thing.after --
-- calls: remove web 1 --
-- plan: expect empty --
