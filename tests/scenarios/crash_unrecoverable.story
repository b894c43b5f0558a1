Where nothing can tell what became of a create, tenon says so and does nothing until it is told.
-- main.tf --
resource "fake_unrecoverable" "web" { name = "web" }
-- cloud: crash after create web --
-- apply: expect crash --
-- apply: expect exit 1 --
UNKNOWN: fake_unrecoverable keeps no mark of who made it, and this one has not told its id yet. Look for it, then say: tenon recover 'fake_unrecoverable.web' --id ID, or --absent
Interrupted action unresolved
-- calls: create web 1 --
-- run recover fake_unrecoverable.web -id none-1 --
fake_unrecoverable.web: was created: adopted
-- plan: expect empty --
-- calls: create web 1 --
