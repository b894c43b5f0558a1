#!/usr/bin/env python3
"""Measures tenon, and Terraform where it is installed, on the same configurations, in one go on the same machine.

For each shape and size: plan from nothing, apply, a plan without changes, the same without no-op certificates (tenon only),
destroy. Every program works in a folder of its own, one command at a time. See docs/benchmarks.md.
"""
import argparse
import dataclasses
import json
import os
import platform
import subprocess
import sys
import tempfile

import measure
import specs

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
STEPS = ('plan', 'apply', 'no-op', 'no-op*', 'destroy')
WORDS = {
    'plan': ['plan', '-input=false'],
    'apply': ['apply', '-input=false', '-auto-approve'],
    'no-op': ['plan', '-input=false', '-detailed-exitcode'],
    'no-op*': ['plan', '-input=false', '-detailed-exitcode', '-certificates=false'],
    'destroy': ['destroy', '-input=false', '-auto-approve'],
}


class Program:
    def __init__(self, name, command, state, stats=False):
        self.name, self.command, self.state, self.stats = name, command, state, stats

    def arguments(self, step):
        words = WORDS[step] + (['-stats'] if self.stats else [])
        return [*self.command, *words]


def terraform():
    """Terraform as it can be run here, or nothing."""
    for command in (['terraform'], [os.path.join(ROOT, '..', 'shared', 'bin', 'terraform-offline')]):
        try:
            done = subprocess.run([*command, 'version'], capture_output=True, timeout=60, env=environment())
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            return Program('terraform', command, ['terraform.tfstate'])
    return None


def environment():
    kept = {name: value for name, value in os.environ.items() if not name.startswith(('TF_', 'TENON_'))}
    return {**kept, 'CHECKPOINT_DISABLE': '1', 'NO_COLOR': '1'}


def measured(program, shape, size, options):
    """Costs by step; a step that did not end in time ends the series."""
    costs = {}
    state = 0
    with tempfile.TemporaryDirectory(prefix='bench-') as folder:
        with open(os.path.join(folder, 'main.tf'), 'w') as to:
            to.write(specs.configuration(shape, size))
        if not program.stats:
            subprocess.run([*program.command, 'init', '-input=false'], cwd=folder, env=environment(), capture_output=True, timeout=options.timeout)
        for step in STEPS:
            if step == 'no-op*' and not program.stats:
                continue
            best = None
            for _ in range(options.repeat if step in ('plan', 'no-op', 'no-op*') else 1):
                cost = measure.run(program.arguments(step), folder, environment(), options.timeout)
                if best is None or cost.wall < best.wall:
                    best = cost
                if cost.timed_out or cost.code != 0 or cost.wall > 5:
                    break
            costs[step] = best
            if best.timed_out or best.code != 0:
                if not best.timed_out:
                    print(f'{program.name} {step} of {size} by {shape}: exit {best.code}\n{best.output[-2000:]}', file=sys.stderr)
                break
            if step == 'apply':
                state = measure.size_of(folder, program.state)
            if step == 'no-op' and program.stats and options.strace:
                seen = measure.syncs_by_strace(program.arguments(step), folder, environment(), options.timeout)
                if seen is not None and seen != best.syncs:
                    print(f'note: {shape} {size} {step}: the kernel saw {seen} fsyncs, -stats says {best.syncs}', file=sys.stderr)
    return costs, state


def seconds(value):
    return f'{value:.3f}' if value < 10 else f'{value:.1f}'


def mebibytes(value):
    return f'{value / 2**20:.1f}' if value < 100 * 2**20 else f'{value / 2**20:.0f}'


def ratio(theirs, ours):
    return '' if not theirs or not ours else f'{theirs / ours:.0f}x' if theirs / ours >= 10 else f'{theirs / ours:.1f}x'


def print_row(cells):
    widths = (9, 7, 8, 9, 9, 9, 9, 7, 10, 9, 9, 9, 7, 7, 7, 7)
    print(' '.join(str(cell).rjust(width) if i > 2 else str(cell).ljust(width) for i, (cell, width) in enumerate(zip(cells, widths))).rstrip(), flush=True)


