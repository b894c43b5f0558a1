What may not be read is named with the missing permission, and nothing is changed on a guess.
-- main.tf --
variable "size" { default = 1 }
resource "fake_thing" "web" {
  name = "web"
  size = var.size
}
-- apply --
-- cloud: deny read web --
-- apply -var=size=2: expect exit 1 --
not allowed to perform fake:read on fake_thing
-- calls: update web 0 --
-- run drift: expect exit 3 --
fake_thing.web
