A removed block of what is still declared, or of single instances, is an error.
-- main.tf --
resource "fake_thing" "a" { name = "a" }
removed {
  from = fake_thing.a
  lifecycle { destroy = false }
}
-- plan: expect exit 1 --
Removed object is still declared (E0417)
-- main.tf --
removed {
  from = fake_thing.a[0]
}
-- plan: expect exit 1 --
Invalid address (E0147)
names an instance
