A precondition that does not hold stops its resource before anything is done.
-- main.tf --
variable "size" { default = 0 }
resource "fake_thing" "web" {
  name = "web"
  size = var.size
  lifecycle {
    precondition {
      condition     = var.size > 0
      error_message = "Too small."
    }
  }
}
-- apply: expect exit 1 --
Too small.
-- calls: none --
-- apply -var=size=1 --
-- cloud holds: fake_thing.web --
