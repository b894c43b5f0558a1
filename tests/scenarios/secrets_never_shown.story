A sensitive value is never printed, whatever happens to it.
-- main.tf --
variable "password" {
  sensitive = true
  default   = "tell-nobody-17"
}
resource "fake_thing" "web" {
  name   = "web"
  secret = "${var.password}-x"
  tags   = { p = var.password }
}
output "p" {
  value     = var.password
  sensitive = true
}
-- plan: expect changes --
(sensitive value)
! tell-nobody-17
-- cloud: fail once create web Invalid no --
-- apply: expect exit 1 --
! tell-nobody-17
-- apply --
! tell-nobody-17
-- out of band: change web secret '"other"' --
-- plan: expect changes --
! tell-nobody-17
-- run show --
! tell-nobody-17
-- run state show fake_thing.web --
! tell-nobody-17
-- run output --
! tell-nobody-17
-- run output -raw p --
tell-nobody-17
