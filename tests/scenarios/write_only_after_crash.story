A write-only value is not in the journal either, and recovery does without it.
-- main.tf --
resource "fake_token" "web" {
  name      = "web"
  secret_wo = var.w
}
variable "w" {}
-- environment: TF_VAR_w=never-kept-23 --
-- cloud: crash after create web --
-- apply: expect crash --
-- nowhere: never-kept-23 --
-- plan: expect empty --
