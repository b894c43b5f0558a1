#!/usr/bin/env python3
"""Runs a conformance runner and holds its failures against the list of those that are known.

  check.py scenarios|expressions BINARY CONFORMANCE_FOLDER NOT_YET_FILE

Fails where a case fails that is not listed; says which listed ones pass, so that they are taken off the list.
"""
import os
import re
import subprocess
import sys

kind, binary, folder, not_yet = sys.argv[1:5]
runner = os.path.join(folder, 'bin', f'{kind}.py')
cases = os.path.join(folder, f'{kind}.jsonl')
command = [sys.executable, runner, *(['check'] if kind == 'scenarios' else []), binary, cases]
if kind == 'expressions':
    command.append('--verbose')
done = subprocess.run(command, capture_output=True, text=True)
failed = {m.group(1) for m in re.finditer(r'^FAIL (.*)$', done.stdout, re.M)}
known = set()
for line in open(not_yet):
    line = line.rstrip('\n')
    if line.startswith(kind + ' '):
        known.add(line[len(kind) + 1:])
summary = done.stdout.strip().split('\n')[-1]
print(f'{kind}: {summary}')
if not re.match(r'\d+ passed', summary):
    sys.exit(done.stdout[-2000:] + done.stderr[-2000:])
for case in sorted(failed - known):
    print(f'fails, and is not on the list: {case}')
for case in sorted(known - failed):
    print(f'passes, and is still on the list: {case}')
sys.exit(1 if failed - known else 0)
