#!/usr/bin/env python3
"""What goes wrong around AWS gets one clear diagnostic, exit 1, and leaves the state as it was.

  bad_input.py TENON
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tools'))
import with_moto  # noqa: E402

CONFIG = '''
provider "aws" {
  region = "us-east-1"
}
resource "aws_ssm_parameter" "first" {
  name  = "/first"
  type  = "String"
  value = "v"
}
resource "aws_ssm_parameter" "second" {
  name  = "/second"
  type  = "String"
  value = aws_ssm_parameter.first.value
}
'''


class Page(BaseHTTPRequestHandler):
    """Whatever is asked, an HTML page."""

    def log_message(self, *unused):
        pass

    def do_POST(self):
        self.rfile.read(int(self.headers.get('Content-Length', 0)))
        page = b'<!doctype html><html><body>Welcome to nginx!</body></html>'
        self.send_response(self.server.status)
        self.send_header('Content-Type', 'text/html')
        self.send_header('Content-Length', str(len(page)))
        self.end_headers()
        self.wfile.write(page)


class Garbage(Page):
    """A 200 whose JSON breaks off."""

    def do_POST(self):
        self.rfile.read(int(self.headers.get('Content-Length', 0)))
        self.send_response(200)
        self.send_header('Content-Length', '12')
        self.end_headers()
        self.wfile.write(b'{"Version": ')


class Expired(Page):
    """Credentials that were good once."""

    def do_POST(self):
        self.rfile.read(int(self.headers.get('Content-Length', 0)))
        body = b'{"__type": "ExpiredTokenException", "message": "The security token included in the request is expired"}'
        self.send_response(400)
        self.send_header('Content-Type', 'application/x-amz-json-1.1')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def serve(handler, status=200):
    server = ThreadingHTTPServer(('127.0.0.1', 0), handler)
    server.status = status
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f'http://127.0.0.1:{server.server_address[1]}'


def main():
    python = with_moto.run_with_moto_python()
    binary = os.path.abspath(sys.argv[1])
    failures = []
    checked = [0]

    def check(name, config, environment, wanted, command=('apply', '-auto-approve'), one=True, never=()):
        checked[0] += 1
        folder = tempfile.mkdtemp(prefix='tenon-bad-')
        try:
            with open(os.path.join(folder, 'main.tf'), 'w') as f:
                f.write(config)
            done = subprocess.run([binary, *command], cwd=folder, env=environment, capture_output=True, text=True, timeout=60,
                                  stdin=subprocess.DEVNULL)
            text = re.sub(r'\s+', ' ', done.stderr + done.stdout)
            left = subprocess.run([binary, 'state', 'list'], cwd=folder, env=environment, capture_output=True, text=True).stdout.strip()
            errors = done.stderr.count('Error: ')
            problem = None
            if done.returncode != 1:
                problem = f'exit {done.returncode} instead of 1'
            elif one and errors != 1:
                problem = f'{errors} errors instead of one'
            elif left:
                problem = f'the state holds {left}'
            elif any(n in text for n in never):
                problem = f'it says one of {never}'
            else:
                missing = [w for w in wanted if w not in text]
                if missing:
                    problem = f'it does not say {missing}'
            if problem:
                failures.append(name)
                print(f'FAIL  {name}: {problem}\n{done.stdout}{done.stderr}')
            else:
                print(f'ok    {name}')
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    with with_moto.Moto(python) as moto:
        good = moto.environment

        def without(*names, **more):
            return dict({k: v for k, v in good.items() if k not in names}, HOME='/nonexistent', AWS_MAX_ATTEMPTS='1', AWS_EC2_METADATA_DISABLED='true',
                        **more)

        check('no credentials', CONFIG, without('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'),
              ['No AWS credentials', '/nonexistent/.aws/credentials', 'Set AWS_ACCESS_KEY_ID'])
        check('half of the credentials', CONFIG, without('AWS_SECRET_ACCESS_KEY'), ['AWS_SECRET_ACCESS_KEY only the first is set'])
        check('a profile that is not there', CONFIG, without('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', AWS_PROFILE='nobody'),
              ['there is no profile "nobody"'])
        check('no region', CONFIG.replace('region = "us-east-1"', ''), without('AWS_REGION', 'AWS_DEFAULT_REGION'),
              ['region is not known', 'set AWS_REGION'])
        check('no such region', CONFIG.replace('us-east-1', 'mars-1'), without(), ['"mars-1" does not look like an AWS region'])
        check('nobody listens', CONFIG, without(AWS_ENDPOINT_URL='http://127.0.0.1:9'),
              ['aws_ssm_parameter.first: create failed', 'http://127.0.0.1:9', "Couldn't connect"])
        check('an HTML page instead of JSON', CONFIG, without(AWS_ENDPOINT_URL=serve(Page, 500)),
              ['HTML page', 'is the endpoint the right one?'])
        check('an HTML page with status 200', CONFIG, without(AWS_ENDPOINT_URL=serve(Page, 200)), ['cannot be read', 'not JSON'])
        check('an answer that breaks off', CONFIG, without(AWS_ENDPOINT_URL=serve(Garbage)), ['cannot be read', 'not JSON at byte'])
        check('an unknown type', CONFIG.replace('"aws_ssm_parameter" "second"', '"aws_ssm_paramter" "second"'), without(),
              ['Did you mean "aws_ssm_parameter"', 'main.tf:10'])
        check('an unknown attribute', CONFIG.replace('type  = "String"\n  value = "v"', 'typ  = "String"\n  value = "v"', 1), without(),
              ['typ', 'main.tf:'], one=False)
        check('a value outside of the enum', CONFIG.replace('"String"', '"Strin"', 1), without(),
              ['must be one of String, StringList, SecureString', 'Did you mean "String"', 'main.tf:7:'])
        check('a sensitive value outside of the enum',
              'variable "kind" {\n  default = "hush-hush"\n  sensitive = true\n}\n' + CONFIG.replace('"String"', 'var.kind', 1), without(),
              ['must be one of String, StringList, SecureString', '(sensitive value)'], never=['hush'])
        check('two that exclude each other', CONFIG.replace('value = "v"', 'value = "v"\n  insecure_value = "w"'), without(),
              ['only one of value, insecure_value and value_wo'])
        check('what comes later', CONFIG.replace('region =', 'use_fips_endpoint = true\n region ='), without(),
              ['use_fips_endpoint', 'comes with a later version'])
        check('a role for too short a time', CONFIG.replace('region =', 'assume_role {\n role_arn = "x"\n duration = "5m"\n }\n region ='),
              without(), ['"5m" is no duration between 15 minutes and 12 hours'])
        check('an account that is not allowed', CONFIG.replace('region =', 'allowed_account_ids = ["999999999999"]\n region ='), without(),
              ['AWS account not allowed', 'belong to the AWS account 123456789012'], command=('plan',))
        check('credentials that have run out', CONFIG.replace('aws_ssm_parameter.first.value', '"w"'), without(AWS_ENDPOINT_URL=serve(Expired)),
              ['ExpiredTokenException', 'The credentials have run out. They came from environment variables. Get new ones there'],
              command=('apply', '-auto-approve', '-parallelism=1'))
        urllib.request.urlopen(urllib.request.Request(moto.url + '/moto-api/reset-auth', data=b'0', method='POST', headers={'Content-Type': 'text/plain'}), timeout=30).read()
        check('wrong credentials', CONFIG.replace('aws_ssm_parameter.first.value', '"w"'), without(),
              ['does not accept these credentials', 'skipped, needs credentials that are accepted'], command=('apply', '-auto-approve', '-parallelism=1'))
    print(f'{checked[0] - len(failures)} passed, {len(failures)} failed')
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
