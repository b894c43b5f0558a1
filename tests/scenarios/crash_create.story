kill -9 around a create, before or after the cloud has done it: the next run finds out by the type's own means, and there is one object.
-- for TYPE in fake_thing fake_token fake_tagged fake_scanned --
-- for WHEN in before after --
-- main.tf --
resource "fake_thing" "first" { name = "first" }
resource "<TYPE>" "web" {
  name = "web"
  size = 3
  parent = fake_thing.first.id
}
resource "fake_thing" "last" {
  name   = "last"
  parent = <TYPE>.web.id
}
-- cloud: crash <WHEN> create <TYPE>.web --
-- apply: expect crash --
-- state holds: fake_thing.first --
-- apply --
An earlier run was interrupted.
<TYPE>.web: was
-- cloud holds: fake_thing.first, <TYPE>.web, fake_thing.last --
-- state holds: fake_thing.first, <TYPE>.web, fake_thing.last --
-- plan: expect empty --
-- calls: create fake_thing.first 1 --
-- destroy --
-- cloud holds: nothing --
-- state holds: nothing --
