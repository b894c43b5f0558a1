#!/usr/bin/env python3
"""Random stories: a configuration, an edit of it, and kills and lost answers at random calls on the way.

  random_crashes.py BINARY [--count N] [--seed S] [--s3 ENDPOINT]

Whatever happens, running on must end in an empty plan with state and cloud agreeing, and destroy must leave nothing.
"""
import argparse
import os
import random
import subprocess
import sys

parser = argparse.ArgumentParser()
parser.add_argument('binary')
parser.add_argument('--count', type=int, default=10)
parser.add_argument('--seed', type=int, default=1)
parser.add_argument('--s3', metavar='ENDPOINT', help='as of run_story.py')
options = parser.parse_args()
RUNNER = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'run_story.py')
TYPES = ['fake_thing', 'fake_token', 'fake_tagged', 'fake_scanned', 'fake_slow']


class Resource:
    def __init__(self, chance, number, earlier):
        self.number = number
        self.type = chance.choice(TYPES)
        self.generation = 1
        self.size = 1
        self.create_first = chance.random() < 0.3
        self.count = chance.choice([None, None, None, 2, 3])
        self.inside = chance.choice(earlier) if earlier and chance.random() < 0.4 else None
        self.needs = chance.sample(earlier, min(len(earlier), chance.randrange(3)))

    def address(self):
        return f'{self.type}.r{self.number}'

    def one_id(self):
        return f'{self.address()}{"[0]" if self.count else ""}.id'

    def text(self, there):
        lines = [f'resource "{self.type}" "r{self.number}" {{']
        if self.count:
            lines.append(f'  count = {self.count}')
        name = f'r{self.number}-{self.generation}'
        if self.count:
            name += '-${count.index}'
        if self.inside in there:
            # What cannot move to another parent is replaced with it.
            name += '-${' + self.inside.one_id() + '}'
            lines.append(f'  parent = {self.inside.one_id()}')
        lines.append(f'  name = "{name}"')
        lines.append(f'  size = {self.size}')
        needs = [r for r in self.needs if r in there]
        if needs:
            lines.append('  needs = [' + ', '.join(r.one_id() for r in needs) + ']')
        if self.create_first:
            lines.append('  lifecycle { create_before_destroy = true }')
        return '\n'.join(lines + ['}'])


def configuration(resources):
    return '-- main.tf --\n' + '\n'.join(r.text(resources) for r in resources) + '\n'


def trouble(chance, resources, operations):
    rules = set()
    for _ in range(chance.randrange(1, 4)):
        operation = chance.choice(operations)
        target = f'r{chance.choice(resources).number}-*'
        rules.add(chance.choice([f'crash before {operation} {target}', f'crash after {operation} {target}', f'lose response of {operation} {target}']))
    return sorted(rules)


def story(seed):
    chance = random.Random(seed)
    resources = []
    for number in range(chance.randrange(2, 7)):
        resources.append(Resource(chance, number, list(resources)))
    text = f'Random story {seed}.\n' + configuration(resources)

    def troubled(command, operations):
        rules = trouble(chance, resources, operations)
        told = '-- cloud: --\n' + '\n'.join(rules) + '\n'
        told += ''.join(f'-- {command}: expect anything --\n' for _ in range(len(rules)))
        return told + f'-- {command} --\n'

    if chance.random() < 0.5:
        text += troubled('apply', ['create', 'create', 'activate'])
    else:
        text += '-- apply --\n'
    text += '-- plan: expect empty --\n'
    for _ in range(chance.randrange(1, 3)):
        before = list(resources)
        for resource in before:
            event = chance.random()
            if event < 0.25:
                resource.generation += 1
            elif event < 0.5:
                resource.size += 1
            elif event < 0.6 and resource.count:
                resource.count = 5 - resource.count
            elif event < 0.7 and len(resources) > 1:
                resources.remove(resource)
        if chance.random() < 0.5:
            resources.append(Resource(chance, max(r.number for r in before) + 1, list(resources)))
        text += configuration(resources) + troubled('apply', ['create', 'update', 'remove', 'activate']) + '-- plan: expect empty --\n'
    return text + troubled('destroy', ['remove']) + '-- cloud holds: nothing --\n-- state holds: nothing --\n'


for each in range(options.seed, options.seed + options.count):
    path = f'random-{each}.story'
    with open(path, 'w') as file:
        file.write(story(each))
    more = ['--s3', options.s3] if options.s3 else []
    done = subprocess.run([sys.executable, '-I', '-S', RUNNER, options.binary, path, *more], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        sys.exit(f'seed {each} ({path} is kept):\n{done.stdout.decode()}')
    os.remove(path)
print(f'{options.count} random stories hold, from seed {options.seed}')
