A removal whose answer was lost is found to have happened.
-- main.tf --
resource "fake_thing" "web" { name = "web" }
-- apply --
-- cloud: lose response of remove web --
-- destroy: expect exit 1 --
-- destroy --
fake_thing.web: is gone
-- calls: remove web 1 --
-- state holds: nothing --
