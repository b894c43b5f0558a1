A dynamic block makes one block for each element, and a change of one of them is an update.
-- main.tf --
variable "ports" {
  type    = list(number)
  default = [80, 443]
}
resource "fake_thing" "web" {
  name = "web"
  dynamic "rule" {
    for_each = var.ports
    content { port = rule.value }
  }
}
-- apply --
-- cloud object web --
rule: [{"note": null, "port": 80}, {"note": null, "port": 443}]
-- apply '-var=ports=[80, 8443]' --
0 added, 1 changed
-- plan '-var=ports=[80, 8443]': expect empty --
