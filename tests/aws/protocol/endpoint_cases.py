#!/usr/bin/env python3
"""Every published endpoint case of the services that tenon has a model of: the same host, and the same region to sign for.

  endpoint_cases.py PROGRAM MODELS CASES LISTED

PROGRAM answers questions (endpoint_cases.cc); CASES is botocore's folder of endpoint rules' tests. Left out are cases of what tenon
refuses or does not use: FIPS, dual stack, a given endpoint, and parameters of single operations; they are counted. What LISTED names
(SERVICE REGION REASON) may differ, and must.
"""
import collections
import json
import os
import subprocess
import sys

program, models, cases, listed_file = sys.argv[1:5]
listed = {}
for line in open(listed_file, encoding='utf-8'):
    if line.strip() and not line.startswith('#'):
        service, region, reason = line.split(None, 2)
        listed[(service, region)] = reason.strip()
questions, wanted, left_out = [], [], collections.Counter()
for name in sorted(os.listdir(models)):
    if not name.endswith('.json'):
        continue
    service = name[:-5]
    with open(os.path.join(models, name), encoding='utf-8') as f:
        metadata = json.load(f)['metadata']
    path = os.path.join(cases, service, 'endpoint-tests-1.json')
    if not os.path.exists(path):
        left_out['service without published cases: ' + service] += 1
        continue
    with open(path, encoding='utf-8') as f:
        published = json.load(f)['testCases']
    for case in published:
        parameters = dict(case.get('params', {}))
        region = parameters.pop('Region', None)
        used = {k for k, v in parameters.items() if v not in (False, None)}
        if used & {'UseFIPS'}:
            left_out['FIPS'] += 1
        elif used & {'UseDualStack'}:
            left_out['dual stack'] += 1
        elif used & {'Endpoint'}:
            left_out['an endpoint that is given'] += 1
        elif used:
            left_out['parameters of an operation: ' + ', '.join(sorted(used))] += 1
        elif region is not None and (region == 'local' or region.endswith('-global')):
            left_out['a region that no provider block names'] += 1
        elif region is None or 'endpoint' not in case['expect']:
            left_out['no region, or an error'] += 1
        else:
            endpoint = case['expect']['endpoint']
            schemes = endpoint.get('properties', {}).get('authSchemes', [])
            signing = next((s['signingRegion'] for s in schemes if s.get('signingRegion')), region)
            questions.append(f"{metadata['endpointPrefix']}\t{metadata['serviceId']}\t{region}")
            wanted.append((service, region, endpoint['url'].rstrip('/'), signing))
environment = {k: v for k, v in os.environ.items() if not k.startswith('AWS_')}
answers = subprocess.run([program], input='\n'.join(questions) + '\n', capture_output=True, text=True, check=True, env=environment).stdout.splitlines()
if len(answers) != len(questions) or not questions:
    sys.exit(f'{len(answers)} answers to {len(questions)} questions')
failed, seen = 0, set()
for (service, region, url, signing), answer in zip(wanted, answers):
    got_url, got_signing = answer.split('\t')
    same = (got_url, got_signing) == (url, signing)
    if (service, region) in listed:
        seen.add((service, region))
        if same:
            failed += 1
            print(f'listed, and the same: {service} {region}')
        continue
    if not same:
        failed += 1
        print(f'FAIL {service} {region}: {got_url} signed for {got_signing}, wanted {url} for {signing}')
for key in sorted(set(listed) - seen):
    failed += 1
    print(f'listed, and there is no such case: {" ".join(key)}')
for reason, count in sorted(left_out.items()):
    print(f'left out: {count} {reason}')
print(f'{len(questions) - failed} passed, {failed} failed, {len(seen)} listed')
sys.exit(1 if failed else 0)
