Drift of what the configuration does not set is taken over, and changes nothing.
-- main.tf --
resource "fake_thing" "web" { name = "web" }
-- apply --
-- out of band: change web zone '"moved-to-b"' --
-- run drift: expect exit 2 --
-- apply --
0 added, 0 changed, 0 destroyed
-- cloud object web --
zone: "moved-to-b"
-- plan: expect empty --
-- run drift --
IN SYNC
