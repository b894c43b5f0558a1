What does not depend on each other happens at the same time.
-- main.tf --
resource "fake_thing" "a" { name = "a" }
resource "fake_thing" "b" { name = "b" }
-- cloud: --
delay create a 150ms
delay create b 150ms
-- apply --
-- calls: wait-create a overlaps wait-create b --
