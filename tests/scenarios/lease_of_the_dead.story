The lease of a run that was killed is free: the next run says nothing about a lock.
-- main.tf --
resource "fake_token" "a" { name = "a" }
-- cloud: crash after create a --
-- apply: expect crash --
-- apply --
! state lock
-- plan: expect empty --
