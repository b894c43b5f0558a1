A saved plan whose first apply was killed is not applied once more: that would repeat what may have happened.
-- main.tf --
resource "fake_token" "a" { name = "a" }
-- plan -out=p --
-- cloud: crash after create a --
-- apply p: expect crash --
-- apply p: expect exit 1 --
Interrupted action unresolved
-- plan: expect empty --
fake_token.a: was created: adopted
-- calls: create a 1 --
