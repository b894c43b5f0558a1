#!/usr/bin/env python3
"""Every way to credentials ends in the identity that it should: asked of moto's STS, with a scripted metadata service and container.

  credentials.py TENON
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tools'))
import with_moto  # noqa: E402

CONFIG = '''
provider "aws" {
  region = "us-east-1"
%s
}
data "aws_caller_identity" "me" {}
output "arn" { value = data.aws_caller_identity.me.arn }
'''
ROLE = 'arn:aws:iam::123456789012:role/%s'
KEYS = ('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY')
EXPIRES = '2099-01-01T00:00:00Z'


class Nearby(BaseHTTPRequestHandler):
    """A metadata service, version 2, and a container's agent. Both give what STS gave for a role of their own."""

    def log_message(self, *unused):
        pass

    def answer(self, text, status=200):
        body = text.encode()
        self.send_response(status)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self):
        self.answer('a-session' if self.headers.get('x-aws-ec2-metadata-token-ttl-seconds') else '', 200)

    def do_GET(self):
        place = '/latest/meta-data/iam/security-credentials/'
        if self.path.startswith(place):
            if self.headers.get('x-aws-ec2-metadata-token') != 'a-session':
                return self.answer('', 401)
            return self.answer('machine' if self.path == place else self.server.given['machine'])
        if self.path == '/container' and self.headers.get('Authorization') == 'let me':
            return self.answer(self.server.given['container'])
        self.answer('', 404)


def main():
    python = with_moto.run_with_moto_python()
    binary = os.path.abspath(sys.argv[1])
    failures = []
    count = 0
    home = tempfile.mkdtemp(prefix='tenon-home-')
    os.makedirs(os.path.join(home, '.aws'))
    with with_moto.Moto(python) as moto:
        import boto3
        sts = boto3.client('sts', endpoint_url=moto.url, region_name='us-east-1', aws_access_key_id='test', aws_secret_access_key='test')
        nearby = ThreadingHTTPServer(('127.0.0.1', 0), Nearby)
        nearby.given = {}
        for name in ('machine', 'container'):
            got = sts.assume_role(RoleArn=ROLE % name, RoleSessionName='session')['Credentials']
            nearby.given[name] = json.dumps({'Code': 'Success', 'AccessKeyId': got['AccessKeyId'], 'SecretAccessKey': got['SecretAccessKey'],
                                             'Token': got['SessionToken'], 'Expiration': EXPIRES})
        threading.Thread(target=nearby.serve_forever, daemon=True).start()
        url = f'http://127.0.0.1:{nearby.server_address[1]}'
        bare = {k: v for k, v in moto.environment.items() if k not in KEYS}
        bare.update(HOME=home, AWS_EC2_METADATA_DISABLED='true')

        def write(name, text):
            path = os.path.join(home, name)
            with open(path, 'w') as f:
                f.write(text)
            return path

        def check(name, wanted, block='', environment=None):
            nonlocal count
            count += 1
            folder = tempfile.mkdtemp(prefix='tenon-credentials-')
            try:
                with open(os.path.join(folder, 'main.tf'), 'w') as f:
                    f.write(CONFIG % block)
                done = subprocess.run([binary, 'plan', '-no-color'], cwd=folder, env=environment or bare, capture_output=True, text=True, timeout=60,
                                      stdin=subprocess.DEVNULL)
                if done.returncode == 0 and f':assumed-role/{wanted}"' in done.stdout:
                    print(f'ok    {name}')
                else:
                    failures.append(name)
                    print(f'FAIL  {name}: no {wanted} in\n{done.stdout}{done.stderr}')
            finally:
                shutil.rmtree(folder, ignore_errors=True)

        keys = {k: 'test' for k in KEYS}
        token = write('token', 'a.web.token\n')
        config = write('.aws/config', f'''
[profile base]
aws_access_key_id = test
aws_secret_access_key = test
[profile middle]
role_arn = {ROLE % 'middle'}
source_profile = base
[profile outer]
role_arn = {ROLE % 'outer'}
source_profile = middle
role_session_name = chained
[profile of_environment]
role_arn = {ROLE % 'e'}
credential_source = Environment
role_session_name = x
[profile of_machine]
role_arn = {ROLE % 'm'}
credential_source = Ec2InstanceMetadata
role_session_name = x
[profile by_token]
role_arn = {ROLE % 't'}
web_identity_token_file = {token}
role_session_name = x
[profile by_program]
credential_process = cat "{home}/printed"
''')
        write('printed', json.dumps(dict(json.loads(nearby.given['machine']), Version=1,
                                         SessionToken=json.loads(nearby.given['machine'])['Token'])))
        assert os.path.exists(config)
        check("the block's role", 'r/me', '  assume_role {\n    role_arn = "%s"\n    session_name = "me"\n    external_id = "x"\n'
              '    duration = "1h"\n    tags = { a = "b" }\n  }' % (ROLE % 'r'), {**bare, **keys})
        check("the block's roles, one after the other", 'second/b',
              ''.join('  assume_role {\n    role_arn = "%s"\n    session_name = "%s"\n  }\n' % (ROLE % r, s) for r, s in (('first', 'a'), ('second', 'b'))),
              {**bare, **keys})
        check("the block's web identity", 'w/web', '  assume_role_with_web_identity {\n    role_arn = "%s"\n    session_name = "web"\n'
              '    web_identity_token = "a.b.c"\n  }' % (ROLE % 'w'))
        check("the environment's web identity", 'oidc/ci', environment={**bare, 'AWS_WEB_IDENTITY_TOKEN_FILE': token, 'AWS_ROLE_ARN': ROLE % 'oidc',
                                                                        'AWS_ROLE_SESSION_NAME': 'ci'})
        check('a chain of profiles', 'outer/chained', environment={**bare, 'AWS_PROFILE': 'outer'})
        check("the block's profile before the environment", 'outer/chained', '  profile = "outer"', {**bare, **keys})
        check('a profile with the keys of the environment', 'e/x', '  profile = "of_environment"', {**bare, **keys})
        check('a profile with a token', 't/x', '  profile = "by_token"')
        check('a program', 'machine/session', '  profile = "by_program"')
        machine = {k: v for k, v in bare.items() if k != 'AWS_EC2_METADATA_DISABLED'}
        machine['AWS_EC2_METADATA_SERVICE_ENDPOINT'] = url
        check('a profile with the role of the machine', 'm/x', '  profile = "of_machine"', machine)
        check('the machine', 'machine/session', environment=machine)
        check('the container before the machine', 'container/session', environment={
            **machine, 'AWS_CONTAINER_CREDENTIALS_FULL_URI': url + '/container', 'AWS_CONTAINER_AUTHORIZATION_TOKEN': 'let me'})
        nearby.shutdown()
    shutil.rmtree(home, ignore_errors=True)
    print(f'{count - len(failures)} passed, {len(failures)} failed')
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
