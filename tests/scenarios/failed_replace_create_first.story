A replacement that creates first and fails to leaves the old object in its place.
-- main.tf --
variable "n" { default = 1 }
resource "fake_thing" "web" {
  name = "web-${var.n}"
  lifecycle { create_before_destroy = true }
}
-- apply --
-- cloud: fail once create web-2 Invalid not today --
-- apply -var=n=2: expect exit 1 --
-- cloud holds: fake_thing.web-1 --
-- state holds: fake_thing.web --
-- plan: expect empty --
-- apply -var=n=2 --
-- cloud holds: fake_thing.web-2 --
-- plan -var=n=2: expect empty --
