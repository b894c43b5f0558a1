local-exec runs once its object is made, with the object as self, and every line that it prints is shown.
-- main.tf --
resource "fake_thing" "a" {
  name = "a"
  provisioner "local-exec" {
    command     = "echo made ${self.id}; echo on the side >&2; echo $NAME > made.txt"
    environment = { NAME = self.name }
  }
  provisioner "local-exec" {
    command     = "print('from python')"
    interpreter = ["python3", "-c"]
  }
  provisioner "local-exec" {
    command     = "basename \"$(pwd)\""
    working_dir = "sub"
    quiet       = true
  }
}
resource "fake_thing" "after" {
  name   = "after"
  parent = fake_thing.a.id
}
-- sub/readme.txt --
-- apply --
fake_thing.a: Creating...
fake_thing.a: Provisioning with 'local-exec'...
fake_thing.a (local-exec): Executing: ["/bin/sh" "-c" "echo made thing-1;
fake_thing.a (local-exec): made thing-1
fake_thing.a (local-exec): on the side
fake_thing.a (local-exec): from python
fake_thing.a (local-exec): Executing: suppressed by quiet = true
fake_thing.a (local-exec): sub
fake_thing.a: Creation complete
fake_thing.after: Creating...
2 added
-- plan: expect empty --
-- main.tf --
resource "fake_thing" "a" {
  name = "a"
  size = 2
  provisioner "local-exec" { command = "echo only when made" }
}
resource "fake_thing" "after" {
  name   = "after"
  parent = fake_thing.a.id
}
-- apply --
! only when made
0 added, 1 changed
