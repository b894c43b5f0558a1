#!/usr/bin/env python3
"""Runs one story: a configuration, a fake cloud that misbehaves as told, commands, and what must come of them.

  run_story.py BINARY STORY [--keep] [--verbose] [--s3 ENDPOINT | --local]

The format is described in docs/testing.md. Exit 0 where the story holds; else the step that does not, with what was printed.
"""
import argparse
import fcntl
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument('binary')
parser.add_argument('story')
parser.add_argument('--keep', action='store_true', help='leave the folder there, and say where it is')
parser.add_argument('--verbose', action='store_true', help='show every command and what it printed')
parser.add_argument('--s3', metavar='ENDPOINT', help='keep the state in the bucket "states" there, and run each command on a machine that has seen nothing')
parser.add_argument('--local', action='store_true', help="keep the state in a file in Terraform's format, beside the store")
options = parser.parse_args()

HEADING = re.compile(r'^-- (.+?) --$')
REQUIREMENT = 'terraform {\n  required_providers {\n    fake = { source = "tenon/fake" }\n  }\n}\n'
# Without a lock: one that a killed run leaves behind would have to be forced open, which tests/aws/s3_crashes.py does.
BACKEND = ('terraform {\n  backend "s3" {\n    bucket = "states"\n    key = "%s"\n    region = "us-east-1"\n    use_path_style = true\n  }\n}\n')
COMMANDS = {
    'plan': ['-no-color', '-input=false'],
    'apply': ['-no-color', '-input=false', '-auto-approve'],
    'destroy': ['-no-color', '-input=false', '-auto-approve'],
}


class Broken(Exception):
    pass


def parse(text):
    """The title, and the steps: (heading, line number, body lines)."""
    title, steps = [], []
    for number, line in enumerate(text.split('\n'), 1):
        heading = HEADING.match(line)
        if heading:
            steps.append((heading.group(1), number, []))
        elif steps:
            steps[-1][2].append(line)
        elif line.strip():
            title.append(line.strip())
    return ' '.join(title), steps


