A create whose answer was lost is adopted by the next run, not repeated.
-- for TYPE in fake_thing fake_token fake_tagged fake_scanned --
-- main.tf --
resource "<TYPE>" "web" { name = "web" }
resource "fake_thing" "after" {
  name   = "after"
  parent = <TYPE>.web.id
}
-- cloud: lose response of create web --
-- apply: expect exit 1 --
<TYPE>.web: create failed: the connection broke before the answer came. It may have taken effect all the same
fake_thing.after: skipped
-- apply --
<TYPE>.web: was created: adopted
Apply complete! Resources: 1 added
-- cloud holds: <TYPE>.web, fake_thing.after --
-- calls: create web 1 --
-- plan: expect empty --
