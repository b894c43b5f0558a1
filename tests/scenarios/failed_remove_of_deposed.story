Where the new object is there and the old one cannot be removed, the old one is remembered and goes next time.
-- main.tf --
variable "n" { default = 1 }
resource "fake_thing" "web" {
  name = "web-${var.n}"
  lifecycle { create_before_destroy = true }
}
-- apply --
-- cloud: fail once remove web-1 InUse somebody uses it --
-- apply -var=n=2: expect exit 1 --
-- cloud holds: fake_thing.web-1, fake_thing.web-2 --
-- plan -var=n=2: expect changes --
-- apply -var=n=2 --
-- cloud holds: fake_thing.web-2 --
-- calls: create web-2 1 --
-- plan -var=n=2: expect empty --
