kill -9 at every call of a replacement that creates first: the next run ends with the new object alone, and no moment is without one.
-- for TYPE in fake_thing fake_scanned --
-- for WHEN in before after --
-- for CALL in create:new remove:old --
-- main.tf --
resource "<TYPE>" "web" {
  name = "old"
  lifecycle { create_before_destroy = true }
}
-- apply --
-- main.tf --
resource "<TYPE>" "web" {
  name = "new"
  lifecycle { create_before_destroy = true }
}
-- cloud: crash <WHEN> <CALL> --
-- apply: expect crash --
-- apply --
-- calls: create new before remove old --
-- cloud holds: <TYPE>.new --
-- state holds: <TYPE>.web --
-- plan: expect empty --
