A replacement that creates first, died, and cannot be recognised is settled by hand either way, and the old object is never lost.
-- for ANSWER in -absent -id:none-2 --
-- main.tf --
variable "n" { default = 1 }
resource "fake_unrecoverable" "web" {
  name = "web-${var.n}"
  lifecycle { create_before_destroy = true }
}
-- apply --
-- cloud: crash after create web-2 --
-- apply -var=n=2: expect crash --
-- plan -var=n=2: expect exit 1 --
UNKNOWN
-- run recover fake_unrecoverable.web <ANSWER> --
-- state holds: fake_unrecoverable.web --
-- destroy --
-- calls: remove web-1 1 --
-- state holds: nothing --
