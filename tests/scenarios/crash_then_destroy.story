Destroy after a crash destroys what the crashed run had made, known or not.
-- for TYPE in fake_thing fake_token fake_tagged fake_scanned fake_slow --
-- main.tf --
resource "fake_thing" "net" { name = "net" }
resource "<TYPE>" "web" {
  name   = "web"
  parent = fake_thing.net.id
}
-- cloud: crash after create web --
-- apply: expect crash --
-- destroy --
-- cloud holds: nothing --
-- state holds: nothing --
