#!/usr/bin/env python3
"""Terraform and tenon in turn on one state in a file, and on texts that went through `state pull` and `state push`.

  with_terraform.py BINARY

Exit 77 (skipped) where no terraform is on the PATH.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

BINARY = os.path.abspath(sys.argv[1])
TERRAFORM = shutil.which('terraform')
if TERRAFORM is None:
    print('there is no terraform on the PATH')
    sys.exit(77)

MODULE = '''
variable "seed" {}
resource "terraform_data" "x" { input = var.seed }
resource "terraform_data" "y" { input = terraform_data.x.output }
output "y" { value = terraform_data.y.id }
'''


def configuration(turn):
    """Something is added, changed, replaced, moved into another key and removed at every turn."""
    keys = {f'k{i}': f'v{turn if i % 2 else 0}' for i in range(turn % 4 + 1)}
    return '''
terraform {
  backend "local" { path = "shared.tfstate" }
}
variable "secret" {
  default   = "s3cr3t"
  sensitive = true
}
module "m" {
  source = "./m"
  count  = %d
  seed   = "seed-%d"
}
resource "terraform_data" "each" {
  for_each         = %s
  input            = { value = each.value, list = [1, 2.5, "x", null], secret = var.secret }
  triggers_replace = each.key == "k0" ? %d : 0
}
resource "terraform_data" "first" {
  input            = join(",", [for o in terraform_data.each : o.id])
  triggers_replace = %d
  lifecycle { create_before_destroy = true }
}
output "ids" { value = module.m[*].y }
output "secret" {
  value     = terraform_data.each
  sensitive = true
}
''' % (turn % 3 + 1, turn // 2, json.dumps(keys).replace('":', '" ='), turn // 3, turn // 4)


def run(program, folder, *arguments, expect=(0,)):
    env = {k: v for k, v in os.environ.items() if not k.startswith(('TF_', 'TENON_'))}
    env.update(TF_CLI_CONFIG_FILE=os.devnull, TF_IN_AUTOMATION='1', CHECKPOINT_DISABLE='1')
    done = subprocess.run([program, *arguments], cwd=folder, env=env, capture_output=True, text=True, timeout=120)
    if done.returncode not in expect:
        sys.exit(f'{os.path.basename(program)} {" ".join(arguments)}: exit code {done.returncode}\n{done.stdout}{done.stderr}')
    return done


with tempfile.TemporaryDirectory(prefix='tenon-turns-') as root:
    folder = pathlib.Path(root)
    (folder / 'm').mkdir()
    (folder / 'm/main.tf').write_text(MODULE)
    (folder / 'main.tf').write_text(configuration(0))
    run(TERRAFORM, folder, 'init', '-input=false', '-no-color')
    run(BINARY, folder, 'init', '-input=false')
    lineage = None
    for turn in range(8):
        (folder / 'main.tf').write_text(configuration(turn))
        one, other = (TERRAFORM, BINARY) if turn % 2 else (BINARY, TERRAFORM)
        run(one, folder, 'apply', '-auto-approve', '-input=false', '-no-color')
        for program in (other, one):
            run(program, folder, 'plan', '-detailed-exitcode', '-input=false', '-no-color')
        state = json.loads((folder / 'shared.tfstate').read_text())
        assert lineage in (None, state['lineage']), 'the lineage changed'
        lineage = state['lineage']
        theirs = run(TERRAFORM, folder, 'state', 'list').stdout.split()
        assert sorted(run(BINARY, folder, 'state', 'list').stdout.split()) == sorted(theirs)
        # What Terraform makes of our text, and we of Terraform's, is the same text.
        if one is TERRAFORM:
            mine = run(BINARY, folder, 'state', 'pull').stdout
            pulled = run(TERRAFORM, folder, 'state', 'pull').stdout
            assert json.loads(mine) == json.loads(pulled), f'turn {turn}: state pull differs'
    # Tainted by one, replaced by the other.
    run(TERRAFORM, folder, 'taint', '-no-color', 'terraform_data.first')
    assert 'tainted' in run(BINARY, folder, 'plan', '-no-color').stdout
    run(BINARY, folder, 'apply', '-auto-approve', '-no-color')
    run(TERRAFORM, folder, 'plan', '-detailed-exitcode', '-input=false', '-no-color')
    # While one holds the lock, the other waits or is refused.
    (folder / 'main.tf').write_text(configuration(9).replace('"seed-4"', 'timestamp()'))
    holder = subprocess.Popen([TERRAFORM, 'apply', '-no-color'], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              env=dict(os.environ, TF_CLI_CONFIG_FILE=os.devnull))
    shown = ''
    while 'Enter a value' not in shown and holder.poll() is None:
        shown += holder.stdout.read(1)
    refused = run(BINARY, folder, 'state', 'rm', 'terraform_data.first', expect=(1,))
    assert 'Error acquiring the state lock' in refused.stderr and 'OperationTypeApply' in ' '.join(refused.stderr.split()), refused.stderr
    holder.communicate('no\n')
    run(BINARY, folder, 'destroy', '-auto-approve', '-no-color')
    assert run(TERRAFORM, folder, 'state', 'list').stdout == ''
print('Terraform and tenon took turns')
