#!/usr/bin/env python3
"""801 AWS resources on a moto server: what a first apply and a plan of nothing cost, in requests, time and memory.

  compare.py [--binary build/release/bin/tenon] [--each 100] [--terraform] [--budget]

`--each` of every kind: SSM parameters, security groups, ingress rules, log groups, alarms, IAM roles, SNS topics, DynamoDB tables; and a VPC.
Requests are counted on their way to the server. The time of a plan is measured without anything in between, and is set against the
time that the very same requests take curl, eight at a time. With `--terraform` Terraform and its AWS provider do the same, where
both are installed. With `--budget` the exit status is 1 where a figure is worse than what docs/benchmarks.md promises (full size only).
"""
import argparse
import collections
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, '..', '..')
sys.path.insert(0, os.path.join(ROOT, 'tests', 'tools'))
import recording_proxy  # noqa: E402
import with_moto  # noqa: E402

CONFIG = '''
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  default_tags { tags = { Project = "bench" } }
}
resource "aws_vpc" "it" { cidr_block = "10.0.0.0/16" }
resource "aws_ssm_parameter" "it" {
  count = EACH
  name  = "/bench/${count.index}"
  type  = "String"
  value = "value ${count.index}"
}
resource "aws_security_group" "it" {
  count       = EACH
  name        = "bench-${count.index}"
  description = "bench"
  vpc_id      = aws_vpc.it.id
}
resource "aws_vpc_security_group_ingress_rule" "it" {
  count             = EACH
  security_group_id = aws_security_group.it[count.index].id
  cidr_ipv4         = "10.0.0.0/8"
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
}
resource "aws_cloudwatch_log_group" "it" {
  count             = EACH
  name              = "/bench/${count.index}"
  retention_in_days = 30
}
resource "aws_cloudwatch_metric_alarm" "it" {
  count               = EACH
  alarm_name          = "bench-${count.index}"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "Errors"
  namespace           = "AWS/Lambda"
  period              = 300
  statistic           = "Sum"
  threshold           = 1
}
resource "aws_iam_role" "it" {
  count = EACH
  name  = "bench-${count.index}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_sns_topic" "it" {
  count = EACH
  name  = "bench-${count.index}"
}
resource "aws_dynamodb_table" "it" {
  count        = EACH
  name         = "bench-${count.index}"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
'''
PER_OBJECT = ('dynamodb', 'sns')  # whose services read one object a call


def measured(command, folder, environment):
    """Exit status, seconds and peak memory (KB) of a command and its children."""
    started = time.time()
    done = subprocess.run(['/usr/bin/time', '-f', '%M', '-o', 'peak', *command], cwd=folder, env=environment, capture_output=True, text=True)
    seconds = time.time() - started
    if done.returncode not in (0, 2):
        sys.exit(f'{" ".join(command)} ended with {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}')
    return done.returncode, started, seconds, int(open(os.path.join(folder, 'peak')).read().split()[-1])


def bare_time(requests, url, folder):
    """Seconds that curl needs for the same requests, eight at a time."""
    config = os.path.join(folder, 'curl')
    with open(config, 'w') as f:
        for i, request in enumerate(requests):
            if i:
                f.write('next\n')
            f.write(f'url = "{url}{request.path}"\nrequest = "{request.method}"\noutput = "/dev/null"\nsilent\n')
            for name, value in request.headers.items():
                if name.lower() != 'content-length':
                    f.write('header = "%s: %s"\n' % (name, value.replace('"', '\\"')))
            if request.body:
                with open(os.path.join(folder, f'body{i}'), 'wb') as body:
                    body.write(request.body)
                f.write(f'data-binary = "@body{i}"\n')
    started = time.time()
    subprocess.run(['curl', '--parallel', '--parallel-max', '8', '--config', 'curl'], cwd=folder, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    return time.time() - started


def play(name, apply, plan, moto, each):
    """What one program costs: a dictionary of figures."""
    moto.reset()
    folder = tempfile.mkdtemp(prefix='tenon-bench-')
    try:
        with open(os.path.join(folder, 'main.tf'), 'w') as f:
            f.write(CONFIG.replace('EACH', str(each)))
        with recording_proxy.RecordingProxy(moto.url) as proxy:
            through = dict(moto.environment, AWS_ENDPOINT_URL=proxy.url)
            if name == 'terraform':
                measured([apply[0], 'init', '-input=false'], folder, through)
            measured(apply, folder, through)
            applied = proxy.clear()
            status, started, _, _ = measured(plan, folder, through)
            planned = proxy.clear()
        if status != 0:
            sys.exit(f'the second plan of {name} is not empty')
        times, peak = [], 0
        for _ in range(3):
            _, _, seconds, memory = measured(plan, folder, moto.environment)
            times.append(seconds)
            peak = max(peak, memory)
        bare = min(bare_time(planned, moto.url, folder) for _ in range(3))
        counts = collections.Counter(r.operation for r in planned)
        return {'requests of an apply': len(applied), 'requests of a plan': len(planned),
                'of those not for tables and topics': sum(n for o, n in counts.items() if o.split(':')[0] not in PER_OBJECT),
                'seconds of a plan': round(statistics.median(times), 2), 'seconds of its requests alone': round(bare, 2),
                'peak memory of a plan, MB': round(peak / 1024), 'milliseconds to the first request': round((planned[0].at - started) * 1000),
                'operations': counts}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--binary', default=os.path.join(ROOT, 'build', 'release', 'bin', 'tenon'))
    parser.add_argument('--each', type=int, default=100)
    parser.add_argument('--terraform', action='store_true')
    parser.add_argument('--budget', action='store_true')
    options = parser.parse_args()
    binary = os.path.abspath(options.binary)
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    python = with_moto.run_with_moto_python()
    with with_moto.Moto(python) as moto:
        figures = {'tenon': play('tenon', [binary, 'apply', '-auto-approve'], [binary, 'plan', '-detailed-exitcode'], moto, options.each)}
        terraform = os.path.join(ROOT, '..', 'shared', 'bin', 'terraform-offline')
        if options.terraform and os.path.exists(terraform):
            figures['terraform'] = play('terraform', [terraform, 'apply', '-auto-approve'], [terraform, 'plan', '-detailed-exitcode'], moto,
                                        options.each)
    ours = figures['tenon']
    folder = os.path.dirname(os.path.dirname(binary))
    size = sum(os.path.getsize(p) for p in (binary, os.path.join(folder, 'share', 'tenon', 'catalog.bin')) if os.path.exists(p))
    ours['size on disk, MB'] = round(size / 1e6, 1)
    print(f'{options.each * 8 + 1} resources')
    for figure in ours:
        if figure != 'operations':
            print(f'  {figure:38}' + ''.join(f'{name} {of.get(figure, "–")}   ' for name, of in figures.items()))
    for operation, count in sorted(ours['operations'].items()):
        print(f'    {count:5}  {operation}')
    if not options.budget:
        return 0
    limits = {'requests of an apply': 1700, 'requests of a plan': 500, 'of those not for tables and topics': 60, 'peak memory of a plan, MB': 60,
              'milliseconds to the first request': 20, 'size on disk, MB': 25,
              'seconds of a plan': ours['seconds of its requests alone'] * 1.15}
    worse = [f'{name}: {ours[name]}, promised {limit}' for name, limit in limits.items() if ours[name] > limit]
    print('\n'.join(['', *worse]) if worse else '\nAs promised.')
    return 1 if worse else 0


if __name__ == '__main__':
    sys.exit(main())
