null_resource and terraform_data run provisioners too; one that refers to a secret shows nothing of what it prints.
-- main.tf --
variable "password" {
  default   = "hunter2-hunter2"
  sensitive = true
}
resource "null_resource" "script" {
  triggers = { version = "1" }
  provisioner "local-exec" { command = "echo version ${self.triggers.version}" }
}
resource "terraform_data" "secret" {
  provisioner "local-exec" { command = "echo it is ${var.password}; exit 4" }
}
-- apply: expect exit 1 --
! hunter2
terraform_data.secret (local-exec): (output suppressed due to sensitive value in config)
-- state holds: null_resource.script, terraform_data.secret --
-- plan: expect changes --
± terraform_data.secret
is tainted
! ± null_resource.script
