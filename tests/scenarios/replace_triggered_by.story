replace_triggered_by replaces an object when what it names changes.
-- main.tf --
variable "size" { default = 1 }
resource "fake_thing" "net" {
  name = "net"
  size = var.size
}
resource "fake_thing" "web" {
  name = "web"
  lifecycle { replace_triggered_by = [fake_thing.net.size] }
}
-- apply --
-- apply -var=size=2 --
1 added, 1 changed, 1 destroyed
-- calls: remove web 1 --
-- plan -var=size=2: expect empty --
