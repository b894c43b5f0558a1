ignore_changes leaves an attribute as it is, whether the configuration or somebody else changed it.
-- main.tf --
resource "fake_thing" "web" {
  name = "web"
  size = 1
  lifecycle { ignore_changes = [size] }
}
-- apply --
-- out of band: change web size 5 --
-- plan: expect empty --
-- main.tf --
resource "fake_thing" "web" {
  name = "web"
  size = 2
  tags = { a = "b" }
  lifecycle { ignore_changes = [size] }
}
-- apply --
1 changed
-- cloud object web --
size: 5
tags: {"a": "b"}
-- plan: expect empty --
