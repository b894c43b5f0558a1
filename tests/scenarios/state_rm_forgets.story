state rm forgets an object and leaves it alone.
-- main.tf --
resource "fake_token" "web" { name = "web" }
-- apply --
-- run state rm fake_token.web --
-- state holds: nothing --
-- cloud holds: fake_token.web --
-- calls: remove web 0 --
