Where something is replaced by creating first, its dependents move over to the new one before the old one goes.
-- main.tf --
variable "n" { default = 1 }
resource "fake_thing" "net" {
  name = "net-${var.n}"
  lifecycle { create_before_destroy = true }
}
resource "fake_thing" "web" {
  name   = "web"
  parent = fake_thing.net.id
}
-- apply --
-- cloud: delay update web 60ms --
-- apply -var=n=2 --
-- calls: create net-2 before update web --
-- calls: update web before remove net-1 --
-- plan -var=n=2: expect empty --
