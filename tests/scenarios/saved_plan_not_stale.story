A saved plan is still good where only something that it neither changes nor uses was changed since.
-- main.tf --
resource "fake_thing" "far" {
  name = "far"
  size = 1
}
resource "fake_thing" "net" { name = "net" }
resource "fake_thing" "web" {
  name  = "web"
  size  = var.size
  needs = [fake_thing.net.id]
}
variable "size" { default = 1 }
-- apply --
-- plan -var=size=2 -out=p --
-- apply -target=fake_thing.far -replace=fake_thing.far --
-- apply p --
Apply complete! Resources: 0 added, 1 changed, 0 destroyed.
-- plan -var=size=2: expect empty --
