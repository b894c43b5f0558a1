#!/usr/bin/env python3
"""Holds tenon to budgets that do not depend on the machine: instructions, fsyncs, bytes of state.

  budgets.py BINARY [--update]

Instructions are counted by valgrind, so they are compared only where valgrind is installed, and only for an optimised build
without sanitizers (the test is not registered for others). Beside the budgets, the cost must grow linearly: what 1,000
instances cost above an empty configuration is less than 2.3 times what 500 cost. --update writes new budgets: what is measured
now and a margin.
"""
import argparse
import json
import os
import re
import shutil
import sys
import tempfile

import measure
import specs

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'budgets.json')
STEPS = {
    'plan': ['plan'],
    'apply': ['apply', '-auto-approve'],
    'no-op': ['plan', '-detailed-exitcode'],
    'no-op*': ['plan', '-detailed-exitcode', '-certificates=false'],
    'destroy': ['destroy', '-auto-approve'],
}
GROWTH = 2.3
# Above what is measured when budgets are written; how many results share an fsync depends on how fast the machine is.
HEADROOM = {'instructions': 1.25, 'state_bytes': 1.25, 'fsyncs': 2.0}


def instructions(arguments, folder, env):
    with tempfile.NamedTemporaryFile('r') as log:
        cost = measure.run(['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', f'--log-file={log.name}', *arguments], folder, env, 120)
        found = re.search(r'Collected : (\d+)', log.read())
    if cost.code != 0 or not found:
        raise SystemExit(f'valgrind {" ".join(arguments[1:])}: exit {cost.code}\n{cost.output[-3000:]}')
    return int(found[1])


def series(binary, shape, size, counting):
    """What each step costs, with and without valgrind on states of their own, so that neither sees what the other did."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(('TF_', 'TENON_'))}
    env.update(NO_COLOR='1', TENON_THREADS='2')
    found = {}
    with tempfile.TemporaryDirectory(prefix='budgets-') as folder:
        for count in (False, True) if counting else (False,):
            here = os.path.join(folder, str(count))
            os.mkdir(here)
            with open(os.path.join(here, 'main.tf'), 'w') as to:
                to.write(specs.configuration(shape, size) if size else '')
            for step, words in STEPS.items():
                if count:
                    found[step]['instructions'] = instructions([binary, *words], here, env)
                    continue
                cost = measure.run([binary, *words, '-stats'], here, env, 120)
                if cost.code != 0:
                    raise SystemExit(f'{step} of {size} by {shape}: exit {cost.code}\n{cost.output[-3000:]}')
                found[step] = {} if cost.syncs is None else {'fsyncs': cost.syncs}
                if step == 'apply':
                    found[step]['state_bytes'] = measure.size_of(here, ['tenon.db', 'tenon.db-wal'])
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('binary')
    parser.add_argument('--update', action='store_true')
    options = parser.parse_args()
    binary = os.path.abspath(options.binary)
    counting = shutil.which('valgrind') is not None
    budgets = {} if options.update else json.load(open(FILE))
    problems = []
    empty = series(binary, 'count', 0, counting)
    for shape in ('count', 'blocks'):
        costs = {size: series(binary, shape, size, counting) for size in (500, 1000)}
        for step in STEPS:
            name = f'{step} of 1000 by {shape}'
            now = costs[1000][step]
            if options.update:
                budgets[name] = {what: round(number * HEADROOM[what]) + 1 for what, number in now.items()}
            for what, number in now.items():
                limit = budgets[name].get(what)
                print(f'{name}: {number:,} {what}' + ('' if limit is None else f' of {limit:,}'))
                if limit is not None and number > limit:
                    problems.append(f'{name}: {number:,} {what}, and the budget is {limit:,}')
            if counting:
                base = empty[step]['instructions']
                half, whole = costs[500][step]['instructions'] - base, now['instructions'] - base
                if whole > GROWTH * half:
                    problems.append(f'{step} by {shape} does not grow linearly: {half:,} instructions for 500, {whole:,} for 1000')
    if not counting:
        print('instructions are not counted: there is no valgrind here')
    if options.update:
        with open(FILE, 'w') as to:
            to.write(json.dumps(budgets, indent=1) + '\n')
    for problem in problems:
        print('OVER BUDGET  ' + problem)
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
