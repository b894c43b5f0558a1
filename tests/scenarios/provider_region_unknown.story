A provider configuration that needs a value of this apply is made once that value is there.
-- main.tf --
resource "fake_thing" "base" { name = "base" }
provider "fake" {
  alias  = "far"
  region = fake_thing.base.id
}
resource "fake_thing" "web" {
  provider = fake.far
  name     = "web"
}
-- apply --
-- cloud object web --
arn: "arn:fake:thing-1:thing-2"
-- plan: expect empty --
