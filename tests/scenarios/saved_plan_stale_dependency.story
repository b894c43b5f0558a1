A saved plan is refused where something it depends on was replaced since.
-- main.tf --
resource "fake_thing" "net" { name = "net" }
resource "fake_thing" "web" {
  name = "web"
  needs = [fake_thing.net.id]
}
-- apply -target=fake_thing.net --
-- plan -target=fake_thing.web -out=p --
-- apply -target=fake_thing.net -replace=fake_thing.net --
-- apply p: expect exit 1 --
Saved plan is stale
fake_thing.net
-- cloud holds: fake_thing.net --
