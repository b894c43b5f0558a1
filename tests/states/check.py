#!/usr/bin/env python3
"""Where states lie, by the command line: each case is a function that plays one story and says what it expects.

  check.py BINARY [CASE ...]

Nothing but the program is needed. Exit 1 and the case's name where one does not hold.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import traceback

BINARY = os.path.abspath(sys.argv[1])
MAIN = '''
variable "word" { default = "one" }
resource "terraform_data" "a" { input = var.word }
resource "terraform_data" "b" {
  count = 2
  input = terraform_data.a.id
}
output "word" { value = terraform_data.a.output }
'''
# As Terraform writes it.
PROVIDER = 'provider["terraform.io/builtin/terraform"]'


def theirs(serial=3, lineage='11111111-2222-3333-4444-555555555555', word='one'):
    def instance(id, text, **more):
        value = {'value': text, 'type': 'string'}
        return {**{k: v for k, v in more.items() if k == 'index_key'}, 'schema_version': 0,
                'attributes': {'id': id, 'input': value, 'output': value, 'triggers_replace': None}, 'sensitive_attributes': [],
                **{k: v for k, v in more.items() if k != 'index_key'}}
    def resource(name, *instances):
        return {'mode': 'managed', 'type': 'terraform_data', 'name': name, 'provider': PROVIDER, 'instances': list(instances)}
    return json.dumps({
        'version': 4, 'terraform_version': '1.11.4', 'serial': serial, 'lineage': lineage,
        'outputs': {'word': {'value': word, 'type': 'string'}},
        'resources': [resource('a', instance('id-a', word)),
                      resource('b', *[instance(f'id-b{i}', 'id-a', index_key=i, dependencies=['terraform_data.a']) for i in (0, 1)])],
        'check_results': None}, indent=2) + '\n'


class Folder:
    def __init__(self, root):
        self.path = pathlib.Path(root)
        self.write('main.tf', MAIN)

    def write(self, name, text):
        (self.path / name).parent.mkdir(parents=True, exist_ok=True)
        (self.path / name).write_text(text)

    def read(self, name):
        return (self.path / name).read_text()

    def has(self, name):
        return (self.path / name).exists()

    def backend(self, text):
        self.write('backend.tf', 'terraform {\n  %s\n}\n' % text)

    def run(self, *arguments, code=0, says=(), input='', env=None):
        environment = {k: v for k, v in os.environ.items() if not k.startswith(('TF_', 'TENON_'))}
        environment.update(env or {})
        done = subprocess.run([BINARY, *arguments], cwd=self.path, env=environment, input=input, capture_output=True, text=True, timeout=60)
        shown = f'$ tenon {" ".join(arguments)}\n{done.stdout}{done.stderr}'
        assert done.returncode == code, f'exit code {done.returncode}, expected {code}\n{shown}'
        for text in [says] if isinstance(says, str) else says:
            # Messages are wrapped to the terminal.
            assert text in ' '.join((done.stdout + ' ' + done.stderr).split()), f'does not say: {text}\n{shown}'
        return done.stdout

    def state(self, *arguments):
        return json.loads(self.run('state', 'pull', *arguments))

    def addresses(self, **more):
        return self.run('state', 'list', **more).split()


ALL = ['terraform_data.a', 'terraform_data.b[0]', 'terraform_data.b[1]']


def an_existing_state_is_taken_over_when_asked(f):
    f.write('terraform.tfstate', theirs())
    for command in (['plan'], ['apply', '-auto-approve'], ['destroy', '-auto-approve'], ['drift'], ['output'], ['state', 'list'], ['state', 'pull']):
        f.run(*command, code=1, says=['E0607', 'never plans an existing estate', 'tenon init'])
    f.run('init', '-input=false', code=1, says=['E0612', '3 object(s), serial 3', '-migrate-state'])
    f.run('init', input='no\n', code=1, says='Nothing was copied')
    f.run('plan', code=1, says='E0607')
    f.run('init', input='yes\n', says=['Do you want to copy the existing state to tenon.db?', 'copied: 1 workspace(s)'])
    f.run('plan', '-detailed-exitcode', says='No changes.')
    assert f.run('state', 'pull') == theirs() == f.read('terraform.tfstate')
    f.run('init', '-input=false', says='tenon is ready')


def the_flags_say_yes_beforehand(f):
    for flag in ('-migrate-state', '-force-copy'):
        for path in list(f.path.glob('tenon.db*')):
            path.unlink()
        f.write('terraform.tfstate', theirs())
        f.run('init', flag, '-input=false', '-no-color', '-backend=true', '-get=true', '-upgrade=false', says='copied')
        assert f.addresses() == ALL


def a_state_that_somebody_wrote_since_is_not_forgotten(f):
    f.write('terraform.tfstate', theirs())
    f.run('init', '-force-copy')
    f.write('terraform.tfstate', theirs(serial=4, word='two'))
    f.run('plan', code=1, says=['E0650', 'was written by somebody else since'])
    f.run('init', '-migrate-state', says='copied')
    assert f.state()['serial'] == 4
    f.run('plan', '-detailed-exitcode', '-var', 'word=two', says='No changes.')


def an_older_one_does_not_overwrite_what_tenon_did(f):
    f.write('terraform.tfstate', theirs(serial=3))
    f.run('init', '-force-copy')
    for word in ('x', 'y', 'z'):
        f.run('apply', '-auto-approve', '-var', 'word=' + word)
    f.write('terraform.tfstate', theirs(serial=4, word='two'))
    f.run('init', '-migrate-state', '-input=false', code=1, says=['Both terraform.tfstate and tenon.db hold a state'])
    f.run('init', '-force-copy')
    assert f.state()['outputs']['word']['value'] == 'two'


def workspaces_of_terraforms_come_along(f):
    f.write('terraform.tfstate', theirs())
    f.write('terraform.tfstate.d/prod/terraform.tfstate', theirs(word='prod', lineage='other'))
    f.run('init', '-force-copy', says='2 workspace(s)')
    f.run('workspace', 'select', 'prod')
    assert f.state()['outputs']['word']['value'] == 'prod'


def a_damaged_state_is_told_with_its_place(f):
    f.write('terraform.tfstate', theirs()[:400])
    f.run('init', '-force-copy', code=1, says=['terraform.tfstate cannot be taken over', 'line '])
    f.write('terraform.tfstate', '{"version": 3}')
    f.run('init', '-force-copy', code=1, says='version 3')


def a_local_backend_writes_terraforms_format(f):
    f.backend('backend "local" { path = "sub/x.tfstate" }')
    f.run('init', '-input=false', says='"local"')
    f.run('apply', '-auto-approve')
    state = json.loads(f.read('sub/x.tfstate'))
    assert (state['version'], state['serial'], len(state['resources'])) == (4, 1, 2), state
    assert state['resources'][1]['instances'][0]['dependencies'] == ['terraform_data.a']
    assert os.stat(f.path / 'sub/x.tfstate').st_mode & 0o777 == 0o600
    f.run('apply', '-auto-approve', '-var', 'word=two')
    assert json.loads(f.read('sub/x.tfstate'))['serial'] == 2
    assert json.loads(f.read('sub/x.tfstate.backup'))['serial'] == 1
    before = f.read('sub/x.tfstate')
    f.run('apply', '-auto-approve', '-var', 'word=two', says='0 added, 0 changed, 0 destroyed')
    assert f.read('sub/x.tfstate') == before, 'nothing happened, and the file was written'
    # The file is the truth: the working store can be lost.
    for path in f.path.glob('tenon.db*'):
        path.unlink()
    f.run('plan', '-detailed-exitcode', '-var', 'word=two', says='No changes.')


def a_file_written_by_another_program_is_read(f):
    f.write('x.tfstate', theirs())
    f.backend('backend "local" { path = "x.tfstate" }')
    f.run('plan', '-detailed-exitcode', says='No changes.')
    f.write('x.tfstate', theirs(serial=4, word='two'))
    f.run('plan', '-detailed-exitcode', '-var', 'word=two', says='No changes.')
    f.run('state', 'rm', 'terraform_data.b[1]')
    assert json.loads(f.read('x.tfstate'))['serial'] == 5
    (f.path / 'x.tfstate').unlink()
    f.run('plan', code=1, says='is gone')


def partial_configuration_is_remembered(f):
    f.backend('backend "local" {}')
    f.write('more.hcl', 'workspace_dir = "others"\n')
    f.run('init', '-input=false', '-backend-config=path=y.tfstate', '-backend-config=more.hcl')
    f.run('apply', '-auto-approve')
    assert f.has('y.tfstate')
    f.run('workspace', 'new', 'w')
    f.run('apply', '-auto-approve')
    assert f.has('others/w/terraform.tfstate')
    record = json.loads(f.read('.terraform/terraform.tfstate'))
    assert record['version'] == 3 and record['backend']['type'] == 'local'
    assert record['backend']['config'] == {'path': 'y.tfstate', 'workspace_dir': 'others'}
    f.run('init', '-backend-config=nowhere.hcl', code=1, says=['E0647', 'nowhere.hcl'])
    f.run('init', '-backend-config=pth=y.tfstate', code=1, says=['E0641', 'Did you mean "path"?'])


def a_changed_backend_needs_a_word(f):
    f.backend('backend "local" { path = "one.tfstate" }')
    f.run('init')
    f.run('apply', '-auto-approve')
    f.backend('backend "local" { path = "two.tfstate" }')
    f.run('plan', code=1, says=['E0650', '-migrate-state', '-reconfigure'])
    f.run('init', '-input=false', code=1, says='E0612')
    f.run('init', '-migrate-state', says='to two.tfstate')
    f.run('plan', '-detailed-exitcode', says='No changes.')
    assert json.loads(f.read('two.tfstate'))['lineage'] == json.loads(f.read('one.tfstate'))['lineage']
    f.backend('backend "local" { path = "three.tfstate" }')
    f.run('init', '-reconfigure', '-input=false')
    f.run('plan', says='3 to add')


def a_removed_backend_needs_a_word(f):
    f.backend('backend "local" { path = "one.tfstate" }')
    f.run('init')
    f.run('apply', '-auto-approve')
    (f.path / 'backend.tf').unlink()
    for command in (['plan'], ['apply', '-auto-approve'], ['state', 'list']):
        f.run(*command, code=1, says=['E0650', 'names no backend any more', '-migrate-state'])
    f.run('init', '-migrate-state', says='to tenon.db')
    f.run('plan', '-detailed-exitcode', says='No changes.')
    assert not f.has('.terraform/terraform.tfstate')


def what_is_in_the_store_moves_to_a_backend(f):
    f.run('init')
    f.run('apply', '-auto-approve')
    f.backend('backend "local" { path = "x.tfstate" }')
    f.run('plan', code=1, says=['E0650', 'tenon.db beside it holds a state'])
    f.run('init', input='yes\n', says='to x.tfstate')
    f.run('plan', '-detailed-exitcode', says='No changes.')
    assert len(json.loads(f.read('x.tfstate'))['resources']) == 2


def a_backend_that_was_not_initialised_is_told_to_programs(f):
    f.run('show', '-json')
    f.backend('backend "local" { path = "x.tfstate" }')
    f.run('show', '-json', code=1, says='Backend initialization required')


def unknown_backends_are_refused(f):
    f.backend('backend "gcs" { bucket = "b" }')
    for command in (['init'], ['plan']):
        f.run(*command, code=1, says=['E0646', '"gcs"', 'never plans an existing estate'])
    f.backend('backend "local" { path = var.word }')
    f.run('plan', code=1, says='E0143')


def another_data_folder(f):
    f.backend('backend "local" { path = "x.tfstate" }')
    f.run('init', env={'TF_DATA_DIR': 'elsewhere'})
    f.run('workspace', 'new', 'w', env={'TF_DATA_DIR': 'elsewhere'})
    assert f.read('elsewhere/environment') == 'w' and not f.has('.terraform')


def workspaces(f):
    assert f.run('workspace', 'show') == 'default\n'
    assert f.run('workspace', 'list') == '* default\n\n'
    f.run('apply', '-auto-approve')
    f.run('workspace', 'new', 'dev', '-no-color', says='Created and switched to workspace "dev"!')
    assert f.read('.terraform/environment') == 'dev'
    assert f.run('workspace', 'list') == '  default\n* dev\n\n'
    f.run('plan', says='3 to add')
    f.run('apply', '-auto-approve')
    f.run('workspace', 'new', 'dev', code=1, says=['E0654', 'already'])
    f.run('workspace', 'new', 'a/b', code=1, says='no name of a workspace')
    f.run('workspace', 'select', 'nope', code=1, says='no workspace "nope"')
    f.run('workspace', 'select', '-or-create', 'extra', says='Created and switched')
    f.run('workspace', 'select', 'default', says='Switched to workspace "default".')
    f.run('plan', '-detailed-exitcode', says='No changes.')
    f.run('workspace', 'delete', 'default', code=1, says='always exists')
    f.run('workspace', 'delete', 'dev', code=1, says=['3 object(s)', '-force'])
    f.run('workspace', 'delete', '-force', 'dev', says='Deleted workspace "dev"!')
    f.run('workspace', 'delete', 'extra', says='Deleted')
    assert f.run('workspace', 'list') == '* default\n\n'


def the_environment_names_the_workspace(f):
    env = {'TF_WORKSPACE': 'ci'}
    f.write('main.tf', 'output "w" { value = terraform.workspace }\n')
    f.run('init', env=env)
    f.run('apply', '-auto-approve', env=env)
    assert f.run('output', '-raw', 'w', env=env) == 'ci'
    assert f.run('workspace', 'show', env=env) == 'ci\n'
    f.run('workspace', 'select', 'default', code=1, says='TF_WORKSPACE', env=env)
    assert '  ci\n' in f.run('workspace', 'list')


def a_saved_plan_goes_to_its_own_workspace(f):
    f.run('workspace', 'new', 'dev')
    f.run('plan', '-out=p')
    f.run('workspace', 'select', 'default')
    f.run('apply', 'p')
    assert f.addresses() == []
    f.run('workspace', 'select', 'dev')
    assert f.addresses() == ALL


def pushes_are_checked(f):
    f.run('state', 'pull')
    f.write('a.json', theirs(serial=3))
    f.run('state', 'push', 'a.json', says='3 object(s)')
    f.run('plan', '-detailed-exitcode', says='No changes.')
    assert f.state()['serial'] == 3
    f.run('state', 'push', 'a.json')
    f.write('b.json', theirs(serial=2))
    f.run('state', 'push', 'b.json', code=1, says=['E0653', 'serial 2', 'newer'])
    f.write('b.json', theirs(serial=3, word='two'))
    f.run('state', 'push', 'b.json', code=1, says='another content')
    f.write('b.json', theirs(serial=9, lineage='other', word='two'))
    f.run('state', 'push', 'b.json', code=1, says=['E0653', 'lineage other'])
    f.run('state', 'push', '-force', 'b.json')
    state = f.state()
    assert (state['serial'], state['lineage']) == (9, 'other')
    f.run('state', 'push', '-', input=theirs(serial=10, lineage='other'))
    assert f.state()['outputs']['word']['value'] == 'one'
    f.run('state', 'push', 'nowhere', code=1, says='E0652')
    f.write('c.json', '[]')
    f.run('state', 'push', 'c.json', code=1, says=['E0652', 'Nothing was changed'])


def a_push_reaches_the_file(f):
    f.backend('backend "local" { path = "x.tfstate" }')
    f.run('init')
    f.write('a.json', theirs(serial=7))
    f.run('state', 'push', 'a.json')
    assert f.read('x.tfstate') == theirs(serial=7)
    f.run('state', 'push', '-force', '-', input=theirs(serial=2, word='old'))
    assert json.loads(f.read('x.tfstate'))['serial'] == 8


def objects_of_another_state_are_imported(f):
    f.write('a.json', theirs())
    f.run('state', 'import', 'a.json', says='Imported 3 object(s)')
    f.run('plan', '-detailed-exitcode', says='No changes.')
    f.run('state', 'import', 'a.json', code=1, says=['E0619', 'terraform_data.a'])
    f.run('state', 'rm', 'terraform_data.b')
    f.run('state', 'mv', 'terraform_data.a', 'terraform_data.z')
    f.run('state', 'import', 'a.json')
    assert f.addresses() == ALL + ['terraform_data.z']


def a_file_may_stand_in_for_the_state(f):
    f.run('apply', '-auto-approve', '-state=own.tfstate')
    assert f.addresses() == [] and len(json.loads(f.read('own.tfstate'))['resources']) == 2
    f.run('plan', '-detailed-exitcode', '-state=own.tfstate', says='No changes.')
    f.run('apply', '-auto-approve', '-state-out=copy.tfstate')
    assert len(json.loads(f.read('copy.tfstate'))['resources']) == 2
    f.run('apply', '-auto-approve', '-state-out=copy.tfstate', '-backup=before.json', '-var', 'word=two')
    assert json.loads(f.read('before.json'))['outputs']['word']['value'] == 'one'


def outputs_of_another_state_are_read(f):
    f.write('other/x.tfstate', theirs(word='from there'))
    f.write('main.tf', '''
data "terraform_remote_state" "x" {
  backend  = "local"
  config   = { path = "other/x.tfstate" }
  defaults = { word = "never", more = "default" }
}
resource "terraform_data" "a" { input = data.terraform_remote_state.x.outputs.word }
output "more" { value = data.terraform_remote_state.x.outputs.more }
''')
    f.run('apply', '-auto-approve', says='from there')
    assert f.run('output', '-raw', 'more') == 'default'
    f.write('other/x.tfstate', theirs(word='changed'))
    f.run('plan', says='changed')
    (f.path / 'other/x.tfstate').unlink()
    f.run('plan', code=1, says=['E0405', 'there is no state at other/x.tfstate'])


def what_cannot_be_written_is_left_behind(f):
    f.backend('backend "local" { path = "sub/x.tfstate" }')
    f.run('init')
    f.run('apply', '-auto-approve')
    if os.getuid() == 0:
        return  # whom no permission stops
    os.chmod(f.path / 'sub', 0o500)
    try:
        f.run('apply', '-auto-approve', '-var', 'word=two', code=1)
    finally:
        os.chmod(f.path / 'sub', 0o700)
    f.run('apply', '-auto-approve', '-var', 'word=two')
    f.run('plan', '-detailed-exitcode', '-var', 'word=two', says='No changes.')


CASES = {name: function for name, function in list(globals().items()) if callable(function) and getattr(function, '__code__', None) and function.__code__.co_varnames[:1] == ('f',)}
failed = 0
for name in sys.argv[2:] or CASES:
    with tempfile.TemporaryDirectory(prefix='tenon-states-') as root:
        try:
            CASES[name](Folder(root))
        except Exception:
            failed += 1
            print(f'--- {name}\n{traceback.format_exc()}')
print(f'{len(sys.argv[2:] or CASES)} cases, {failed} failed')
sys.exit(1 if failed else 0)
