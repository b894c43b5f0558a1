A create that took effect before the crash is adopted, not repeated.
-- for TYPE in fake_thing fake_token fake_tagged fake_scanned --
-- main.tf --
resource "<TYPE>" "web" { name = "web" }
-- cloud: crash after create web --
-- apply: expect crash --
-- cloud holds: <TYPE>.web --
-- state holds: nothing --
-- plan: expect empty --
<TYPE>.web: was created: adopted
-- calls: create <TYPE>.web 1 --
