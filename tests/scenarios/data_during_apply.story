A data source that needs what is not there yet is read during apply, after it is.
-- main.tf --
resource "fake_thing" "base" {
  name = "base"
  size = 4
}
data "fake_lookup" "base" {
  name       = "base"
  depends_on = [fake_thing.base]
}
resource "fake_thing" "web" {
  name = "web"
  size = data.fake_lookup.base.size + 1
}
-- plan: expect changes --
data.fake_lookup.base
read during apply
-- apply --
fake_thing.base: Creation complete
data.fake_lookup.base: Reading...
-- cloud object web --
size: 5
-- calls: read fake_lookup.base before create web --
-- plan: expect empty --
