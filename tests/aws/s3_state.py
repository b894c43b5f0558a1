#!/usr/bin/env python3
"""Terraform and tenon in turn on one S3 state with both of Terraform's locks, on moto.

  s3_state.py TENON [CASE ...]

Each case is a function below, and says what it proves. Those that need `terraform` on the PATH are left out where it is not (and then the
test counts as passed only if others ran).
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tools'))
import with_moto  # noqa: E402
from request_proxy import RequestProxy  # noqa: E402

KEY = 'env/app.tfstate'


def backend(**more):
    arguments = dict(bucket='states', key=KEY, region='us-east-1', use_lockfile=True, dynamodb_table='locks', use_path_style=True,
                     skip_credentials_validation=True, skip_requesting_account_id=True, skip_metadata_api_check=True)
    arguments.update(more)
    lines = [f'    {k} = {json.dumps(v)}' for k, v in arguments.items() if v is not None]
    return 'terraform {\n  backend "s3" {\n' + '\n'.join(lines) + '\n  }\n}\n'


class World:
    def __init__(self, tenon, moto, proxy, scratch):
        self.tenon_path = tenon
        self.moto = moto
        self.proxy = proxy
        self.scratch = scratch
        self.environment = dict(moto.environment, AWS_ENDPOINT_URL=proxy.url, TF_CLI_CONFIG_FILE='/dev/null', CHECKPOINT_DISABLE='1',
                                TF_IN_AUTOMATION='1')
        self.number = 0

    def aws(self, service, operation, parameters=None):
        import aws_call
        return aws_call.call(service, operation, parameters, self.moto.url)

    def reset(self):
        self.moto.reset()
        self.aws('s3', 'create_bucket', {'Bucket': 'states'})
        self.aws('dynamodb', 'create_table', {'TableName': 'locks', 'BillingMode': 'PAY_PER_REQUEST',
                                              'AttributeDefinitions': [{'AttributeName': 'LockID', 'AttributeType': 'S'}],
                                              'KeySchema': [{'AttributeName': 'LockID', 'KeyType': 'HASH'}]})
        self.proxy.take_log()

    def folder(self, text):
        self.number += 1
        path = os.path.join(self.scratch, f'f{self.number}')
        os.makedirs(path)
        self.write(path, text)
        return path

    @staticmethod
    def write(folder, text):
        with open(os.path.join(folder, 'main.tf'), 'w') as f:
            f.write(text)

    def run(self, tool, folder, *arguments, expect=0, env=None):
        binary = self.tenon_path if tool == 'tenon' else 'terraform'
        done = subprocess.run([binary, *arguments], cwd=folder, env=dict(self.environment, **(env or {})), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
        if expect is not None and done.returncode != expect:
            raise AssertionError(f'{tool} {" ".join(arguments)}: exit {done.returncode}, expected {expect}\n{done.stdout}')
        return done.stdout

    def state(self, key=KEY):
        return json.loads(self.aws('s3', 'get_object', {'Bucket': 'states', 'Key': key})['Body'].read())

    def keys(self):
        return sorted(o['Key'] for o in self.aws('s3', 'list_objects_v2', {'Bucket': 'states'}).get('Contents', []))

    def items(self):
        return {i['LockID']['S']: i for i in self.aws('dynamodb', 'scan', {'TableName': 'locks'})['Items']}


def needs(word, text):
    if word not in text:
        raise AssertionError(f'"{word}" is not in:\n{text}')


# --- cases -----------------------------------------------------------------------------------------------------------------

def just_runs(world):
    """A configuration with backend "s3" needs nothing but init; no request is made that is not needed."""
    folder = world.folder(backend() + 'resource "terraform_data" "a" { input = "x" }\noutput "o" { value = terraform_data.a.output }\n')
    world.run('tenon', folder, 'init', '-input=false')
    world.run('tenon', folder, 'apply', '-auto-approve', '-input=false')
    assert world.keys()[0] == KEY and not any('.tflock' in k or '/journal/' in k for k in world.keys()), world.keys()
    assert set(world.items()) == {f'states/{KEY}-md5'}, world.items()
    assert world.state()['outputs']['o']['value'] == 'x'
    world.proxy.take_log()
    world.run('tenon', folder, 'plan', '-detailed-exitcode')
    plan = world.proxy.take_log()
    assert len(plan) <= 3, plan
    assert not os.path.exists(os.path.join(folder, 'terraform.tfstate'))
    with open(os.path.join(folder, '.terraform', 'terraform.tfstate')) as f:
        remembered = json.load(f)
    assert remembered['backend']['type'] == 's3' and remembered['backend']['config']['key'] == KEY, remembered


TURNS = [
    'resource "terraform_data" "a" { input = "1" }\n',
    'resource "terraform_data" "a" { input = "2" }\nresource "terraform_data" "b" {\n  count = 3\n  input = terraform_data.a.output\n}\n',
    'resource "terraform_data" "a" { input = { k = [1, true, null, "é"] } }\nresource "terraform_data" "b" {\n  count = 2\n  input = count.index\n}\n',
    'resource "terraform_data" "a" {\n  input            = sensitive("s")\n  triggers_replace = ["x"]\n}\noutput "o" {\n  value     = terraform_data.a.output\n'
    '  sensitive = true\n}\n',
    'resource "terraform_data" "a" {\n  input            = sensitive("t")\n  triggers_replace = ["y"]\n}\nresource "terraform_data" "each" {\n'
    '  for_each = toset(["p", "q r", "s.t"])\n  input    = each.key\n  lifecycle { create_before_destroy = true }\n}\n',
    'resource "terraform_data" "each" {\n  for_each = toset(["q r"])\n  input    = each.key\n}\noutput "list" { value = [for k, v in terraform_data.each : v.output] }\n',
    'module "m" {\n  source = "./m"\n  count  = 2\n  given  = count.index\n}\noutput "deep" { value = module.m[1].made }\n',
    'module "m" {\n  source = "./m"\n  count  = 1\n  given  = "other"\n}\nresource "terraform_data" "after" { input = module.m[0].made }\n',
    'resource "terraform_data" "after" { input = 12345678901234567890 }\noutput "big" { value = terraform_data.after.output }\n',
    'output "only" { value = { a = 1, b = ["x"] } }\n',
]
MODULE = 'variable "given" {}\nresource "terraform_data" "inside" { input = var.given }\noutput "made" { value = terraform_data.inside.output }\n'


def in_turn_with_terraform(world):
    """Ten rounds of changes by Terraform and tenon in turn on one state: neither plans anything after the other's apply."""
    folders = {}
    for tool in ('terraform', 'tenon'):
        folders[tool] = world.folder(backend() + TURNS[0])
        os.makedirs(os.path.join(folders[tool], 'm'))
        World.write(os.path.join(folders[tool], 'm'), MODULE)
        world.run(tool, folders[tool], 'init', '-input=false', '-no-color')
    lineage, serial = None, 0
    for number, turn in enumerate(TURNS):
        for folder in folders.values():
            World.write(folder, backend() + turn)
        one, other = ('terraform', 'tenon') if number % 2 == 0 else ('tenon', 'terraform')
        for tool in (one, other):
            if 'module' in turn:
                world.run(tool, folders[tool], 'init', '-input=false', '-no-color')
        world.run(one, folders[one], 'apply', '-auto-approve', '-input=false', '-no-color')
        state = world.state()
        lineage = lineage or state['lineage']
        assert state['lineage'] == lineage and state['serial'] > serial, (state['lineage'], state['serial'], serial)
        serial = state['serial']
        for tool in (other, one):
            text = world.run(tool, folders[tool], 'plan', '-detailed-exitcode', '-input=false', '-no-color', expect=None)
            needs('No changes', text)
            text = world.run(tool, folders[tool], 'apply', '-auto-approve', '-input=false', '-no-color')
            needs('0 added, 0 changed, 0 destroyed', text)
        assert world.state()['serial'] == serial, f'round {number}: the serial grew from {serial} to {world.state()["serial"]} though nothing changed'
    world.run('terraform', folders['terraform'], 'destroy', '-auto-approve', '-no-color')
    assert not world.run('tenon', folders['tenon'], 'state', 'list').strip()


