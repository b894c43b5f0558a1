-parallelism=1 does one thing at a time.
-- main.tf --
resource "fake_thing" "a" { name = "a" }
resource "fake_thing" "b" { name = "b" }
-- cloud: --
delay create a 50ms
delay create b 50ms
-- apply -parallelism=1 --
-- calls: wait-create a before wait-create b --
