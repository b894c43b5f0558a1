Where a moved block speaks of a resource, adding count moves nothing by itself.
-- main.tf --
resource "fake_thing" "a" { name = "a" }
-- apply --
-- main.tf --
resource "fake_thing" "a" {
  count = 2
  name  = "a${count.index}"
}
moved {
  from = fake_thing.a
  to   = fake_thing.a[1]
}
-- plan: expect changes --
± fake_thing.a[1]
moved from fake_thing.a
+ fake_thing.a[0]
-- main.tf --
resource "fake_thing" "a" {
  count = 0
  name  = "a"
}
-- plan: expect changes --
- fake_thing.a[0]
moved from fake_thing.a
beyond the resource's count
-- apply --
-- state holds: nothing --
-- cloud holds: nothing --
