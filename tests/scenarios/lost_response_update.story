An update whose answer was lost is read again and not repeated.
-- main.tf --
resource "fake_thing" "web" {
  name = "web"
  size = 1
}
-- apply --
-- main.tf --
resource "fake_thing" "web" {
  name = "web"
  size = 2
}
-- cloud: lose response of update web --
-- apply: expect exit 1 --
-- plan: expect empty --
fake_thing.web: was read again after an interrupted update
-- calls: update web 1 --
