What a crashed run had made is found and removed though the configuration no longer has it.
-- for TYPE in fake_thing fake_token fake_tagged fake_scanned --
-- main.tf --
resource "fake_thing" "net" { name = "net" }
resource "<TYPE>" "web" {
  name   = "web"
  parent = fake_thing.net.id
}
-- cloud: crash after create web --
-- apply: expect crash --
-- main.tf --
resource "fake_thing" "net" { name = "net" }
-- apply --
<TYPE>.web: was created: adopted
0 added, 0 changed, 1 destroyed
-- cloud holds: fake_thing.net --
-- plan: expect empty --
