A data source that finds nothing stops the plan, and nothing is done.
-- main.tf --
data "fake_lookup" "base" { name = "base" }
resource "fake_thing" "web" { name = "web" }
-- apply: expect exit 1 --
there is no fake_thing named "base"
-- calls: none --