def main():
    parser = argparse.ArgumentParser(prog='bench/compare.sh', description='tenon and Terraform side by side on terraform_data.')
    parser.add_argument('--binary', default=os.path.join(ROOT, 'build', 'release', 'bin', 'tenon'))
    parser.add_argument('--sizes', default='500,10000', help='instances, separated by commas (default %(default)s)')
    parser.add_argument('--shapes', default=','.join(specs.SHAPES), help='of %(default)s')
    parser.add_argument('--no-terraform', action='store_true', help='measure tenon alone')
    parser.add_argument('--terraform-max', type=int, default=1000, help='sizes above are for tenon alone (default %(default)s)')
    parser.add_argument('--full', action='store_true', help='1,000 to 100,000, Terraform up to 5,000: takes about half an hour')
    parser.add_argument('--repeat', type=int, default=2, help='runs of what can be repeated; the fastest counts (default %(default)s)')
    parser.add_argument('--timeout', type=float, default=600, help='seconds for one command (default %(default)s)')
    parser.add_argument('--no-strace', dest='strace', action='store_false', help='do not check the count of fsyncs with strace')
    parser.add_argument('--json', metavar='FILE', help='write all numbers there, too')
    options = parser.parse_args()
    if options.full:
        options.sizes, options.terraform_max = '1000,5000,10000,30000,100000', 5000
    try:
        sizes = [int(size) for size in options.sizes.split(',')]
    except ValueError:
        parser.error(f'--sizes: "{options.sizes}" is not a list of numbers')
    shapes = options.shapes.split(',')
    for shape in shapes:
        if shape not in specs.SHAPES:
            parser.error(f'--shapes: no shape "{shape}"; there are {", ".join(specs.SHAPES)}')
    if not os.access(options.binary, os.X_OK):
        parser.error(f'no program at {options.binary}: build it first (cmake --workflow --preset release), or name it with --binary')

    ours = Program('tenon', [os.path.abspath(options.binary)], ['tenon.db', 'tenon.db-wal'], stats=True)
    theirs = None if options.no_terraform else terraform()
    print(f'{platform.machine()}, {os.cpu_count()} processors; sizes {options.sizes}; ' +
          ('tenon alone' + ('' if options.no_terraform else ': there is no terraform here') if theirs is None
           else f'Terraform up to {options.terraform_max}'))
    print('no-op*: a plan without changes and without no-op certificates. Times in s, memory and state in MiB; "Tf" is Terraform.\n')
    print_row(('shape', 'size', 'step', 'wall', 'cpu', 'memory', 'state', 'fsyncs', 'Tf wall', 'Tf cpu', 'Tf mem', 'Tf state', 'wall', 'cpu', 'memory', 'state'))
    results = []
    fine = True
    gone = set()  # shapes in which Terraform did not end in time at a smaller size
    for shape in shapes:
        for size in sorted(sizes):
            costs, state = measured(ours, shape, size, options)
            other, other_state = {}, 0
            if theirs and size <= options.terraform_max and shape not in gone:
                other, other_state = measured(theirs, shape, size, options)
                if any(cost.timed_out for cost in other.values()):
                    gone.add(shape)
            for step in STEPS:
                if step not in costs:
                    continue
                a, b = costs[step], other.get('no-op' if step == 'no-op*' else step)
                fine = fine and a.code == 0 and not a.timed_out
                ours_state, their_state = (state, other_state) if step == 'apply' else (0, 0)
                cells = [shape, size, step, seconds(a.wall), seconds(a.cpu), mebibytes(a.memory), mebibytes(ours_state) if ours_state else '',
                         '' if a.syncs is None else a.syncs]
                if b is None or b.code != 0:
                    cells += ['out of reach'] if b is not None and b.timed_out else ['failed'] if b is not None else []
                else:
                    cells += [seconds(b.wall), seconds(b.cpu), mebibytes(b.memory), mebibytes(their_state) if their_state else '',
                              ratio(b.wall, a.wall), ratio(b.cpu, a.cpu), ratio(b.memory, a.memory), ratio(their_state, ours_state)]
                print_row(cells if a.code == 0 and not a.timed_out else [shape, size, step, 'FAILED'])
                entry = {'shape': shape, 'size': size, 'step': step, 'state_bytes': ours_state}
                for name, cost in (('tenon', a), ('terraform', b)):
                    entry[name] = None if cost is None else {k: v for k, v in dataclasses.asdict(cost).items() if k != 'output'}
                entry['terraform_state_bytes'] = their_state
                results.append(entry)
            if options.json:
                with open(options.json, 'w') as to:
                    json.dump({'machine': platform.machine(), 'processors': os.cpu_count(), 'results': results}, to, indent=1)
    return 0 if fine else 1


if __name__ == '__main__':
    sys.exit(main())
