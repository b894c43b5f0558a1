All instances of what an apply depends on are held for it, not only a resource without count.
-- main.tf --
resource "fake_thing" "net" {
  count = 2
  name  = "net${count.index}"
}
resource "fake_thing" "a" {
  name   = "a"
  parent = fake_thing.net[0].id
}
-- apply -target=fake_thing.net --
-- cloud: delay create a 400ms --
-- start apply -target=fake_thing.a --
-- wait for: started create fake_thing.a --
-- apply -target=fake_thing.net -replace=fake_thing.net[0]: expect exit 1 --
Error acquiring the state lock
-- finish --
-- plan: expect empty --
