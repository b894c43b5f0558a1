for_each knows its instances by key: taking one away touches no other.
-- main.tf --
resource "fake_thing" "n" {
  for_each = toset(["a", "b", "c"])
  name     = each.key
}
-- apply --
-- main.tf --
resource "fake_thing" "n" {
  for_each = toset(["a", "c", "d"])
  name     = each.key
}
-- plan: expect changes --
- fake_thing.n["b"]
its key is no longer in for_each
+ fake_thing.n["d"]
Plan: 1 to add, 0 to change, 1 to destroy.
-- apply --
-- cloud holds: fake_thing.a, fake_thing.c, fake_thing.d --
-- calls: create a 1 --
-- plan: expect empty --
