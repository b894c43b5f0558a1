#!/usr/bin/env python3
"""Property: what is marked sensitive appears in no output but those that programs read.

  secrets.py BINARY [--count N] [--seed S] [--keep]

Each random configuration gets secrets (variables by every way in, generated passwords, values joined from halves) and passes
them through functions, templates, conditionals, loops, modules and arguments. Every command runs over it, before and after
applying, after a rotation of the secrets, after an out-of-band change and at destroying; then the same configuration with one
statement that fails because of a secret. Nothing that a command prints may hold a secret or an easily reversed form of one;
`show -json`, `output -json` and `output -raw` must. Prints the seed of a failure, with which it can be run again alone.
"""
import argparse
import base64
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

parser = argparse.ArgumentParser()
parser.add_argument('binary')
parser.add_argument('--count', type=int, default=20)
parser.add_argument('--seed', type=int, default=1)
parser.add_argument('--keep', action='store_true', help='keep the folder of a failure')
options = parser.parse_args()
binary = os.path.abspath(options.binary)

VARIABLES = '''
variable "s" {
  type      = string
  sensitive = true
}
variable "num" {
  type      = number
  sensitive = true
}
variable "list" {
  type      = list(string)
  sensitive = true
}
variable "map" {
  type      = map(string)
  sensitive = true
}
variable "object" {
  type = object({
    user = string
    key  = optional(string, "none")
  })
  sensitive = true
}
variable "first" {
  type = string
}
variable "second" {
  type = string
}
locals {
  joined = sensitive("${var.first}${var.second}")
}
'''


class Secrets:
    """The values of one run. `plain` are the halves, which may be shown; their join may not."""

    def __init__(self, chance):
        word = lambda: 'Zq' + ''.join(chance.choice('bcdfghjkmnpqrstvwxz') for _ in range(14))
        self.s, self.item, self.value, self.user = word(), word(), word(), word()
        self.number = str(chance.randrange(10**14, 10**15))
        self.first, self.second = word(), word()

    def hidden(self):
        return [self.s, self.item, self.value, self.user, self.number, self.first + self.second]

    def environment(self):
        return {'TF_VAR_s': self.s, 'TF_VAR_map': json.dumps({'k': self.value})}

    def tfvars(self):
        return f'list = ["{self.item}", "open"]\nobject = {{\n  user = "{self.user}"\n}}\n'

    def arguments(self):
        return ['-var', f'num={self.number}', '-var', f'first={self.first}', '-var', f'second={self.second}']


