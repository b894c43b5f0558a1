A saved plan is refused where what it changes was changed since, and nothing is done.
-- main.tf --
resource "fake_thing" "web" {
  name = "web"
  size = var.size
}
variable "size" { type = number }
-- apply -var=size=1 --
-- plan -var=size=2 -out=p --
-- apply -var=size=3 --
-- apply p: expect exit 1 --
Saved plan is stale
fake_thing.web
-- cloud object web --
size: 3
