ignore_changes = all leaves an object as it is whatever the configuration says.
-- main.tf --
variable "size" { default = 1 }
resource "fake_thing" "web" {
  name = "web-${var.size}"
  size = var.size
  lifecycle { ignore_changes = all }
}
-- apply --
-- plan -var=size=2: expect empty --
