-replace replaces one instance, and only that one.
-- main.tf --
resource "fake_thing" "n" {
  for_each = toset(["a", "b"])
  name     = each.key
}
-- apply --
-- apply '-replace=fake_thing.n["a"]' --
1 added, 0 changed, 1 destroyed
-- calls: remove a 1 --
-- calls: remove b 0 --
-- plan: expect empty --