class Story:
    def __init__(self, binary, folder):
        self.binary = binary
        self.folder = os.path.join(folder, 'work')
        self.cloud = os.path.join(folder, 'cloud')
        self.script = os.path.join(folder, 'script')
        os.makedirs(self.folder)
        os.makedirs(os.path.join(self.cloud, 'objects'))
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(('TF_', 'TENON_', 'AWS_'))}
        self.env.update(TENON_FAKE_CLOUD=self.cloud, TENON_FAKE_SCRIPT=self.script, TENON_SETTLE_SECONDS='0')
        if options.s3:
            self.env.update(AWS_ENDPOINT_URL=options.s3, AWS_ACCESS_KEY_ID='test', AWS_SECRET_ACCESS_KEY='test', AWS_EC2_METADATA_DISABLED='true')
            with open(os.path.join(self.folder, 'backend_of_story.tf'), 'w') as file:
                file.write(BACKEND % (os.path.basename(folder) + '.tfstate'))
        if options.local:
            with open(os.path.join(self.folder, 'backend_of_story.tf'), 'w') as file:
                file.write('terraform {\n  backend "local" {\n    path = "story.tfstate"\n  }\n}\n')
        self.background = None
        self.printed = ''
        self.last = ('', '')
        open(self.script, 'w').close()

    # --- the cloud's folder, as the provider keeps it
    def locked(self):
        lock = open(os.path.join(self.cloud, 'lock'), 'a')
        fcntl.flock(lock, fcntl.LOCK_EX)
        return lock

    def objects(self):
        with self.locked():
            found = []
            for name in sorted(os.listdir(os.path.join(self.cloud, 'objects'))):
                if name.endswith('.json'):
                    with open(os.path.join(self.cloud, 'objects', name)) as file:
                        found.append(json.load(file))
            return found

    def store(self, thing):
        with self.locked():
            path = os.path.join(self.cloud, 'objects', thing['id'] + '.json')
            with open(path + '.new', 'w') as file:
                json.dump(thing, file)
            os.rename(path + '.new', path)

    def named(self, name):
        found = [o for o in self.objects() if name in (o['value']['name'], o['type'] + '.' + o['value']['name'])]
        if len(found) != 1:
            raise Broken(f'the cloud holds {len(found)} objects named {name}')
        return found[0]

    def calls(self):
        """(operation, type.name, id, outcome, begin, end) of every call so far."""
        path = os.path.join(self.cloud, 'calls.log')
        if not os.path.exists(path):
            return []
        with open(path) as file:
            return [tuple(line.split()) for line in file if not line.startswith('started ')]

    def calls_of(self, operation, name):
        return [c for c in self.calls() if c[0] == operation and name in (c[1], c[1].split('.', 1)[1])]

    # --- commands
    def command(self, arguments):
        words = shlex.split(arguments)
        return [self.binary, words[0]] + COMMANDS.get(words[0], []) + words[1:]

    def move_to_another_machine(self):
        known = os.path.exists(os.path.join(self.folder, '.terraform', 'terraform.tfstate'))
        if options.s3 or (options.local and not known):
            shutil.rmtree(os.path.join(self.folder, '.terraform'), ignore_errors=True)
            done = subprocess.run([self.binary, 'init', '-input=false'], cwd=self.folder, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            if done.returncode != 0:
                raise Broken(f'init: {done.stdout.decode()}')

    def run(self, arguments, expect, body):
        self.move_to_another_machine()
        command = self.command(arguments)
        if expect in ('empty', 'changes'):
            command.insert(2, '-detailed-exitcode')
        done = subprocess.run(command, cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=60)
        self.judge(arguments, done.returncode, done.stdout.decode(), expect, body)
        if expect == 'empty':
            self.agree()
            if '-certificates=false' not in arguments:
                self.run(arguments + ' -certificates=false', expect, [])

    def judge(self, arguments, code, output, expect, body):
        self.last = (arguments, output)
        self.printed += output
        if options.verbose:
            print(f'$ tenon {arguments}    [{code}]\n{output}')
        wanted = {'empty': 0, 'changes': 2, 'crash': -signal.SIGKILL}.get(expect)
        if wanted is None:
            wanted = int(expect.split()[1]) if expect.startswith('exit ') else 0
        if code != wanted and expect != 'anything':
            raise Broken(f'exit code {code}, expected {wanted}')
        at = 0
        lines = output.split('\n')
        for line in (x.strip() for x in body):
            if not line:
                continue
            if line.startswith('! '):
                if line[2:] in output:
                    raise Broken(f'this must not be printed: {line[2:]}')
                continue
            while at < len(lines) and line not in lines[at]:
                at += 1
            if at == len(lines):
                raise Broken(f'this is not printed{" (there)" if line in output else ""}: {line}')
            at += 1

    def show(self):
        done = subprocess.run([self.binary, 'show', '-json'], cwd=self.folder, env=self.env, stdout=subprocess.PIPE)
        found = []

        def walk(module):
            found.extend(module.get('resources', []))
            for child in module.get('child_modules', []):
                walk(child)
        walk(json.loads(done.stdout).get('values', {}).get('root_module', {}))
        return found

    def agree(self):
        """Nothing to do means: what the state knows and what the cloud holds is the same."""
        state = sorted(r['values']['id'] for r in self.show() if r['mode'] == 'managed' and r['type'].startswith('fake_'))
        cloud = sorted(o['id'] for o in self.objects() if o['intent'] != 'somebody else')
        if state != cloud:
            raise Broken(f'the state knows {state}, the cloud holds {cloud}')

    # --- steps
    def step(self, heading, body):
        head, _, expect = heading.partition(': expect ')
        word = head.split()[0]
        if word in COMMANDS:
            self.run(head, expect, body)
        elif word == 'run':
            self.run(head[4:], expect, body)
        elif word == 'start':
            if self.background:
                raise Broken('one command in the background is enough')
            self.background = (head[6:], subprocess.Popen(self.command(head[6:]), cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL,
                                                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT))
        elif word == 'finish':
            arguments, process = self.background
            self.background = None
            output, _ = process.communicate(timeout=60)
            self.judge(arguments, process.returncode, output.decode(), expect, body)
        elif heading.startswith('wait for: '):
            self.wait_for(heading[10:])
        elif heading.startswith('interrupt'):
            self.background[1].send_signal(signal.SIGINT)
            time.sleep(0.05)  # two at once would be one
        elif heading.startswith('cloud:'):
            with open(self.script, 'w') as file:
                file.write('\n'.join([heading[6:].strip()] + body))
            for name in os.listdir(self.cloud):
                if name.startswith('used_'):
                    os.remove(os.path.join(self.cloud, name))
        elif heading.startswith('cloud holds:'):
            self.same('the cloud', [o['type'] + '.' + o['value']['name'] for o in self.objects()], heading[12:], body)
        elif heading.startswith('state holds:'):
            done = subprocess.run([self.binary, 'state', 'list'], cwd=self.folder, env=self.env, stdout=subprocess.PIPE)
            self.same('the state', done.stdout.decode().split('\n'), heading[12:], body)
        elif heading.startswith('cloud object '):
            self.object_is(heading[13:], body)
        elif heading.startswith('out of band: '):
            self.out_of_band(shlex.split(heading[13:]))
        elif heading.startswith('calls: '):
            self.calls_are(heading[7:].split())
        elif heading.startswith('environment: '):
            name, _, value = heading[13:].partition('=')
            self.env[name] = value
        elif heading.startswith('nowhere: '):
            self.nowhere(heading[9:])
        elif heading.startswith('without '):
            os.remove(os.path.join(self.folder, heading[8:]))
        elif '.' in heading and ' ' not in heading:
            self.write(heading, '\n'.join(body) + '\n')
        else:
            raise Broken('there is no such step')

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w') as file:
            file.write(text)
        if name.endswith('.tf') and 'required_providers' not in text:
            with open(os.path.join(os.path.dirname(path), 'versions_of_story.tf'), 'w') as file:
                file.write(REQUIREMENT)

    def same(self, where, found, inline, body):
        wanted = sorted(x.strip() for x in ','.join([inline] + body).split(',') if x.strip())
        found = sorted(x for x in found if x)
        if wanted == ['nothing']:
            wanted = []
        if wanted != found:
            raise Broken(f'{where} holds {", ".join(found) or "nothing"}')

    def object_is(self, name, body):
        thing = self.named(name)
        for line in (x.strip() for x in body):
            if not line:
                continue
            key, _, wanted = line.partition(': ')
            found = thing['secret_wo'] if key == 'secret_wo' else thing['value'].get(key)
            if found != json.loads(wanted):
                raise Broken(f'{name}: {key} is {json.dumps(found)}, expected {wanted}')

    def out_of_band(self, words):
        if words[0] == 'change':
            thing = self.named(words[1])
            thing['value'][words[2]] = json.loads(words[3])
            self.store(thing)
        elif words[0] == 'remove':
            os.remove(os.path.join(self.cloud, 'objects', self.named(words[1])['id'] + '.json'))
        elif words[0] == 'create':
            kind, name = words[1].split('.')
            identity = 'foreign-' + name
            value = dict.fromkeys(('needs', 'parent', 'secret', 'secret_wo', 'size', 'tags'))
            value.update(name=name, id=identity, arn='arn:fake:here:' + identity, revision=1, zone='here-a', rule=[], member=[])
            for more in words[2:]:
                key, _, text = more.partition('=')
                value[key] = json.loads(text)
            self.store({'type': kind, 'id': identity, 'token': '', 'intent': 'somebody else', 'secret_wo': '', 'active': True, 'visible_at': 0,
                        'value': value})
        else:
            raise Broken('out of band: change NAME ATTRIBUTE JSON, remove NAME, or create TYPE.NAME [ATTRIBUTE=JSON …]')

    def calls_are(self, words):
        if words == ['none']:
            effects = [c for c in self.calls() if c[0] not in ('read', 'find')]
            if effects:
                raise Broken(f'there were calls: {effects}')
            return
        if len(words) == 3:
            found = self.calls_of(words[0], words[1])
            if len(found) != int(words[2]):
                raise Broken(f'{len(found)} calls: {found}')
            return
        operation, name, relation, other, second = words
        first, then = self.calls_of(operation, name), self.calls_of(other, second)
        if not first or not then:
            raise Broken(f'calls: {first}, {then}')
        if relation == 'before':
            if not max(int(c[5]) for c in first) <= min(int(c[4]) for c in then):
                raise Broken(f'it was the other way round: {first}, {then}')
        elif relation == 'overlaps':
            if not any(int(a[4]) < int(b[5]) and int(b[4]) < int(a[5]) for a in first for b in then):
                raise Broken(f'they did not overlap: {first}, {then}')
        else:
            raise Broken('calls: OPERATION NAME COUNT, or OPERATION NAME before|overlaps OPERATION NAME')

    def wait_for(self, text):
        """Until the cloud saw a call; or five seconds."""
        for _ in range(1000):
            with open(os.path.join(self.cloud, 'calls.log'), 'a+') as file:
                file.seek(0)
                if any(line.startswith(text) for line in file):
                    return
            time.sleep(0.005)
        raise Broken('that call did not come')

    def nowhere(self, text):
        if text in self.printed:
            raise Broken('it was printed')
        for folder, _, names in os.walk(self.folder):
            for name in names:
                if name.endswith(('.tf', '.yaml')):
                    continue
                with open(os.path.join(folder, name), 'rb') as file:
                    if text.encode() in file.read():
                        raise Broken(f'it stands in the file {name}')


def variants(text):
    """A story with `-- for WORD in a b c --` lines is told once for each, with <WORD> replaced; several multiply."""
    loops = re.findall(r'^-- for (\w+) in (.+) --\n', text, re.M)
    text = re.sub(r'^-- for \w+ in .+ --\n', lambda m: '\n' * m.group(0).count('\n'), text, flags=re.M)
    told = [('', text)]
    for word, values in loops:
        told = [(f'{label} {word}={value}', each.replace(f'<{word}>', value)) for label, each in told for value in (v.replace(':', ' ') for v in values.split())]
    return told


def tell(label, title, steps):
    # In memory where that can be had: what a story proves survives kill -9, not a power cut.
    folder = tempfile.mkdtemp(prefix='story-', dir='/dev/shm' if os.access('/dev/shm', os.W_OK) else None)
    story = Story(os.path.abspath(options.binary), folder)
    try:
        for heading, number, body in steps:
            try:
                story.step(heading, body)
            except (Broken, subprocess.TimeoutExpired, OSError, ValueError, KeyError) as why:
                command, output = story.last
                sys.exit(f'{options.story}:{number}:{label} {title}\n-- {heading} --\n{why}\n\n$ tenon {command}\n{output}\n'
                         f'scripted: {open(story.script).read().strip()}\ncalls:\n' + '\n'.join(' '.join(c[:4]) for c in story.calls()))
    finally:
        if story.background:
            story.background[1].kill()
            story.background[1].wait()
        if options.keep:
            print(folder)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def main():
    told = variants(open(options.story).read())
    for label, text in told:
        title, steps = parse(text)
        if not title or not steps:
            sys.exit(f'{options.story}: a story has a title line and steps')
        tell(label, title, steps)
    print(f'holds{" in " + str(len(told)) + " variants" if len(told) > 1 else ""}: {title}')


main()
