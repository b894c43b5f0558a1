Create makes what the configuration says, once, and the plan after it is empty.
-- main.tf --
resource "fake_thing" "web" {
  name = "web"
  size = 3
  tags = { team = "x" }
  rule { port = 80 }
  rule {
    port = 443
    note = "tls"
  }
  member { who = "b" }
  member { who = "a" }
}
-- plan: expect changes --
+ fake_thing.web
id         (known after apply)
Plan: 1 to add, 0 to change, 0 to destroy.
-- calls: none --
-- apply --
fake_thing.web: Creating...
fake_thing.web: Creation complete
Apply complete! Resources: 1 added, 0 changed, 0 destroyed.
-- cloud object web --
size: 3
tags: {"team": "x"}
zone: "here-a"
-- plan: expect empty --
No changes.
-- calls: create fake_thing.web 1 --
