What somebody deleted between a saved plan and its apply is a failure of that action, and the next run mends it.
-- main.tf --
variable "size" { default = 1 }
resource "fake_thing" "web" {
  name = "web"
  size = var.size
}
-- apply --
-- plan -var=size=2 -out=p --
-- out of band: remove web --
-- apply p: expect exit 1 --
there is no object thing-1
-- apply -var=size=2 --
1 added
-- plan -var=size=2: expect empty --
