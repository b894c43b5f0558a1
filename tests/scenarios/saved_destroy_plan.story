A saved plan of a destroy destroys.
-- main.tf --
resource "fake_thing" "web" { name = "web" }
-- apply --
-- plan -destroy -out=p --
-- apply p --
-- cloud holds: nothing --
