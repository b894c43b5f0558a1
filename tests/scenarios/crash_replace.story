kill -9 at every call of a replacement that removes first: the next run ends with the new object alone.
-- for TYPE in fake_thing fake_scanned --
-- for WHEN in before after --
-- for CALL in remove:old create:new --
-- main.tf --
resource "<TYPE>" "web" { name = "old" }
-- apply --
-- main.tf --
resource "<TYPE>" "web" { name = "new" }
-- cloud: crash <WHEN> <CALL> --
-- apply: expect crash --
-- apply --
-- cloud holds: <TYPE>.new --
-- state holds: <TYPE>.web --
-- plan: expect empty --
