kill -9 around an update: the object is read again, and what is missing is done.
-- for TYPE in fake_thing fake_token fake_tagged fake_scanned fake_unrecoverable fake_slow --
-- for WHEN in before after --
-- main.tf --
resource "<TYPE>" "web" {
  name = "web"
  size = 1
}
-- apply --
-- main.tf --
resource "<TYPE>" "web" {
  name = "web"
  size = 2
}
-- cloud: crash <WHEN> update web --
-- apply: expect crash --
-- apply --
<TYPE>.web: was read again after an interrupted update
-- cloud object web --
size: 2
revision: 2
-- plan: expect empty --
