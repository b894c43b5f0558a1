With -lock=false an apply is kept out by nobody and says so.
-- main.tf --
resource "fake_thing" "a" { name = "a" }
-- cloud: delay create a 400ms --
-- start apply --
-- wait for: started create fake_thing.a --
-- main.tf --
resource "fake_thing" "a" { name = "a" }
resource "fake_thing" "b" { name = "b" }
-- run apply -auto-approve -lock=false -target=fake_thing.b --
State is not locked
fake_thing.b: Creation complete
-- finish --
Apply complete! Resources: 1 added
-- plan: expect empty --
