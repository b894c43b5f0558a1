Where recovery may not look, it says which permission is missing and nothing is planned.
-- main.tf --
resource "fake_tagged" "web" { name = "web" }
-- cloud: --
crash after create web
deny find web
-- apply: expect crash --
-- plan: expect exit 1 --
fake_tagged.web: UNKNOWN: not allowed to perform fake:find on fake_tagged
-- cloud: --
-- plan: expect empty --
was created: adopted
-- calls: create web 1 --
