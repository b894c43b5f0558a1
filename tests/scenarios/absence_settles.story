Absence is believed only after the type's settling time: what shows up late is adopted, not made twice.
-- environment: TENON_SETTLE_SECONDS=3 --
-- main.tf --
resource "fake_tagged" "web" { name = "web" }
-- cloud: --
crash after create web
hide web 300ms
-- apply: expect crash --
-- plan: expect empty --
fake_tagged.web: was created: adopted
-- calls: create web 1 --
