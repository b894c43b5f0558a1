The second interrupt abandons what is under way, and the next run finds out what became of it.
-- main.tf --
resource "fake_token" "a" { name = "a" }
-- cloud: delay create a 400ms --
-- start apply --
-- wait for: started create fake_token.a --
-- interrupt --
-- interrupt --
-- finish: expect exit 1 --
-- cloud: --
-- apply --
fake_token.a: was not created
-- cloud holds: fake_token.a --
-- plan: expect empty --
