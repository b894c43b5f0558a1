A plan may be looked at while somebody else applies, and says who is at work on what.
-- main.tf --
resource "fake_thing" "a" { name = "a" }
resource "fake_thing" "b" { name = "b" }
-- cloud: delay create a 400ms --
-- start apply -target=fake_thing.a --
-- wait for: started create fake_thing.a --
-- plan: expect changes --
Another run is at work on fake_thing.a.
+ fake_thing.b
-- finish --
-- calls: create a 1 --