def lock_is_shown_and_forced(world):
    """A lock of Terraform's keeps tenon out, says who has it and how to go on; and the other way round."""
    folder = world.folder(backend() + 'resource "terraform_data" "a" { input = "x" }\n')
    world.run('tenon', folder, 'init', '-input=false')
    note = {'ID': '6e588627-ab7e-7ea2-5a04-ad6f405e3a90', 'Operation': 'OperationTypeApply', 'Info': '', 'Who': 'ann@ci', 'Version': '1.11.4',
            'Created': '2026-11-21T08:50:44.446228645Z', 'Path': f'states/{KEY}'}
    for place in ('object', 'item'):
        if place == 'object':
            world.aws('s3', 'put_object', {'Bucket': 'states', 'Key': KEY + '.tflock', 'Body': json.dumps(note).encode()})
        else:
            world.aws('dynamodb', 'put_item', {'TableName': 'locks', 'Item': {'LockID': {'S': f'states/{KEY}'}, 'Info': {'S': json.dumps(note)}}})
        text = world.run('tenon', folder, 'apply', '-auto-approve', '-input=false', expect=1)
        for word in ('Error acquiring the state lock', 'ann@ci', note['ID'], 'force-unlock'):
            needs(word, text)
        begun = time.monotonic()
        world.run('tenon', folder, 'apply', '-auto-approve', '-input=false', '-lock-timeout=1s', expect=1)
        assert 1 <= time.monotonic() - begun < 20
        world.run('tenon', folder, 'force-unlock', '-force', 'somebody-elses', expect=1)
        world.run('tenon', folder, 'force-unlock', '-force', note['ID'])
        assert not any('.tflock' in k for k in world.keys()) and f'states/{KEY}' not in world.items()
    world.run('tenon', folder, 'apply', '-auto-approve', '-input=false')


