Drift is found in nested blocks, sets and maps, and put back.
-- main.tf --
resource "fake_thing" "web" {
  name = "web"
  tags = { a = "1" }
  rule { port = 80 }
  member { who = "x" }
  member { who = "y" }
}
-- apply --
-- out of band: change web member '[{"who":"y"},{"who":"z"}]' --
-- out of band: change web tags '{"a":"1","b":"2"}' --
-- plan: expect changes --
~ fake_thing.web
-- apply --
-- cloud object web --
tags: {"a": "1"}
member: [{"who": "x"}, {"who": "y"}]
-- plan: expect empty --
