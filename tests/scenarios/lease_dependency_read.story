What an apply depends on is held for it: nobody replaces it meanwhile, but others may depend on it, too.
-- main.tf --
resource "fake_thing" "net" { name = "net" }
resource "fake_thing" "a" {
  name   = "a"
  parent = fake_thing.net.id
}
resource "fake_thing" "b" {
  name   = "b"
  parent = fake_thing.net.id
}
-- apply -target=fake_thing.net --
-- cloud: delay create a 400ms --
-- start apply -target=fake_thing.a --
-- wait for: started create fake_thing.a --
-- apply -target=fake_thing.b --
Apply complete! Resources: 1 added
-- apply -target=fake_thing.net -replace=fake_thing.net: expect exit 1 --
Error acquiring the state lock
-- finish --
Apply complete! Resources: 1 added
-- calls: wait-create a overlaps create b --
-- plan: expect empty --
