#!/usr/bin/env python3
"""kill -9 at every request that a run makes for its state on S3: nothing is lost, nothing is made twice.

  s3_crashes.py TENON [--part N/M] [--stories] [--meddle]

For each request of an apply, an edit and a destroy of objects in the fake cloud: the run is killed before the server sees the
request, or after it has acted and before the answer arrives. Then another machine, which knows nothing but what lies on S3, forces
the lock open and goes on. In the end state and cloud agree, each object was created once, and destroy leaves nothing. With --stories, the
stories about crashes and random ones are told with their state on S3 instead, each command on a machine of its own.
"""
import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'tools'))
import with_moto  # noqa: E402
from request_proxy import RequestProxy  # noqa: E402

BACKEND = '''
terraform {
  required_providers {
    fake = { source = "tenon/fake" }
  }
  backend "s3" {
    bucket         = "states"
    key            = "app.tfstate"
    region         = "us-east-1"
    use_path_style = true
    use_lockfile   = true
    dynamodb_table = "locks"
  }
}
'''
FIRST = BACKEND + '''
resource "fake_thing" "a" {
  name = "a"
}
resource "fake_token" "b" {
  name   = "b"
  parent = fake_thing.a.id
}
resource "fake_tagged" "c" {
  count = 2
  name  = "c-${count.index}"
  needs = [fake_token.b.id]
}
resource "terraform_data" "d" { input = fake_token.b.id }
output "o" { value = terraform_data.d.output }
'''
SECOND = FIRST.replace('count = 2', 'count = 1').replace('name   = "b"', 'name   = "b"\n  size   = 4').replace('name = "a"', 'name = "a"\n  size = 2') + '''
resource "fake_scanned" "e" {
  name   = "e"
  parent = fake_token.b.id
}
'''


