Every failure is told, not only the first.
-- main.tf --
resource "fake_thing" "a" { name = "a" }
resource "fake_thing" "b" { name = "b" }
-- cloud: --
fail create a Invalid no a here
fail create b Invalid no b here
-- apply: expect exit 1 --
fake_thing.a: create failed: no a here.
fake_thing.b: create failed: no b here.
-- cloud holds: nothing --
