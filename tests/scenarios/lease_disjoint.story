Applies that touch different things run at the same time.
-- main.tf --
resource "fake_thing" "a" { name = "a" }
resource "fake_thing" "b" { name = "b" }
-- cloud: --
delay create a 400ms
-- start apply -target=fake_thing.a --
-- wait for: started create fake_thing.a --
-- apply -target=fake_thing.b --
Apply complete! Resources: 1 added
-- finish --
Apply complete! Resources: 1 added
-- calls: create b before create a --
-- calls: wait-create a overlaps create b --
-- plan: expect empty --
