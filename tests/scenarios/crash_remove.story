kill -9 around a removal: what is gone is forgotten, what is there still goes, and nothing is left.
-- for TYPE in fake_thing fake_token fake_tagged fake_scanned fake_unrecoverable fake_slow --
-- for WHEN in before after --
-- main.tf --
resource "fake_thing" "net" { name = "net" }
resource "<TYPE>" "web" {
  name   = "web"
  parent = fake_thing.net.id
}
-- apply --
-- cloud: crash <WHEN> remove web --
-- destroy: expect crash --
-- destroy --
<TYPE>.web: is
-- cloud holds: nothing --
-- state holds: nothing --