def terraform_sees_the_lock_of_a_killed_tenon(world):
    """kill -9 while tenon holds the lock: Terraform says who it was, and takes the state over once the lock is forced."""
    folder = world.folder(backend() + 'resource "terraform_data" "a" { input = "x" }\n')
    world.run('tenon', folder, 'init', '-input=false')
    world.proxy.take_log()
    process = subprocess.Popen([world.tenon_path, 'apply', '-auto-approve', '-input=false'], cwd=folder, env=world.environment,
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    for number in range(1, 40):
        world.proxy.watch(process.pid, number, 'after')
        if process.wait(60) != -9:
            raise AssertionError('it was not killed while it held the lock')
        if f'states/{KEY}' in world.items():
            break
        for key in world.keys():
            if key.endswith('.tflock'):
                world.aws('s3', 'delete_object', {'Bucket': 'states', 'Key': key})
        process = subprocess.Popen([world.tenon_path, 'apply', '-auto-approve', '-input=false'], cwd=folder, env=world.environment,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    world.proxy.clear()
    other = world.folder(backend() + 'resource "terraform_data" "a" { input = "x" }\n')
    world.run('terraform', other, 'init', '-input=false', '-no-color')
    text = world.run('terraform', other, 'plan', '-no-color', '-input=false', expect=1)
    needs('Error acquiring the state lock', text)
    note = json.loads(world.items()[f'states/{KEY}']['Info']['S'])
    needs(note['ID'], text)
    needs(note['Who'], text)
    world.run('terraform', other, 'force-unlock', '-force', note['ID'])
    world.run('terraform', other, 'plan', '-no-color', '-input=false')


def workspaces_are_terraforms(world):
    """Workspaces lie where Terraform puts them; each tool lists those of the other."""
    text = backend() + 'resource "terraform_data" "a" { input = terraform.workspace }\n'
    ours, theirs = world.folder(text), world.folder(text)
    world.run('tenon', ours, 'init', '-input=false')
    world.run('tenon', ours, 'workspace', 'new', 'w1')
    world.run('tenon', ours, 'apply', '-auto-approve', '-input=false')
    assert f'env:/w1/{KEY}' in world.keys(), world.keys()
    world.run('terraform', theirs, 'init', '-input=false', '-no-color')
    needs('w1', world.run('terraform', theirs, 'workspace', 'list'))
    world.run('terraform', theirs, 'workspace', 'select', 'w1')
    needs('No changes', world.run('terraform', theirs, 'plan', '-no-color', '-input=false'))
    world.run('terraform', theirs, 'workspace', 'new', 'w2')
    needs('w2', world.run('tenon', ours, 'workspace', 'list'))
    world.run('tenon', ours, 'destroy', '-auto-approve', '-input=false')
    world.run('tenon', ours, 'workspace', 'select', 'default')
    world.run('tenon', ours, 'workspace', 'delete', 'w1')
    assert not any('/w1/' in k for k in world.keys()), world.keys()
    assert not any('/w1/' in k for k in world.items()), world.items()


def partial_configuration(world):
    """What the block leaves open comes from -backend-config, as arguments and as files, and is remembered."""
    text = backend(bucket=None, key=None, region=None) + 'resource "terraform_data" "a" { input = "x" }\n'
    folder = world.folder(text)
    with open(os.path.join(folder, 'more.tfbackend'), 'w') as f:
        f.write(f'bucket = "states"\nkey = "{KEY}"\n')
    world.run('tenon', folder, 'init', '-input=false', '-backend-config=more.tfbackend', '-backend-config=region=us-east-1')
    world.run('tenon', folder, 'apply', '-auto-approve', '-input=false')
    assert KEY in world.keys()
    other = world.folder(text)
    refused = world.run('tenon', other, 'init', '-input=false', expect=1)
    needs('bucket', refused)
    needs('key', refused)
    refused = world.run('tenon', other, 'init', '-input=false', '-backend-config=bukket=x', expect=1)
    needs('Did you mean "bucket"', refused)


def wrong_digest_is_not_believed(world):
    """An object that is not what the digest says is refused, with what to do."""
    folder = world.folder(backend() + 'resource "terraform_data" "a" { input = "x" }\n')
    world.run('tenon', folder, 'init', '-input=false')
    world.run('tenon', folder, 'apply', '-auto-approve', '-input=false')
    world.aws('dynamodb', 'put_item', {'TableName': 'locks', 'Item': {'LockID': {'S': f'states/{KEY}-md5'}, 'Digest': {'S': '0' * 32}}})
    text = world.run('tenon', folder, 'plan', '-input=false', expect=1)
    needs('does not have the expected content', text)
    needs('Digest', text)


def refusals_name_the_way_out(world):
    """A bucket or a table that is not there, and arguments that cannot be honoured."""
    body = 'resource "terraform_data" "a" { input = "x" }\n'
    for change, word in (({'bucket': 'nowhere'}, 'no S3 bucket "nowhere"'), ({'dynamodb_table': 'nowhere'}, 'nowhere'),
                         ({'insecure': True}, 'insecure'), ({'key': '/x'}, 'must not begin')):
        folder = world.folder(backend(**change) + body)
        text = world.run('tenon', folder, 'init', '-input=false', expect=None)
        text += world.run('tenon', folder, 'apply', '-auto-approve', '-input=false', expect=1)
        needs(word, text)


def outputs_are_read_by_others(world):
    """terraform_remote_state reads the outputs of a state on S3, of a workspace too."""
    first = world.folder(backend() + 'output "o" { value = { a = [1, "x"] } }\n')
    world.run('tenon', first, 'init', '-input=false')
    world.run('tenon', first, 'apply', '-auto-approve', '-input=false')
    world.run('tenon', first, 'workspace', 'new', 'w1')
    World.write(first, backend() + 'output "o" { value = "of w1" }\n')
    world.run('tenon', first, 'apply', '-auto-approve', '-input=false')
    source = ('data "terraform_remote_state" "%s" {\n  backend = "s3"\n%s  config = {\n    bucket = "states"\n    key = "' + KEY + '"\n    region = "us-east-1"\n'
              '    use_path_style = true\n  }\n}\n')
    second = world.folder(source % ('default', '') + source % ('other', '  workspace = "w1"\n') +
                          'output "x" { value = data.terraform_remote_state.default.outputs.o.a[1] }\n'
                          'output "y" { value = data.terraform_remote_state.other.outputs.o }\n')
    world.run('tenon', second, 'apply', '-auto-approve', '-input=false')
    assert json.loads(world.run('tenon', second, 'output', '-json'))['x']['value'] == 'x'
    needs('of w1', world.run('tenon', second, 'output', 'y'))


def a_state_that_cannot_be_written_is_left_behind(world):
    """Where the last write is refused, the state is in errored.tfstate, and the next run brings it there."""
    folder = world.folder(backend() + 'resource "terraform_data" "a" { input = "x" }\n')
    world.run('tenon', folder, 'init', '-input=false')
    world.proxy.refuse = f'PUT states/{KEY}'
    text = world.run('tenon', folder, 'apply', '-auto-approve', '-input=false', expect=1)
    world.proxy.refuse = ''
    for word in ('errored.tfstate', 'AccessDenied', 's3:PutObject'):
        needs(word, text)
    path = os.path.join(folder, 'errored.tfstate')
    assert os.stat(path).st_mode & 0o777 == 0o600
    with open(path) as f:
        made = json.load(f)['resources'][0]['instances'][0]['attributes']['id']
    assert KEY not in world.keys()
    other = world.folder(backend() + 'resource "terraform_data" "a" { input = "x" }\n')
    world.run('tenon', other, 'init', '-input=false')
    world.run('tenon', other, 'apply', '-auto-approve', '-input=false')
    assert world.state()['resources'][0]['instances'][0]['attributes']['id'] == made


def moves_between_backends(world):
    """init takes a local state of Terraform's to S3, and from one key to another, and never plans from an empty one."""
    body = 'resource "terraform_data" "a" { input = "x" }\n'
    folder = world.folder(body)
    world.run('terraform', folder, 'init', '-input=false', '-no-color')
    world.run('terraform', folder, 'apply', '-auto-approve', '-input=false', '-no-color')
    World.write(folder, backend() + body)
    world.run('tenon', folder, 'plan', '-input=false', expect=1)
    world.run('tenon', folder, 'init', '-input=false', '-migrate-state', '-force-copy')
    needs('No changes', world.run('tenon', folder, 'plan', '-input=false'))
    first = world.state()
    World.write(folder, backend(key='other/key.tfstate') + body)
    world.run('tenon', folder, 'plan', '-input=false', expect=1)
    world.run('tenon', folder, 'init', '-input=false', '-migrate-state', '-force-copy')
    needs('No changes', world.run('tenon', folder, 'plan', '-input=false'))
    assert world.state('other/key.tfstate')['lineage'] == first['lineage']
    needs('No changes', world.run('tenon', folder, 'plan', '-input=false', '-detailed-exitcode'))


NEED_TERRAFORM = {moves_between_backends, in_turn_with_terraform, terraform_sees_the_lock_of_a_killed_tenon, workspaces_are_terraforms}
CASES = [just_runs, in_turn_with_terraform, lock_is_shown_and_forced, terraform_sees_the_lock_of_a_killed_tenon, workspaces_are_terraforms,
         partial_configuration, outputs_are_read_by_others,
         a_state_that_cannot_be_written_is_left_behind, moves_between_backends, wrong_digest_is_not_believed, refusals_name_the_way_out]


def main():
    tenon, names = os.path.abspath(sys.argv[1]), sys.argv[2:]
    python = with_moto.run_with_moto_python()
    failed = 0
    scratch = tempfile.mkdtemp(prefix='tenon-s3-')
    try:
        with with_moto.Moto(python) as moto:
            world = World(tenon, moto, RequestProxy(moto.url), scratch)
            for case in CASES:
                if names and case.__name__ not in names:
                    continue
                if case in NEED_TERRAFORM and shutil.which('terraform') is None:
                    print(f'left out, no terraform here: {case.__name__}')
                    continue
                world.reset()
                try:
                    case(world)
                    print(f'holds: {case.__doc__}', flush=True)
                except (AssertionError, subprocess.TimeoutExpired, KeyError) as why:
                    failed += 1
                    print(f'FAILED {case.__name__}: {why}\nrequests: {world.proxy.take_log()[-40:]}', flush=True)
                finally:
                    world.proxy.clear()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
