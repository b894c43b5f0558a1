A create of several calls that died between them is adopted as unfinished, and replaced.
-- main.tf --
resource "fake_slow" "web" { name = "web" }
-- cloud: crash before activate web --
-- apply: expect crash --
-- cloud holds: fake_slow.web --
-- apply --
fake_slow.web: was created, but not to its end: adopted and marked for replacement
fake_slow.web: Destroying...
fake_slow.web: Creating...
-- cloud holds: fake_slow.web --
-- plan: expect empty --
