A data source whose arguments are known is read at plan.
-- out of band: create fake_thing.base size=4 --
-- main.tf --
data "fake_lookup" "base" { name = "base" }
resource "fake_thing" "web" {
  name = "web"
  size = data.fake_lookup.base.size + 1
}
-- plan: expect changes --
size       5
-- calls: none --
-- apply --
-- plan: expect empty --