class World:
    def __init__(self, tenon, moto, proxy, scratch):
        self.tenon, self.moto, self.proxy = tenon, moto, proxy
        self.cloud = os.path.join(scratch, 'cloud')
        self.work = os.path.join(scratch, 'work')
        self.environment = dict(moto.environment, AWS_ENDPOINT_URL=proxy.url, TENON_FAKE_CLOUD=self.cloud, TENON_SETTLE_SECONDS='0')

    def aws(self, service, operation, parameters=None):
        import aws_call
        return aws_call.call(service, operation, parameters, self.moto.url)

    def start(self):
        """Bucket, table and cloud, all empty."""
        self.moto.reset()
        self.aws('s3', 'create_bucket', {'Bucket': 'states'})
        self.aws('dynamodb', 'create_table', {'TableName': 'locks', 'BillingMode': 'PAY_PER_REQUEST',
                                              'AttributeDefinitions': [{'AttributeName': 'LockID', 'AttributeType': 'S'}],
                                              'KeySchema': [{'AttributeName': 'LockID', 'KeyType': 'HASH'}]})
        shutil.rmtree(self.cloud, ignore_errors=True)
        os.makedirs(os.path.join(self.cloud, 'objects'))

    def machine(self, text):
        shutil.rmtree(self.work, ignore_errors=True)
        os.makedirs(self.work)
        with open(os.path.join(self.work, 'main.tf'), 'w') as f:
            f.write(text)
        self.run('init')

    def run(self, *arguments, expect=0, kill=None):
        process = subprocess.Popen([self.tenon, arguments[0], '-input=false', *arguments[1:]], cwd=self.work, env=self.environment,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if kill:
            self.proxy.watch(process.pid, *kill)
        text = process.communicate(timeout=120)[0]
        killed = self.proxy.killed
        self.proxy.clear()
        if killed:
            return killed, text
        if expect is not None and process.returncode != expect:
            raise AssertionError(f'{" ".join(arguments)}: exit {process.returncode}\n{text}')
        return '', text

    def force_locks(self):
        """As a person would, by the id that a refusal prints; a lock of which only one half was taken has no other way out."""
        ids = set()
        for key in [o['Key'] for o in self.aws('s3', 'list_objects_v2', {'Bucket': 'states'}).get('Contents', [])]:
            if key.endswith('.tflock'):
                ids.add(json.loads(self.aws('s3', 'get_object', {'Bucket': 'states', 'Key': key})['Body'].read())['ID'])
        item = self.aws('dynamodb', 'get_item', {'TableName': 'locks', 'Key': {'LockID': {'S': 'states/app.tfstate'}}}).get('Item')
        if item:
            ids.add(json.loads(item['Info']['S'])['ID'])
        for each in ids:
            subprocess.run([self.tenon, 'force-unlock', '-force', each], cwd=self.work, env=self.environment, check=True, stdout=subprocess.PIPE)

    def write_as_somebody_else(self):
        """What Terraform does that knows nothing of the journal: the same state with a higher serial, and its digest."""
        try:
            text = self.aws('s3', 'get_object', {'Bucket': 'states', 'Key': 'app.tfstate'})['Body'].read()
        except Exception as why:
            if 'NoSuchKey' not in str(why):
                raise
            text = b'{"version": 4, "terraform_version": "1.11.4", "serial": 0, "lineage": "6f3c3f0e-9a3b-4c1e-8f0e-2f1d6a1b7c55", "outputs": {}, "resources": []}'
        state = json.loads(text)
        state['serial'] += 1
        text = json.dumps(state).encode()
        self.aws('s3', 'put_object', {'Bucket': 'states', 'Key': 'app.tfstate', 'Body': text})
        self.aws('dynamodb', 'put_item', {'TableName': 'locks', 'Item': {'LockID': {'S': 'states/app.tfstate-md5'},
                                                                         'Digest': {'S': hashlib.md5(text).hexdigest()}}})

    def objects(self):
        found = []
        for name in sorted(os.listdir(os.path.join(self.cloud, 'objects'))):
            if name.endswith('.json'):
                with open(os.path.join(self.cloud, 'objects', name)) as f:
                    found.append(json.load(f))
        return found

    def agree(self, count):
        shown = json.loads(subprocess.run([self.tenon, 'show', '-json'], cwd=self.work, env=self.environment, check=True,
                                          stdout=subprocess.PIPE).stdout)
        module = shown.get('values', {}).get('root_module', {})
        state = sorted(r['values']['id'] for r in module.get('resources', []) if r['type'].startswith('fake_'))
        cloud = sorted(o['id'] for o in self.objects())
        assert state == cloud, f'the state knows {state}, the cloud holds {cloud}'
        assert len(cloud) == count, cloud
        left = [o['Key'] for o in self.aws('s3', 'list_objects_v2', {'Bucket': 'states'}).get('Contents', [])]
        assert not any('/journal/' in k or k.endswith('.tflock') for k in left), left

    def creates(self):
        with open(os.path.join(self.cloud, 'calls.log')) as f:
            return [line.split()[1] for line in f if line.startswith('create ') and ' ok ' in line]


STEPS = [('apply', FIRST, 4), ('apply', SECOND, 4), ('destroy', SECOND, 0)]


def tell(world, step, number, when, meddle):
    """Kills the step's run at that request, goes on elsewhere; what was killed, or '' where the run made fewer requests."""
    world.start()
    for command, text, _ in STEPS[:step]:
        world.machine(text)
        world.run(command, '-auto-approve')
    command, text, count = STEPS[step]
    world.machine(text)
    killed, _ = world.run(command, '-auto-approve', kill=(number, when))
    if not killed:
        return ''
    world.machine(text)
    world.force_locks()
    if meddle:
        world.write_as_somebody_else()
    world.run(command, '-auto-approve')
    world.agree(count)
    if command == 'apply':
        _, printed = world.run('plan', '-detailed-exitcode')
        made = world.creates()
        assert len(made) == len(set(made)), f'created twice: {made}'
        world.run('destroy', '-auto-approve')
        world.agree(0)
    return killed


def tell_stories(tenon, moto, part, parts):
    stories = sorted(n for n in os.listdir(os.path.join(HERE, '..', 'scenarios')) if n.startswith(('crash_', 'lost_response', 'saved_plan')))
    runner = os.path.join(HERE, '..', 'scenarios', 'run_story.py')
    failed = 0
    for name in stories[part::parts]:
        done = subprocess.run([sys.executable, runner, tenon, os.path.join(HERE, '..', 'scenarios', name), '--s3', moto.url],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        print(f'{name}: {done.stdout.strip()}', flush=True)
        failed += done.returncode != 0
    folder = tempfile.mkdtemp(prefix='tenon-random-')
    done = subprocess.run([sys.executable, os.path.join(HERE, '..', 'scenarios', 'random_crashes.py'), tenon, '--count', '4', '--seed',
                           str(1000 + part), '--s3', moto.url], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    print(done.stdout.strip(), flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    return failed + (done.returncode != 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('tenon')
    parser.add_argument('--part', default='0/1')
    parser.add_argument('--stories', action='store_true')
    parser.add_argument('--meddle', action='store_true', help='somebody who knows nothing of the journal writes the state in between')
    parser.add_argument('--step', type=int)
    parser.add_argument('--request', type=int)
    options = parser.parse_args()
    part, parts = (int(x) for x in options.part.split('/'))
    tenon = os.path.abspath(options.tenon)
    python = with_moto.run_with_moto_python()
    scratch = tempfile.mkdtemp(prefix='tenon-s3-crashes-')
    failed = told = 0
    try:
        with with_moto.Moto(python) as moto:
            world = World(tenon, moto, RequestProxy(moto.url), scratch)
            world.start()
            if options.stories:
                return 1 if tell_stories(tenon, moto, part, parts) else 0
            for step, (command, _, _) in enumerate(STEPS):
                for number in range(1, 200):
                    if number % parts != part or (options.step not in (None, step)) or (options.request not in (None, number)):
                        continue
                    ended = False
                    for when in ('before', 'after'):
                        try:
                            killed = tell(world, step, number, when, options.meddle)
                        except (AssertionError, subprocess.SubprocessError) as why:
                            failed += 1
                            print(f'FAILED step {step} ({command}), request {number}, {when}: {why}', flush=True)
                            continue
                        finally:
                            world.proxy.clear()
                        if not killed:
                            ended = True
                            break
                        told += 1
                        print(f'holds: {command} killed {killed}', flush=True)
                    if ended:
                        break
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f'{told} kills survived, {failed} not')
    return 1 if failed or not told else 0


if __name__ == '__main__':
    sys.exit(main())
