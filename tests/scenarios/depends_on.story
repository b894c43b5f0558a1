depends_on orders what no reference does.
-- main.tf --
resource "fake_thing" "b" {
  name       = "b"
  depends_on = [fake_thing.a]
}
resource "fake_thing" "a" { name = "a" }
-- apply --
-- calls: create a before create b --
-- destroy --
-- calls: remove b before remove a --
