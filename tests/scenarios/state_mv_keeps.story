state mv gives an object another address, and the plan for that address is empty.
-- main.tf --
resource "fake_thing" "a" { name = "a" }
-- apply --
-- run state mv fake_thing.a fake_thing.b --
-- main.tf --
resource "fake_thing" "b" { name = "a" }
-- plan: expect empty --
-- calls: create a 1 --
