Objects move between no key, numbers and texts, one by one or all at once with their keys.
-- main.tf --
resource "fake_thing" "one" { name = "one" }
resource "fake_thing" "many" {
  count = 2
  name  = "many${count.index}"
}
resource "fake_thing" "all" {
  for_each = toset(["p", "q"])
  name     = each.key
}
-- apply --
-- main.tf --
resource "fake_thing" "keyed" {
  for_each = toset(["k"])
  name     = "one"
}
resource "fake_thing" "many" {
  for_each = { x = "many0", y = "many1" }
  name     = each.value
}
resource "fake_thing" "renamed" {
  for_each = toset(["p", "q"])
  name     = each.key
}
moved {
  from = fake_thing.one
  to   = fake_thing.keyed["k"]
}
moved {
  from = fake_thing.many[0]
  to   = fake_thing.many["x"]
}
moved {
  from = fake_thing.many[1]
  to   = fake_thing.many["y"]
}
moved {
  from = fake_thing.all
  to   = fake_thing.renamed
}
-- plan: expect changes --
fake_thing.one has moved to fake_thing.keyed["k"]
fake_thing.many[0] has moved to fake_thing.many["x"]
fake_thing.many[1] has moved to fake_thing.many["y"]
fake_thing.all["p"] has moved to fake_thing.renamed["p"]
fake_thing.all["q"] has moved to fake_thing.renamed["q"]
Plan: 0 to add, 0 to change, 0 to destroy.
-- apply --
-- state holds: fake_thing.keyed["k"], fake_thing.many["x"], fake_thing.many["y"], fake_thing.renamed["p"], fake_thing.renamed["q"] --
-- plan: expect empty --
