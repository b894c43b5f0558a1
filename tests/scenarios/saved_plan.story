A saved plan is applied as it was shown, without planning again.
-- main.tf --
resource "fake_thing" "web" {
  name = "web"
  size = 3
}
-- plan -out=p --
Saved the plan to: p
-- main.tf --
resource "fake_thing" "web" {
  name = "web"
  size = 99
}
-- apply p --
Apply complete! Resources: 1 added
-- cloud object web --
size: 3
-- plan: expect changes --
3 → 99
