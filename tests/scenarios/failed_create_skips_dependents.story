A failed create leaves its dependents untouched, independent ones go on, and the next run finishes the job.
-- main.tf --
resource "fake_thing" "net" { name = "net" }
resource "fake_thing" "web" {
  name   = "web"
  parent = fake_thing.net.id
}
resource "fake_thing" "other" { name = "other" }
-- cloud: fail once create fake_thing.net LimitExceeded too many networks --
-- apply: expect exit 1 --
fake_thing.net: create failed: too many networks
fake_thing.web: skipped, needs fake_thing.net
-- cloud holds: fake_thing.other --
-- state holds: fake_thing.other --
-- apply --
Apply complete! Resources: 2 added, 0 changed, 0 destroyed.
-- calls: create other 1 --
-- plan: expect empty --
