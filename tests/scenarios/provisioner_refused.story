Provisioners that cannot run here are refused by name before anything is done.
-- main.tf --
resource "fake_thing" "a" {
  name = "a"
  connection { host = "h" }
  provisioner "remote-exec" { inline = ["x"] }
  provisioner "file" { destination = "x" }
  provisioner "local-exec" {
    when    = destroy
    command = "echo ${fake_thing.b.id}"
  }
  provisioner "local-exec" { commnd = "x" }
}
resource "fake_thing" "b" { name = "b" }
-- apply: expect exit 1 --
"connection"
remote-exec
"file"
Invalid provisioner (E0149)
Did you mean "command"?
-- calls: none --
