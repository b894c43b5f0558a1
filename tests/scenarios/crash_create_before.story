A create that the crash came before is not believed to have happened, and happens once.
-- for TYPE in fake_thing fake_token fake_tagged fake_scanned fake_slow --
-- main.tf --
resource "<TYPE>" "web" { name = "web" }
-- cloud: crash before create web --
-- apply: expect crash --
-- plan: expect changes --
<TYPE>.web: was not created
+ <TYPE>.web
-- apply --
-- cloud holds: <TYPE>.web --
-- plan: expect empty --
