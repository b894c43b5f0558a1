The same configuration in YAML is the same configuration.
-- main.tf --
resource "fake_thing" "web" {
  name = "web"
  tags = { a = "1" }
  rule { port = 80 }
}
-- apply --
-- without main.tf --
-- main.tenon.yaml --
resource:
  fake_thing:
    web:
      name: web
      tags: { a: "1" }
      rule: [{ port: 80 }]
-- plan: expect empty --
