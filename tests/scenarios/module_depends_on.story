depends_on of a module holds for everything in it.
-- main.tf --
resource "fake_thing" "first" { name = "first" }
module "m" {
  source     = "./m"
  depends_on = [fake_thing.first]
}
-- m/main.tf --
resource "fake_thing" "x" { name = "x" }
-- apply --
-- calls: create first before create x --
-- destroy --
-- calls: remove x before remove first --
