A create that is still being waited for is found by what was journalled after its first answer.
-- main.tf --
resource "fake_slow" "web" { name = "web" }
-- cloud: crash after activate web --
-- apply: expect crash --
-- plan: expect empty --
fake_slow.web: was created: adopted
-- calls: create web 1 --
