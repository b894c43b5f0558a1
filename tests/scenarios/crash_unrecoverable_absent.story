Told that nothing was created, tenon creates it.
-- main.tf --
resource "fake_unrecoverable" "web" { name = "web" }
-- cloud: crash before create web --
-- apply: expect crash --
-- plan: expect exit 1 --
-- run recover fake_unrecoverable.web -absent --
fake_unrecoverable.web: was not created
-- apply --
-- cloud holds: fake_unrecoverable.web --
-- plan: expect empty --
