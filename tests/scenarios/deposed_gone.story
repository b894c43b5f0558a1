An old object that waits to be removed and that somebody else removed is forgotten.
-- main.tf --
variable "n" { default = 1 }
resource "fake_thing" "web" {
  name = "web-${var.n}"
  lifecycle { create_before_destroy = true }
}
-- apply --
-- cloud: crash before remove web-1 --
-- apply -var=n=2: expect crash --
-- out of band: remove web-1 --
-- apply -var=n=2 --
-- cloud holds: fake_thing.web-2 --
-- plan -var=n=2: expect empty --
