A replacement whose create failed after its removal is a create next time.
-- main.tf --
variable "n" { default = 1 }
resource "fake_thing" "web" { name = "web-${var.n}" }
-- apply --
-- cloud: fail once create web-2 Invalid not today --
-- apply -var=n=2: expect exit 1 --
-- cloud holds: nothing --
-- state holds: nothing --
-- apply -var=n=2 --
1 added, 0 changed, 0 destroyed
-- plan -var=n=2: expect empty --