def forms(secret):
    """A secret as it may turn up: itself, in other cases, reversed, encoded. (A digest of it is no secret: local_file's id is one.)"""
    raw = secret.encode()
    found = {secret, secret.upper(), secret.lower(), secret[::-1], raw.hex()}
    found.update(base64.b64encode(b'x' * skip + raw)[4 if skip else 0:-4].decode() for skip in range(3))
    return {form for form in found if len(form) >= 12}


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self, depth=2):
        """An expression whose value is a string that holds a secret."""
        r = self.random
        if depth == 0 or r.random() < 0.3:
            return r.choice(['var.s', 'var.s', 'local.joined', 'var.list[0]', 'var.map["k"]', 'var.map.k', 'var.object.user', 'tostring(var.num)',
                             'one(slice(var.list, 0, 1))', 'element(var.list, 0)', 'lookup(var.map, "k", "none")'])
        inner = self.text(depth - 1)
        return r.choice([
            f'"a-${{{inner}}}-b"', f'upper({inner})', f'format("%s/%s", "x", {inner})', f'join(",", ["a", {inner}])', f'replace({inner}, "~", "-")',
            f'jsonencode({{ p = {inner} }})', f'yamlencode([{inner}])', f'true ? {inner} : "none"', f'{inner} == "x" ? "none" : {inner}',
            f'coalesce(null, {inner})', f'trimspace(" ${{{inner}}} ")', f'base64encode({inner})', f'strrev({inner})', f'try({inner}, "none")',
            f'split("~", {inner})[0]', f'jsondecode(jsonencode({inner}))', f'"%{{ if true }}${{{inner}}}%{{ endif }}"', f'sha256({inner})',
            f'[for v in [{inner}] : v][0]', f'values({{ p = {inner} }})[0]', f'merge({{ p = "x" }}, {{ p = {inner} }}).p', f'flatten([[{inner}]])[0]',
            f'"%{{ for v in [{inner}] }}${{v}}%{{ endfor }}"', f'nonsensitive("open") == "open" ? {inner} : "none"', f'substr("..${{{inner}}}", 2, -1)',
            f'regex(".*", {inner})', f'sensitive({inner})', f'format("%q", {inner})', f'indent(2, {inner})', f'tolist([{inner}])[0]',
            f'zipmap(["p"], [{inner}])["p"]', f'templatestring(local.template, {{ v = {inner} }})'])

    def value(self):
        r = self.random
        t = self.text
        return r.choice([lambda: t(), lambda: t(), lambda: f'[{t()}, "open"]', lambda: f'{{ p = {t()}, q = 1 }}', lambda: f'{{ deep = [{{ p = {t()} }}] }}',
                         lambda: 'var.object', lambda: 'var.list', lambda: 'var.map', lambda: 'toset(var.list)', lambda: 'var.num + 0',
                         lambda: f'{{ for k, v in {{ a = {t()} }} : k => v }}', lambda: f'[for v in var.list : "<${{v}}>"]', lambda: f'toset([{t()}])',
                         lambda: f'{{ (var.s) = 1 }}', lambda: f'concat([{t()}], ["open"])', lambda: 'var.list[*]', lambda: '{ p = var.map, q = [var.object] }'])()

    def resource(self, name):
        r = self.random
        lines = []
        repetition = r.choice(['', '', 'count', 'for_each'])
        here = self.value()
        if repetition == 'count':
            lines.append('count = 2')
        if repetition == 'for_each':
            lines.append(f'for_each = {{ a = {self.text()}, b = "open" }}')
            here = r.choice(['each.value', '"${each.key}=${each.value}"', here])
        kind = r.choice(['terraform_data', 'terraform_data', 'null_resource', 'local_file', 'random_password', 'random_id'])
        if kind == 'terraform_data':
            lines.append(f'input = {here}')
            if r.random() < 0.5:
                lines.append(f'triggers_replace = [{self.value()}]')
        elif kind == 'null_resource':
            lines.append(f'triggers = {{ p = {self.text()}, q = "open" }}')
        elif kind == 'local_file':
            key = {'': '', 'count': '-${count.index}', 'for_each': '-${each.key}'}[repetition] + ('-${var.tag}' if name == 'inner' else '')
            lines.append(f'filename = "${{path.module}}/{name}{key}.txt"')
            lines.append(f'{r.choice(["content", "content", "sensitive_content"])} = {self.text()}')
        else:
            lines.append('length = 24' if kind == 'random_password' else 'byte_length = 12')
            lines.append(f'keepers = {{ p = {self.text()} }}')
        if r.random() < 0.2:
            lines.append('lifecycle {\n    create_before_destroy = true\n  }')
        elif r.random() < 0.3:
            lines.append(f'lifecycle {{\n    postcondition {{\n      condition     = ({self.text()}) != "x"\n      error_message = "No: it is x."\n    }}\n  }}')
        return f'resource "{kind}" "{name}" {{\n  ' + '\n  '.join(lines) + '\n}\n'

    def files(self):
        r = self.random
        prelude = VARIABLES + 'locals {\n  template = "<$${v}>"\n}\n'
        main = prelude
        for i in range(r.randrange(2, 6)):
            main += self.resource(f'r{i}')
        main += 'resource "random_password" "generated" {\n  length  = 24\n  special = false\n}\n'
        main += 'resource "terraform_data" "uses_generated" {\n  triggers_replace = random_password.generated.result\n}\n'
        main += 'resource "local_file" "drifts" {\n  filename = "${path.module}/drifts.txt"\n  content  = var.s\n}\n'
        passed = ''.join(f'  {name} = {"var." + name}\n' for name in ('s', 'num', 'list', 'map', 'object', 'first', 'second'))
        repetition = r.choice(['', '  count = 2', '  for_each = toset(["x"])'])
        tag = {'': '""', '  count = 2': 'count.index'}.get(repetition, 'each.key')
        main += f'module "m" {{\n  source = "./m"\n{repetition}\n{passed}  tag = {tag}\n}}\n'
        main += f'output "by_module" {{\n  value     = module.m\n  sensitive = true\n}}\n'
        main += f'output "text" {{\n  value     = {self.text()}\n  sensitive = true\n}}\n'
        main += f'output "value" {{\n  value     = {self.value()}\n  sensitive = true\n}}\n'
        main += 'output "all" {\n  value     = [var.s, local.joined, var.list, var.map, var.object, var.num]\n  sensitive = true\n}\n'
        main += 'output "generated" {\n  value     = random_password.generated.result\n  sensitive = true\n}\n'
        main += 'output "raw" {\n  value     = var.s\n  sensitive = true\n}\n'
        # The module's variables are marked by what they are given, not by what they say.
        module = prelude.replace('  sensitive = true\n', '') + 'variable "tag" {}\n' + self.resource('inner') + f'output "out" {{\n  value = {self.value()}\n}}\n'
        if r.random() < 0.5:
            module = module.replace('output "out" {', 'output "out" {\n  sensitive = true')
        return {'main.tf': main, 'm/main.tf': module}

    def broken(self):
        """A statement that fails because of a secret, when it is validated, planned or applied."""
        r = self.random
        t = self.text(1)
        fails = r.choice([
            f'tonumber({t})', f'parseint({t}, 10)', f'jsondecode("{{${{{t}}}")', f'regex("^~+$", {t})', f'index(["a"], {t})', f'{{ a = 1 }}[{t}]',
            f'lookup({{ a = 1 }}, {t})', f'file({t})', f'file("${{path.module}}/${{{t}}}")', f'templatefile({t}, {{}})', f'timeadd({t}, "1h")', f'timeadd("2020-01-01T00:00:00Z", {t})',
            f'formatdate({t}, "2020-01-01T00:00:00Z")', f'formatdate("YYYY", {t})', f'base64decode("~${{{t}}}")', f'cidrhost({t}, 1)',
            f'cidrsubnet("10.0.0.0/8", 4, {t})', f'format("%d", {t})', f'[1, 2][{t}]', f'{t} + 1', f'{t} && true', f'!{t}', f'{t} > 3', f'{t}.field', f'{t}[0]',
            f'tobool({t})', f'tomap({t})', f'toset({t})', f'length(tonumber({t}))', f'setproduct({t})', f'max({t}, 1)', f'regex({t}, "x") == "[" ? 1 : regex("[${{{t}}}", "x")', f'one([{t}, "y"])[0]',
            f'coalesce("", null, tonumber({t}))', f'substr({t}, "x", 1)', f'range(var.num)', f'[for k in var.num : k]', f'var.object.{"nothing"}', 'var.map["nothing"]', 'var.list[7]',
            f'zipmap([{t}], [])', f'chunklist([1], {t})', f'yamldecode("a: b: ${{{t}}}")', f'csvdecode("a,b\\n${{{t}}}")', f'strcontains({t}, [])', f'templatestring(local.template, {t})',
            f'provider({t})', f'formatlist("%s %s", [{t}])', f'formatlist("%d", [{t}])', f'uuidv5({t}, "x")', f'bcrypt({t}, 99)', f'textdecodebase64({t}, "UTF-8")', f'textencodebase64("x", {t})',
            f'element([], 0 * length({t}))', f'merge({{}}, {t})', f'rsadecrypt({t}, {t})', f'sum([{t}])', f'try(tonumber({t}))', f'timecmp({t}, {t})', f'ceil({t})', f'signum({t})', f'transpose({t})', f'matchkeys([1], [2], {t})',
            f'tonumber("${{{t}}}")', f'-{t}', f'{{ for v in [1, 2] : {t} => v }}', f'filebase64({t})', f'fileset({t}, "[")', f'basename([{t}])', f'urlencode([{t}])', f'convert({t}, number)'])
        uses = r.choice(['local', 'local', 'count', 'for_each', 'for_set', 'precondition', 'output', 'open_output', 'variable', 'message', 'module', 'filename', 'permission', 'length', 'key', 'default', 'dynamic_key'])
        if uses == 'count':
            return f'resource "terraform_data" "broken" {{\n  count = {r.choice([t, "var.num", fails])}\n}}\n'
        if uses == 'for_each':
            return f'resource "terraform_data" "broken" {{\n  for_each = {r.choice(["var.map", "toset(var.list)", fails, t])}\n}}\n'
        if uses == 'for_set':
            return f'resource "terraform_data" "broken" {{\n  for_each = toset([{t}])\n}}\n'
        if uses in ('precondition', 'message'):
            message = f'"Not {{${{{t}}}}}."' if uses == 'message' else '"Not so."'
            kind = r.choice(['precondition', 'postcondition'])
            return (f'resource "terraform_data" "broken" {{\n  lifecycle {{\n    {kind} {{\n      condition     = ({t}) == "x"\n      error_message = {message}\n    }}\n  }}\n}}\n')
        if uses == 'open_output':
            return f'output "broken" {{\n  value = {self.value()}\n}}\n'
        if uses == 'output':
            return f'output "broken" {{\n  sensitive = true\n  value = {t}\n  precondition {{\n    condition = ({t}) == "x"\n    error_message = "Not ${{{t}}}."\n  }}\n}}\n'
        if uses in ('variable', 'module'):
            # A value that the called module refuses: wrong type, or its validation fails.
            kind, given = r.choice([('number', t), ('bool', t), ('list(number)', 'var.list'), ('object({ a = number })', 'var.map'), ('map(bool)', 'var.map'), ('string', t), ('string', f'{{ p = {t} }}')])
            mark = r.choice(['', '  sensitive = true\n'])
            variable = f'variable "x" {{\n  type = {kind}\n{mark}  validation {{\n    condition = can(regex("^~$", var.x))\n    error_message = "Not ${{jsonencode(var.x)}}."\n  }}\n}}\n'
            return {'main.tf': f'module "broken" {{\n  source = "./broken"\n  x = {given}\n}}\n', 'broken/main.tf': variable}
        if uses == 'filename':
            return f'resource "local_file" "broken" {{\n  filename = "/proc/${{{t}}}/x"\n  content = "x"\n}}\n'
        if uses == 'permission':
            return f'resource "local_file" "broken" {{\n  filename = "x.txt"\n  content = "x"\n  file_permission = {t}\n}}\n'
        if uses == 'length':
            return f'resource "random_password" "broken" {{\n  length = {r.choice([t, "var.num", "-var.num"])}\n}}\n'
        if uses == 'key':
            return f'locals {{\n  broken = {{ (var.list) = 1 }}\n}}\noutput "broken" {{\n  sensitive = true\n  value = local.broken\n}}\n'
        if uses == 'dynamic_key':
            return f'resource "terraform_data" "broken" {{\n  input = terraform_data.broken_by[{t}].id\n}}\nresource "terraform_data" "broken_by" {{\n  for_each = {{ a = 1 }}\n}}\n'
        if uses == 'default':
            return f'variable "broken" {{\n  default = "open"\n  validation {{\n    condition = var.s == "x"\n    error_message = "Not ${{var.s}}."\n  }}\n}}\n'
        return f'locals {{\n  broken = {fails}\n}}\noutput "broken" {{\n  value     = local.broken\n  sensitive = true\n}}\n'


