With -lock-timeout an overlapping apply waits, plans again on what it finds, and repeats nothing.
-- main.tf --
resource "fake_thing" "a" { name = "a" }
-- cloud: delay create a 300ms --
-- start apply --
-- wait for: started create fake_thing.a --
-- apply -lock-timeout=10s --
Waiting for the state lock
No changes.
-- finish --
Apply complete! Resources: 1 added
-- calls: create a 1 --
-- plan: expect empty --
