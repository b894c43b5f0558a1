An apply that touches what another one is at is refused, with the name of the holder.
-- main.tf --
resource "fake_thing" "a" { name = "a" }
-- cloud: delay create a 400ms --
-- start apply --
-- wait for: started create fake_thing.a --
-- apply: expect exit 1 --
Error acquiring the state lock
-- finish --
Apply complete! Resources: 1 added
-- plan: expect empty --
-- calls: create a 1 --
