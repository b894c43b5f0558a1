#!/usr/bin/env python3
"""Killed again and again right after the server has acted and before the answer arrives, until done.

  kill.py TENON [--keys N] [--seed N]

30 KMS keys (no name, no token), queues and parameters that use them: apply, then destroy. At the end exactly those exist, the
state knows them all, the next plan is empty; after destroy nothing is left.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tools'))
import with_moto  # noqa: E402
from late_proxy import LateProxy  # noqa: E402

CONFIG = '''
provider "aws" {
  region = "us-east-1"
}
resource "aws_kms_key" "k" {
  count       = KEYS
  description = "key ${count.index}"
}
resource "aws_sqs_queue" "q" {
  count             = 5
  name              = "queue-${count.index}"
  kms_master_key_id = aws_kms_key.k[count.index].key_id
}
resource "aws_ssm_parameter" "p" {
  count  = 5
  name   = "/p/${count.index}"
  type   = "SecureString"
  key_id = aws_kms_key.k[count.index].key_id
  value  = aws_sqs_queue.q[count.index].url
}
'''


def run_until_done(binary, folder, proxy, environment, *args):
    for attempt in range(400):
        process = subprocess.Popen([binary, *args], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                   stdin=subprocess.DEVNULL)
        proxy.watch(process.pid)
        output = process.communicate(timeout=300)[0]
        if process.returncode == 0:
            return attempt
        if process.returncode != -9:
            sys.exit(f'tenon {" ".join(args)} ended with {process.returncode}:\n{output[-3000:]}')
    sys.exit('it is never done')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('tenon')
    parser.add_argument('--keys', type=int, default=30)
    parser.add_argument('--seed', type=int, default=1)
    options = parser.parse_args()
    binary = os.path.abspath(options.tenon)
    python = with_moto.run_with_moto_python()
    import aws_call
    folder = tempfile.mkdtemp(prefix='tenon-kill-')
    try:
        with with_moto.Moto(python) as moto:
            proxy = LateProxy(moto.url, options.seed)
            environment = dict(moto.environment, AWS_ENDPOINT_URL=proxy.url)
            with open(os.path.join(folder, 'main.tf'), 'w') as f:
                f.write(CONFIG.replace('KEYS', str(options.keys)))

            def aws(service, operation, parameters=None):
                return aws_call.call(service, operation, parameters, moto.url)

            def enabled_keys():
                ids = [k['KeyId'] for k in aws('kms', 'list_keys', {'Limit': 1000})['Keys']]
                return [i for i in ids if aws('kms', 'describe_key', {'KeyId': i})['KeyMetadata']['KeyState'] == 'Enabled'], len(ids)

            def tenon(*args):
                return subprocess.run([binary, *args], cwd=folder, env=environment, capture_output=True, text=True)

            attempts = run_until_done(binary, folder, proxy, environment, 'apply', '-auto-approve')
            proxy.calm()
            kills = proxy.kills
            keys, all_keys = enabled_keys()
            assert len(keys) == options.keys == all_keys, f'{len(keys)} keys are enabled of {all_keys}, wanted {options.keys}'
            assert len(aws('sqs', 'list_queues').get('QueueUrls', [])) == 5
            assert len(aws('ssm', 'describe_parameters')['Parameters']) == 5
            for key in keys:
                assert not aws('kms', 'list_resource_tags', {'KeyId': key})['Tags'], 'a tag of recovery is left'
            shown = json.loads(tenon('show', '-json').stdout)['values']['root_module']['resources']
            known = {r['values']['key_id'] for r in shown if r['type'] == 'aws_kms_key'}
            assert known == set(keys), 'the state does not know exactly the keys that exist'
            assert len(shown) == options.keys + 10
            empty = tenon('plan', '-detailed-exitcode', '-certificates=false')
            assert empty.returncode == 0, empty.stdout
            print(f'apply: {kills} kills in {attempts} runs; exactly {options.keys} keys, 5 queues and 5 parameters exist', flush=True)

            attempts = run_until_done(binary, folder, proxy, environment, 'destroy', '-auto-approve')
            proxy.calm()
            keys, all_keys = enabled_keys()
            assert not keys and all_keys == options.keys, f'{len(keys)} of {all_keys} keys are left'
            assert not aws('sqs', 'list_queues').get('QueueUrls', [])
            assert not aws('ssm', 'describe_parameters')['Parameters']
            assert not tenon('state', 'list').stdout.strip()
            print(f'destroy: {proxy.kills - kills} kills in {attempts} runs; nothing is left')
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print('1 passed, 0 failed')
    return 0


if __name__ == '__main__':
    sys.exit(main())
