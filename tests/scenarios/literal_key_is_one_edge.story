A literal key waits for that one instance, a splat for all of them: what is made of one is made though another fails.
-- main.tf --
resource "fake_thing" "many" {
  for_each = toset(["x", "y"])
  name     = "many-${each.key}"
}
resource "fake_thing" "counted" {
  count = 2
  name  = "counted-${count.index}"
}
resource "fake_thing" "of_one" {
  name  = "of-one"
  needs = [fake_thing.many["x"].id, fake_thing.counted[1].id]
}
resource "fake_thing" "of_all" {
  name  = "of-all"
  needs = values(fake_thing.many)[*].id
}
-- cloud: fail once create many-y LimitExceeded too many things --
-- apply: expect exit 1 --
fake_thing.many["y"]: create failed: too many things
fake_thing.of_all: skipped, needs fake_thing.many["y"]
-- cloud holds: fake_thing.counted-0, fake_thing.counted-1, fake_thing.many-x, fake_thing.of-one --
-- apply --
Apply complete! Resources: 2 added, 0 changed, 0 destroyed.
-- calls: create counted-1 before create of-one --
-- calls: create many-y before create of-all --
-- plan: expect empty --
