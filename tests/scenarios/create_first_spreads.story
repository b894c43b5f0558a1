create_before_destroy holds for what it depends on, too: or the old object would be removed under it.
-- main.tf --
resource "fake_thing" "net" { name = "net-${var.n}" }
resource "fake_thing" "web" {
  name   = "web-${var.n}"
  parent = fake_thing.net.id
  lifecycle { create_before_destroy = true }
}
variable "n" { default = 1 }
-- apply --
-- cloud: delay create web-2 60ms --
-- apply -var=n=2 --
-- calls: create net-2 before create web-2 --
-- calls: create web-2 before remove web-1 --
-- calls: remove web-1 before remove net-1 --
-- cloud holds: fake_thing.net-2, fake_thing.web-2 --
-- plan -var=n=2: expect empty --
