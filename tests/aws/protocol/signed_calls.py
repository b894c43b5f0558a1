#!/usr/bin/env python3
"""Calls of every service against moto that checks signatures: accepted with the right secret, refused with any other.

  signed_calls.py SIGNED_CALLS FOLDER_OF_MODELS        SIGNED_CALLS is the program made from signed_calls.cc
"""
import os
import subprocess
import sys
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'tools'))
import with_moto  # noqa: E402

UNAUTHENTICATED = '3'  # ErrorCategory::Unauthenticated
MAKE_USER = '''
import json, sys, botocore.session
iam = botocore.session.get_session().create_client('iam', endpoint_url=sys.argv[1], region_name='us-east-1', aws_access_key_id='test',
                                                   aws_secret_access_key='test')
iam.create_user(UserName='ann')
iam.put_user_policy(UserName='ann', PolicyName='all', PolicyDocument=json.dumps(
    {'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}]}))
key = iam.create_access_key(UserName='ann')['AccessKey']
print(key['AccessKeyId'], key['SecretAccessKey'])
'''


def calls(program, moto, models, key, secret):
    environment = dict(moto.environment, AWS_ACCESS_KEY_ID=key, AWS_SECRET_ACCESS_KEY=secret)
    environment.pop('AWS_SESSION_TOKEN', None)
    done = subprocess.run([program, moto.url, models], env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f'{program} ended with {done.returncode}: {done.stderr}')
    return [line.split(' ', 1) for line in done.stdout.splitlines()], done.stderr


def main():
    program, models = sys.argv[1:3]
    python = with_moto.python_with_moto()
    if python is None:
        return 77
    wrong = 0
    with with_moto.Moto(python) as moto:
        key, secret = subprocess.run([python, '-c', MAKE_USER, moto.url], check=True, capture_output=True, text=True).stdout.split()
        # After that many further calls it checks signatures and permissions.
        switch = urllib.request.Request(moto.url + '/moto-api/reset-auth', data=b'0', method='POST', headers={'Content-Type': 'text/plain'})
        urllib.request.urlopen(switch, timeout=30).read()
        last = 'A' if secret[-1] != 'A' else 'B'
        for what, with_key, with_secret, wanted in (
                ('right secret', key, secret, 'ok'),
                ('wrong secret', key, secret[:-1] + last, UNAUTHENTICATED),
                ('unknown key', 'AKIAUNKNOWNUNKNOWN00', secret, UNAUTHENTICATED)):
            results, told = calls(program, moto, models, with_key, with_secret)
            for name, result in results:
                if result.split()[-1] != wanted:
                    print(f'{what}: {name}: {result}, wanted {wanted}')
                    wrong += 1
            if any(result.split()[-1] != wanted for _, result in results):
                print(told)
            if secret in told or with_secret in told:
                print(f'{what}: a message shows the secret')
                wrong += 1
            print(f'{what}: {len(results)} calls: {results}')
            if len(results) < 8:
                wrong += 1
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
