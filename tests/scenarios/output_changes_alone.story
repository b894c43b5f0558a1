A change of outputs alone is a change, and is applied without touching an object.
-- main.tf --
resource "fake_thing" "web" { name = "web" }
output "id" { value = fake_thing.web.id }
-- apply --
-- run output -raw id --
thing-1
-- main.tf --
resource "fake_thing" "web" { name = "web" }
output "id" { value = "is ${fake_thing.web.id}" }
-- plan: expect changes --
-- apply --
0 added, 0 changed, 0 destroyed
-- run output -raw id --
is thing-1
-- calls: update web 0 --
-- plan: expect empty --