class Case:
    def __init__(self, seed):
        self.generator = Generator(seed)
        self.folder = tempfile.mkdtemp(prefix='secrets-')
        self.secrets = Secrets(self.generator.random)
        self.hidden = set().union(*(forms(secret) for secret in self.secrets.hidden()))

    def hide(self, secret):
        self.hidden |= forms(secret)

    def write(self, files):
        for name, text in files.items():
            path = os.path.join(self.folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'w') as to:
                to.write(text)

    def run(self, *arguments, stdin='', fine=(0,), programs=False):
        env = dict(os.environ, NO_COLOR='1', **self.secrets.environment())
        if arguments[0] in ('validate', 'plan', 'apply', 'destroy', 'console', 'drift', 'graph') and not any(a.startswith('@') for a in arguments):
            arguments = (arguments[0], *(self.secrets.arguments() if arguments[0] not in ('validate', 'graph') else ()), *arguments[1:])
        arguments = [a.lstrip('@') for a in arguments]
        done = subprocess.run([binary, *arguments], cwd=self.folder, env=env, capture_output=True, text=True, input=stdin, timeout=120)
        shown = f'{arguments[0]} {" ".join(a for a in arguments[1:] if not a.startswith(("-var", "num=", "first=", "second=")))} {stdin}'.strip()
        if fine is not None and done.returncode not in fine:
            raise AssertionError(f'{shown}: exit {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-3000:]}')
        if done.returncode < 0 or done.returncode > 2 or 'Internal error' in done.stderr:
            raise AssertionError(f'{shown}: exit {done.returncode}\n{done.stderr[-3000:]}')
        if not programs:
            text = done.stdout + done.stderr
            # Diagnostics are wrapped: a secret may stand on two lines.
            for form in self.hidden:
                if form in text or form in text.replace('\n  ', ''):
                    lines = [line for line in text.splitlines() if form in line][:5]
                    raise AssertionError(f'{shown} (exit {done.returncode}) shows {form!r}:\n' + '\n'.join(lines) + ('' if len(text) > 4000 else '\n---\n' + text))
        return done.stdout

    def inspect(self):
        self.run('show')
        self.run('output')
        self.run('output', 'raw')
        self.run('graph')
        self.run('drift', '-detailed-exitcode', fine=(0, 2))
        for address in self.run('state', 'list').split():
            self.run('state', 'show', address)
        for _ in range(4):
            self.run('console', stdin=self.generator.value() + '\n')
        self.run('console', stdin='random_password.generated\n')

    def healthy(self):
        files = self.generator.files()
        self.write(files)
        self.write({'terraform.tfvars': self.secrets.tfvars()})
        self.run('validate')
        self.run('plan')
        self.run('plan', '-out=p')
        self.run('show', 'p')
        if self.secrets.s not in self.run('show', '-json', 'p', programs=True):
            raise AssertionError('show -json PLAN does not carry the secret, which programs need')
        self.run('apply', '@p')
        self.hide(self.run('output', '-raw', 'generated', programs=True))
        if self.run('output', '-raw', 'raw', programs=True).strip() != self.secrets.s:
            raise AssertionError('output -raw does not carry the secret, which programs need')
        everything = self.run('output', '-json', programs=True)
        state = self.run('show', '-json', programs=True)
        for secret in self.secrets.hidden():
            if secret not in everything:
                raise AssertionError(f'output -json does not carry {secret}, which programs need')
        if self.secrets.s not in state:
            raise AssertionError('show -json does not carry the secret, which programs need')
        self.inspect()

        # Out of band: a file that holds a secret is changed, another secret is in it now.
        with open(os.path.join(self.folder, 'drifts.txt'), 'w') as to:
            to.write('somebody else wrote this')
        self.run('drift', fine=(2,))
        self.run('plan')

        # The secrets are rotated: neither the old nor the new ones may show.
        self.secrets = Secrets(self.generator.random)
        for secret in self.secrets.hidden():
            self.hide(secret)
        self.write({'terraform.tfvars': self.secrets.tfvars()})
        self.run('plan', '-detailed-exitcode', fine=(2,))
        self.run('apply', '-auto-approve')
        self.hide(self.run('output', '-raw', 'generated', programs=True))
        self.inspect()
        self.run('plan', '-replace=random_password.generated')
        self.run('plan', '-destroy')

        # Statements that fail.
        for _ in range(8):
            broken = self.generator.broken()
            broken = broken if isinstance(broken, dict) else {'main.tf': broken}
            self.write({**broken, 'main.tf': files['main.tf'] + broken['main.tf']})
            self.broken = broken
            self.run('validate', fine=None)
            self.run('validate', '-json', fine=None)
            self.run('plan', fine=None)
            self.run('apply', '-auto-approve', fine=None)
            self.run('console', stdin='local.broken\n', fine=None)
        self.broken = None
        self.write(files)

        # Values that do not fit the variable that they are for.
        bad = [{'TF_VAR_num': self.secrets.s}, {'TF_VAR_list': '{' + self.secrets.s}, {'TF_VAR_map': self.secrets.s}, {'TF_VAR_object': f'["{self.secrets.s}"]'}]
        for environment in bad:
            name, value = next(iter(environment.items()))
            variable = name[len('TF_VAR_'):]
            self.run('plan', '-var', f'{variable}={value}', fine=None)
        self.write({'terraform.tfvars': f'list = {{ a = "{self.secrets.item}" }}\nnum = "{self.secrets.s}"\nobject = "{self.secrets.user}"\n'})
        self.run('plan', fine=None)
        self.write({'terraform.tfvars': self.secrets.tfvars()})
        self.run('destroy', '-auto-approve')

    def close(self, failed):
        if failed and options.keep:
            print(f'kept {self.folder}')
        else:
            shutil.rmtree(self.folder, ignore_errors=True)


failed = 0
for seed in range(options.seed, options.seed + options.count):
    case = Case(seed)
    problem = None
    try:
        case.healthy()
    except (AssertionError, subprocess.TimeoutExpired) as caught:
        problem = caught
        failed += 1
        print(f'seed {seed}: {problem}\n{json.dumps(getattr(case, "broken", None) or "", indent=1)}\n')
    finally:
        case.close(problem)
    if failed >= 5:
        break
print(f'{options.count - failed} passed, {failed} failed')
sys.exit(1 if failed else 0)
