Import blocks take objects that exist into the state, one by one or with for_each; what differs is then changed.
-- out of band: create fake_thing.web size=3 --
-- out of band: create fake_thing.p size=1 --
-- out of band: create fake_thing.q size=1 --
-- main.tf --
locals { ids = { p = "foreign-p", q = "foreign-q" } }
resource "fake_thing" "web" {
  name = "web"
  size = 3
}
resource "fake_thing" "many" {
  for_each = local.ids
  name     = each.key
  size     = 2
}
import {
  to = fake_thing.web
  id = "foreign-web"
}
import {
  for_each = local.ids
  to       = fake_thing.many[each.key]
  id       = each.value
}
-- plan: expect changes --
~ fake_thing.many["p"]
imported from "foreign-p"
~ fake_thing.many["q"]
IMPORTED AS IT IS
fake_thing.web
imported from "foreign-web"
Plan: 3 to import, 0 to add, 2 to change, 0 to destroy.
-- calls: none --
-- apply --
fake_thing.web: Import complete [id=foreign-web]
Resources: 3 imported, 0 added, 2 changed, 0 destroyed.
-- cloud object p --
size: 2
-- calls: create web 0 --
-- state holds: fake_thing.web, fake_thing.many["p"], fake_thing.many["q"] --
-- plan --
No changes.
