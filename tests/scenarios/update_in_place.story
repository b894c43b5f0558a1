Update changes an object in place where its type can.
-- main.tf --
resource "fake_thing" "web" {
  name = "web"
  size = 3
}
-- apply --
-- main.tf --
resource "fake_thing" "web" {
  name = "web"
  size = 4
}
-- plan: expect changes --
~ fake_thing.web
3 → 4
Plan: 0 to add, 1 to change, 0 to destroy.
-- apply --
fake_thing.web: Modifying...
-- cloud object web --
size: 4
revision: 2
id: "thing-1"
-- plan: expect empty --
