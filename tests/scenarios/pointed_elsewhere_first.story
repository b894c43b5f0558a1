What is no longer needed goes only after its dependents were pointed elsewhere.
-- main.tf --
resource "fake_thing" "old" { name = "old" }
resource "fake_thing" "web" {
  name   = "web"
  parent = fake_thing.old.id
}
-- apply --
-- main.tf --
resource "fake_thing" "new" { name = "new" }
resource "fake_thing" "web" {
  name   = "web"
  parent = fake_thing.new.id
}
-- cloud: delay update web 60ms --
-- apply --
-- calls: create new before update web --
-- calls: update web before remove old --
-- plan: expect empty --
