What a type's rules forbid is refused before anything is done, with the place.
-- main.tf --
resource "fake_thing" "web" {
  name = "web"
  size = -1
}
-- apply: expect exit 1 --
main.tf:3
size must not be negative, and is -1.
-- calls: none --
