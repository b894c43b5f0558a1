A replacement of what others depend on removes from the top down and makes from the bottom up.
-- main.tf --
variable "n" { default = 1 }
resource "fake_thing" "net" { name = "net-${var.n}" }
resource "fake_thing" "web" {
  name   = "web-${fake_thing.net.id}"
  parent = fake_thing.net.id
}
-- apply --
-- apply -var=n=2 --
-- calls: remove web-thing-1 before remove net-1 --
-- calls: remove net-1 before create net-2 --
-- calls: create net-2 before create web-thing-3 --
-- plan -var=n=2: expect empty --
