An update that fails leaves the object as it was, and the next run does it.
-- main.tf --
variable "size" { default = 1 }
resource "fake_thing" "web" {
  name = "web"
  size = var.size
}
-- apply --
-- cloud: fail once update web Invalid not today --
-- apply -var=size=2: expect exit 1 --
fake_thing.web: update failed: not today
-- cloud object web --
size: 1
-- apply -var=size=2 --
-- cloud object web --
size: 2
-- plan -var=size=2: expect empty --
