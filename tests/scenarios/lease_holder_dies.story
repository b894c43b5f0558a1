An apply that waited for one that was killed meanwhile looks into what that one had begun before it does anything.
-- main.tf --
resource "fake_token" "a" { name = "a" }
-- cloud: --
delay create a 300ms
crash after create a
-- start apply --
-- wait for: started create fake_token.a --
-- apply -lock-timeout=10s --
Waiting for the state lock
fake_token.a: was created: adopted
-- finish: expect crash --
-- calls: create a 1 --
-- plan: expect empty --
