An object is known by its address: other keys are other objects.
-- main.tf --
resource "fake_token" "n" {
  count = 2
  name  = "n${count.index}"
}
-- apply --
-- main.tf --
resource "fake_token" "n" {
  for_each = toset(["n0", "n1"])
  name     = each.key
}
-- plan: expect changes --
Plan: 2 to add, 0 to change, 2 to destroy.
-- apply --
-- cloud holds: fake_token.n0, fake_token.n1 --
-- plan: expect empty --
