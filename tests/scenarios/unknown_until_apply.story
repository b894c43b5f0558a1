What is known only after apply is planned as unknown, and given to dependents as it came out.
-- main.tf --
resource "fake_thing" "net" { name = "net" }
resource "fake_thing" "web" {
  name = "web"
  tags = { net = fake_thing.net.arn }
}
-- plan: expect changes --
tags
(known after apply)
-- apply --
-- cloud object web --
tags: {"net": "arn:fake:here:thing-1"}
-- plan: expect empty --
