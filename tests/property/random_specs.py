#!/usr/bin/env python3
"""Properties of planning and applying, on random configurations over the fake cloud, terraform_data,
null_resource and random values: modules with count and for_each, nested ones, values that only apply tells, every lifecycle rule.

  random_specs.py BINARY [--count N] [--seed S]

For each configuration: plan and apply succeed; the plan after that is empty, with and without no-op certificates; after a random edit the plan is the same with and without
certificates, and its file has the same bytes with 1, 2 and 8 threads; destroy leaves nothing, in the state or in the cloud. Prints the seed of a failure, with which it can be run again alone.
"""
import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

parser = argparse.ArgumentParser()
parser.add_argument('binary')
parser.add_argument('--count', type=int, default=60)
parser.add_argument('--seed', type=int, default=1)
options = parser.parse_args()
binary = os.path.abspath(options.binary)


class Generator:
    """A random configuration: resources in layers, each referring to earlier ones, some of them in modules."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def value(self):
        r = self.random
        return r.choice(['"x"', '"${1 + 2}y"', '[1, 2, 3]', '{ a = 1, b = ["z"] }', 'true', '12345678901234567890', 'null', 'toset(["q", "p"])', 'upper("é")'])

    def reference(self, names):
        r = self.random
        if not names or r.random() < 0.3:
            return self.value()
        name, repetition = r.choice(names)
        attribute = r.choice(['id', 'output', 'input'])
        if repetition == 'count':
            return r.choice([f'{name}[*].{attribute}', f'length({name})', f'try({name}[0].{attribute}, "none")'])
        if repetition == 'for_each':
            return r.choice([f'[for k, v in {name} : v.{attribute}]', f'keys({name})', f'try({name}["a"].{attribute}, "none")'])
        return r.choice([f'{name}.{attribute}', f'"${{{name}.id}}-s"', f'{{ v = {name}.{attribute} }}'])

    def resource(self, name, names):
        r = self.random
        repetition = r.choice(['', '', 'count', 'for_each'])
        lines = []
        if repetition == 'count':
            lines.append(f'  count = {r.randrange(4)}')
        if repetition == 'for_each':
            lines.append('  for_each = ' + r.choice(['toset(["a", "b"])', '{ a = 1, c = 2 }', '{ for i in range(3) : "k${i}" => i }', 'toset([])']))
        own = {'count': ', count.index', 'for_each': ', each.key'}.get(repetition, '')
        lines.append(f'  input = [{self.reference(names)}{own}]')
        if r.random() < 0.3:
            # Often something that is known only after apply.
            lines.append(f'  triggers_replace = {self.reference(names)}')
        rules = []
        if r.random() < 0.3:
            rules.append('create_before_destroy = true')
        if r.random() < 0.25:
            rules.append('ignore_changes = ' + r.choice(['[input]', '[input[0]]', '[triggers_replace]', '[input, triggers_replace]', 'all']))
        if names and r.random() < 0.25:
            target, target_repetition = r.choice(names)
            rules.append(f'replace_triggered_by = [{target if target_repetition else r.choice([target, target + ".id", target + ".input"])}]')
        if r.random() < 0.15:
            rules.append('postcondition {\n      condition     = self.id != ""\n      error_message = "No id: ${self.id}."\n    }')
        if names and r.random() < 0.15:
            rules.append(f'precondition {{\n      condition     = try(length({self.reference(names)}) >= 0, true)\n      error_message = "Never."\n    }}')
        if rules:
            lines.append('  lifecycle {\n    ' + '\n    '.join(rules) + '\n  }')
        if names and r.random() < 0.2:
            lines.append(f'  depends_on = [{r.choice(names)[0]}]')
        names.append((f'terraform_data.{name}', repetition))
        return f'resource "terraform_data" "{name}" {{\n' + '\n'.join(lines) + '\n}\n'

    def other(self, name, names):
        """A resource of another type, which takes what comes before as its trigger."""
        r = self.random
        kind, argument = r.choice([('null_resource', 'triggers'), ('random_id', 'keepers'), ('random_password', 'keepers')])
        more = {'null_resource': '', 'random_id': '  byte_length = 4\n', 'random_password': '  length = 12\n'}[kind]
        return f'resource "{kind}" "{name}" {{\n{more}  {argument} = {{ v = jsonencode({self.reference(names)}) }}\n}}\n'

    def fake(self, name, names):
        """Something in the fake cloud, of any of its types, with blocks and values that only apply tells."""
        r = self.random
        kind = r.choice(['thing', 'token', 'tagged', 'scanned', 'unrecoverable', 'slow'])
        repetition = r.choice(['', '', 'count', 'for_each'])
        own = {'': f'"{name}"', 'count': f'"{name}-${{count.index}}"', 'for_each': f'"{name}-${{each.key}}"'}[repetition]
        lines = {'': [], 'count': [f'  count = {r.randrange(3)}'], 'for_each': ['  for_each = toset(["a", "b"])']}[repetition]
        lines += [f'  name = {own}', f'  size = {r.randrange(5)}', f'  needs = [jsonencode({self.reference(names)})]']
        if r.random() < 0.4:
            lines.append(f'  tags = {{ v = jsonencode({self.reference(names)}) }}')
        if r.random() < 0.3:
            lines.append(r.choice(['  zone = "z9"', '  secret = "s"']))
        for i in range(r.randrange(3)):
            lines.append(f'  rule {{\n    port = {80 + i}\n    note = "n"\n  }}')
        if r.random() < 0.3:
            lines.append('  dynamic "member" {\n    for_each = toset(["x", "y"])\n    content {\n      who = member.value\n    }\n  }')
        if r.random() < 0.3:
            # Its name is free again before it is taken: create_before_destroy would need another name.
            lines.append('  lifecycle {\n    ignore_changes = ' + r.choice(['[size]', '[tags]', '[needs]']) + '\n  }')
        text = f'resource "fake_{kind}" "{name}" {{\n' + '\n'.join(lines) + '\n}\n'
        reach = {'': f'fake_{kind}.{name}.arn', 'count': f'fake_{kind}.{name}[*].id', 'for_each': f'[for k, v in fake_{kind}.{name} : v.zone]'}[repetition]
        text += f'resource "terraform_data" "of_{name}" {{\n  input = {reach}\n}}\n'
        names.append((f'terraform_data.of_{name}', ''))
        return text

    def module(self, resources, nested=None):
        names = []
        text = 'variable "in" {\n  default = null\n}\n'
        text += f'locals {{\n  l = {self.value()}\n}}\n'
        for i in range(resources):
            text += self.resource(f'r{i}', names)
        if nested:
            head = self.random.choice(['', '  count = 2\n', '  for_each = { for i in range(2) : "n${i}" => i }\n'])
            text += f'module "nested" {{\n  source = "../{nested}"\n{head}  in = {self.reference(names)}\n}}\n'
            text += 'resource "terraform_data" "of_nested" {\n  input = module.nested\n}\n'
        text += f'output "out" {{\n  value = [var.in, {self.reference(names)}, local.l]\n}}\n'
        return text

    def files(self):
        r = self.random
        files = {'main.tf': '', 'versions.tf': 'terraform {\n  required_providers {\n    fake = { source = "tenon/fake" }\n  }\n}\n'}
        names = []
        for i in range(r.randrange(1, 4)):
            folder = f'm{i}'
            nested = r.choice([None, None, f'n{i}'])
            if nested:
                files[f'{nested}/main.tf'] = self.module(r.randrange(1, 3))
            files[f'{folder}/main.tf'] = self.module(r.randrange(1, 4), nested)
            repetition = r.choice(['', 'count', 'for_each'])
            head = {'': '', 'count': f'  count = {r.randrange(1, 3)}\n', 'for_each': '  for_each = { x = 1, y = 2 }\n'}[repetition]
            files['main.tf'] += f'module "m{i}" {{\n  source = "./{folder}"\n{head}  in = {self.reference(names)}\n}}\n'
            if names and r.random() < 0.2:
                files['main.tf'] = files['main.tf'][:-2] + f'  depends_on = [{r.choice(names)[0]}]\n}}\n'
            out = {'': f'module.m{i}.out', 'count': f'module.m{i}[*].out', 'for_each': f'[for k, v in module.m{i} : v.out]'}[repetition]
            files['main.tf'] += f'locals {{\n  o{i} = {out}\n}}\n'
            files['main.tf'] += self.resource(f'r{i}', names)
            files['main.tf'] += self.other(f'o{i}', names)
            files['main.tf'] += self.fake(f'f{i}', names)
            files['main.tf'] += f'resource "terraform_data" "u{i}" {{\n  input = local.o{i}\n}}\n'
            names.append((f'terraform_data.u{i}', ''))
        files['main.tf'] += f'output "all" {{\n  value = {self.reference(names)}\n}}\n'
        return files


def run(folder, *arguments, threads=None, fine=(0,)):
    env = dict(os.environ, NO_COLOR='1', SOURCE_DATE_EPOCH='1700000000', TENON_FAKE_CLOUD=os.path.join(folder, 'cloud'))
    if threads:
        env['TENON_THREADS'] = str(threads)
    done = subprocess.run([binary, *arguments], cwd=folder, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)
    if done.returncode not in fine:
        raise AssertionError(f'{" ".join(arguments)}: exit {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}')
    return done.stdout


def write(folder, files):
    for name, text in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        open(path, 'w').write(text)


def one(seed):
    folder = tempfile.mkdtemp(prefix='property-')
    try:
        write(folder, Generator(seed).files())
        run(folder, 'apply', '-auto-approve')
        run(folder, 'plan', '-detailed-exitcode')
        run(folder, 'plan', '-detailed-exitcode', '-certificates=false')
        # Another configuration over the same state: a mixture of everything that can change.
        write(folder, Generator(seed + 1_000_000).files())
        plans = []
        for threads, certificates in ((1, 'true'), (2, 'true'), (8, 'true'), (2, 'false')):
            run(folder, 'plan', f'-out=p{threads}{certificates}', f'-certificates={certificates}', threads=threads)
            plans.append(open(os.path.join(folder, f'p{threads}{certificates}'), 'rb').read())
        if len(set(plans)) != 1:
            raise AssertionError('the plan depends on the number of threads or on certificates')
        run(folder, 'apply', 'p2true')
        run(folder, 'plan', '-detailed-exitcode')
        json.loads(run(folder, 'show', '-json'))
        run(folder, 'destroy', '-auto-approve')
        if run(folder, 'state', 'list').strip():
            raise AssertionError('destroy left something')
        left = os.listdir(os.path.join(folder, 'cloud', 'objects'))
        if left:
            raise AssertionError(f'left in the cloud: {left}')
    finally:
        shutil.rmtree(folder, ignore_errors=True)


failed = 0
for seed in range(options.seed, options.seed + options.count):
    try:
        one(seed)
    except (AssertionError, subprocess.TimeoutExpired) as problem:
        failed += 1
        print(f'seed {seed}: {problem}\n')
        if failed >= 5:
            break
print(f'{options.count - failed} passed, {failed} failed')
sys.exit(1 if failed else 0)
