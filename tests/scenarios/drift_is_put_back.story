What somebody changed behind tenon's back is shown and put back.
-- main.tf --
resource "fake_thing" "web" {
  name = "web"
  size = 3
}
-- apply --
-- out of band: change web size 9 --
-- run drift: expect exit 2 --
DRIFTED
fake_thing.web
-- plan: expect changes --
~ fake_thing.web
-- apply --
-- cloud object web --
size: 3
-- plan: expect empty --
