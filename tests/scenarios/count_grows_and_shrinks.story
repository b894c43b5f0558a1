A higher count adds instances at the end, a lower one takes them from there.
-- main.tf --
resource "fake_thing" "n" {
  count = 2
  name  = "n${count.index}"
}
-- apply --
-- main.tf --
resource "fake_thing" "n" {
  count = 3
  name  = "n${count.index}"
}
-- plan: expect changes --
+ fake_thing.n[2]
Plan: 1 to add, 0 to change, 0 to destroy.
-- apply --
-- main.tf --
resource "fake_thing" "n" {
  count = 1
  name  = "n${count.index}"
}
-- apply --
Apply complete! Resources: 0 added, 0 changed, 2 destroyed.
-- cloud holds: fake_thing.n0 --
-- plan: expect empty --
