#!/usr/bin/env python3
"""The life of every AWS resource type, against a moto server of its own.

  resource_types.py TENON [SERVICE | TYPE ...]

The cases are in cases/<service>.py. For each type: create; a second plan that finds nothing, read in bulk and one by one; an update in place; a change and a removal
behind our back, found by drift and repaired by apply; a replacement; destroy, after which nothing is left. The server checks every
signature and the permissions of a user that is made for the case. Every step compares
exit status and the actions of the plan; the cloud is asked directly (botocore) where a case says what must be there.
"""
import base64
import json
import os
import runpy
import shutil
import subprocess
import sys
import tempfile
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'tools'))
import with_moto  # noqa: E402

HEAD = 'provider "aws" {\n  region = "us-east-1"\n  default_tags {\n    tags = { Owner = "team" }\n  }\n}\n'


class Failure(Exception):
    pass


class Runner:
    def __init__(self, binary, moto):
        self.binary, self.moto = os.path.abspath(binary), moto
        self.folder = tempfile.mkdtemp(prefix='tenon-types-')

    def tenon(self, *args, expect=0):
        done = subprocess.run([self.binary, *args], cwd=self.folder, env=self.moto.environment, capture_output=True, text=True, timeout=120,
                              stdin=subprocess.DEVNULL)
        if done.returncode != expect:
            raise Failure(f'tenon {" ".join(args)} ended with {done.returncode} instead of {expect}:\n{done.stdout}\n{done.stderr}')
        return done.stdout

    def write(self, text):
        with open(os.path.join(self.folder, 'main.tf'), 'w') as f:
            f.write(HEAD + text)

    def aws(self, service, operation, parameters):
        import aws_call
        try:
            return json.loads(json.dumps(aws_call.call(service, operation, parameters, self.moto.url), default=str))
        except Exception as error:  # botocore's own
            raise Failure(f'{service}.{operation} failed: {error}') from error

    def actions(self):
        """address -> actions of a plan, those that do nothing left out; every row is read, certificates are not believed."""
        self.tenon('plan', '-certificates=false', '-out', 'p.plan')
        plan = json.loads(self.tenon('show', '-json', 'p.plan'))
        return {r['address']: '/'.join(r['change']['actions']) for r in plan.get('resource_changes', []) if r['change']['actions'] != ['no-op']}

    def expect_actions(self, when, wanted):
        found = self.actions()
        if found != wanted:
            raise Failure(f'{when}: planned {found} instead of {wanted}\n{self.tenon("show", "p.plan")}')

    def values(self):
        shown = json.loads(self.tenon('show', '-json'))
        return {r['address']: r['values'] for r in shown.get('values', {}).get('root_module', {}).get('resources', [])}

    def fill(self, node):
        """"${address.attribute}" in a parameter is that attribute in the state."""
        if isinstance(node, str) and node.startswith('${'):
            address, attribute = node[2:-1].rsplit('.', 1)
            return self.values()[address][attribute]
        if isinstance(node, list):
            return [self.fill(n) for n in node]
        return {k: self.fill(v) for k, v in node.items()} if isinstance(node, dict) else node

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def sign_in(moto, is_checked):
    """A user of its own in the fresh server, which from then on checks signatures, where it can: of services that speak REST it refuses those of
    requests without a body, however right they are (a case says 'unsigned')."""
    import aws_call

    def check_after(calls):
        urllib.request.urlopen(urllib.request.Request(moto.url + '/moto-api/reset-auth', data=calls, method='POST',
                                                      headers={'Content-Type': 'text/plain'}), timeout=30).read()

    check_after(b'inf')
    for name in ('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'):
        os.environ[name] = 'test'
    aws_call.call('iam', 'create_user', {'UserName': 'tenon'}, moto.url)
    aws_call.call('iam', 'put_user_policy', {'UserName': 'tenon', 'PolicyName': 'all', 'PolicyDocument': json.dumps(
        {'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}]})}, moto.url)
    key = aws_call.call('iam', 'create_access_key', {'UserName': 'tenon'}, moto.url)['AccessKey']
    keys = {'AWS_ACCESS_KEY_ID': key['AccessKeyId'], 'AWS_SECRET_ACCESS_KEY': key['SecretAccessKey']}
    os.environ.update(keys)
    moto.environment = dict(moto.environment, **keys)
    if is_checked:
        check_after(b'0')


def play(runner, case):
    subject = case['subject']
    for name, content in case.get('files', {}).items():
        with open(os.path.join(runner.folder, name), 'wb') as f:
            f.write(base64.b64decode(content))
    for call in case.get('before', []):  # what it needs and nobody declares
        runner.aws(*call)
    runner.write(case['config'])
    runner.tenon('validate')
    runner.tenon('apply', '-auto-approve')
    runner.expect_actions('after the first apply', {})
    # The same objects one by one: their answers must say the same as the bulk ones.
    for address in runner.values():
        runner.tenon('plan', '-certificates=false', '-detailed-exitcode', f'-target={address}')
    for wanted in case.get('holds', []):
        check_holds(runner, wanted)

    for change in case.get('updates', []):
        runner.write(case['config'].replace(*change['replace']) if 'replace' in change else change['config'])
        runner.expect_actions(f'the update {change["name"]}', {subject: 'update', **change.get('also', {})})
        runner.tenon('apply', '-auto-approve')
        runner.expect_actions(f'after the update {change["name"]}', {})
        for wanted in change.get('holds', []):
            check_holds(runner, wanted)
        runner.write(case['config'])
        runner.tenon('apply', '-auto-approve')
        runner.expect_actions(f'after the update {change["name"]} was taken back', {})

    for change in case.get('mutations', []):
        service, operation, parameters = runner.fill(change['call'])
        runner.aws(service, operation, parameters)
        runner.tenon('drift', expect=2)
        runner.expect_actions(f'after {operation} behind our back', {subject: 'update', **change.get('also', {})})
        runner.tenon('apply', '-auto-approve')
        runner.expect_actions(f'after the repair of {operation}', {})

    if 'remove' in case:
        service, operation, parameters = runner.fill(case['remove'])
        runner.aws(service, operation, parameters)
        runner.tenon('drift', expect=2)
        runner.expect_actions('after a removal behind our back', {subject: 'create', **case.get('remove_also', {})})
        runner.tenon('apply', '-auto-approve')
        runner.expect_actions('after the repair of a removal', {})

    for change in case.get('replacements', []):
        runner.write(case['config'].replace(*change['replace']))
        runner.expect_actions('a replacement', {subject: 'delete/create', **change.get('also', {})})
        runner.tenon('apply', '-auto-approve')
        runner.expect_actions('after a replacement', {})
        runner.write(case['config'])
        runner.tenon('apply', '-auto-approve')

    runner.tenon('destroy', '-auto-approve')
    if runner.tenon('state', 'list').strip():
        raise Failure('something is left in the state after destroy')
    for service, operation, parameters, path in case.get('gone', []):
        left = runner.aws(service, operation, parameters)
        for step in path:
            left = left.get(step, [])
        if left:
            raise Failure(f'left after destroy: {left}')


def with_given(runner, case):
    """The case with what the fresh cloud gives in place of "@NAME@": a subnet of the default VPC, say."""
    values = {}
    for name, (service, operation, parameters, path) in case.get('given', {}).items():
        value = runner.aws(service, operation, parameters)
        for step in path:
            value = value[step]
        values[f'@{name}@'] = str(value)

    def filled(node):
        if isinstance(node, str):
            for name, value in values.items():
                node = node.replace(name, value)
            return node
        if isinstance(node, dict):
            return {k: filled(v) for k, v in node.items()}
        return type(node)(filled(n) for n in node) if isinstance(node, (list, tuple)) else node

    return filled({k: v for k, v in case.items() if k != 'given'})


def check_holds(runner, wanted):
    service, operation, parameters, path, value = runner.fill(wanted)
    found = runner.aws(service, operation, parameters)
    for step in path:
        found = found[step]
    if found != value:
        raise Failure(f'{operation}: {path} is {found} instead of {value}')


def chosen(words):
    """The cases of the services and types that are named; of all, where none is."""
    cases = []
    for name in sorted(os.listdir(os.path.join(HERE, 'cases'))):
        if name.endswith('.py'):
            found = runpy.run_path(os.path.join(HERE, 'cases', name))['CASES']
            cases += [case for case in found if not words or name[:-3] in words or case['type'] in words]
    if not cases:
        sys.exit(f'no case for {" ".join(words)}')
    return cases


def main():
    python = with_moto.run_with_moto_python()
    failed = 0
    cases = chosen(sys.argv[2:])
    with with_moto.Moto(python) as moto:
        for case in cases:
            moto.reset()
            sign_in(moto, not case.get('unsigned'))
            runner = Runner(sys.argv[1], moto)
            try:
                play(runner, with_given(runner, case))
                print(f'ok    {case["type"]}', flush=True)
            except Failure as failure:
                failed += 1
                print(f'FAIL  {case["type"]}: {failure}', flush=True)
            finally:
                runner.close()
    print(f'{len(cases) - failed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
