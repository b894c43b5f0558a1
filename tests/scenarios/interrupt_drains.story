The first interrupt lets what has begun come to its end and starts nothing new.
-- main.tf --
resource "fake_thing" "a" { name = "a" }
resource "fake_thing" "b" {
  name   = "b"
  parent = fake_thing.a.id
}
-- cloud: delay create a 200ms --
-- start apply --
-- wait for: started create fake_thing.a --
-- interrupt --
-- finish: expect exit 1 --
Interrupted
-- state holds: fake_thing.a --
-- apply --
Apply complete! Resources: 1 added
-- calls: create a 1 --
-- plan: expect empty --
