A replacement that creates first and loses the answer keeps both until the next run has found out, and then removes the old one.
-- for TYPE in fake_thing fake_token fake_tagged fake_scanned --
-- main.tf --
variable "n" { default = 1 }
resource "<TYPE>" "web" {
  name = "web-${var.n}"
  lifecycle { create_before_destroy = true }
}
-- apply --
-- cloud: lose response of create web-2 --
-- apply -var=n=2: expect exit 1 --
-- cloud holds: <TYPE>.web-1, <TYPE>.web-2 --
-- apply -var=n=2 --
<TYPE>.web: was created: adopted
-- calls: create web-2 1 --
-- cloud holds: <TYPE>.web-2 --
-- plan -var=n=2: expect empty --
