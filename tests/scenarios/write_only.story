A write-only value reaches the cloud and is kept nowhere.
-- main.tf --
variable "w" {}
resource "fake_thing" "web" {
  name      = "web"
  secret_wo = var.w
}
-- environment: TF_VAR_w=never-kept-23 --
-- apply --
-- cloud object web --
secret_wo: "never-kept-23"
-- plan: expect empty --
-- plan -certificates=false: expect empty --
-- nowhere: never-kept-23 --
