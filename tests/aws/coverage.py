#!/usr/bin/env python3
"""Declarations against the published facts: the attribute set of each type equals Terraform's schema, and what replaces and
what is filled in equals what its provider does. Prints the coverage for each type.

  coverage.py TENON_CATALOG CATALOG REFERENCE_FOLDER        exit 77 where the reference is not there
"""
import glob
import json
import os
import runpy
import subprocess
import sys

# The reference leaves out attributes that are called "description"; declarations have them.
LEFT_OUT_BY_REFERENCE = {'description'}
# Behaviour that probes could not see, or that depends on other attributes, stands with its reason in cases/<service>.py.
REPLACES_BESIDES, DEFAULTS_BESIDES = {}, {}
for cases in sorted(glob.glob(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'cases', '*.py'))):
    found = runpy.run_path(cases)
    REPLACES_BESIDES.update(found.get('REPLACES_BESIDES', {}))
    DEFAULTS_BESIDES.update(found.get('DEFAULTS_BESIDES', {}))


def without_left_out(kind):
    """The type of an attribute of objects without what the reference leaves out of it."""
    if isinstance(kind, list) and len(kind) == 2:
        inner = {k: v for k, v in kind[1].items() if k not in LEFT_OUT_BY_REFERENCE} if kind[0] == 'object' else without_left_out(kind[1])
        return [kind[0], inner]
    return kind


def slots(block, prefix=''):
    found = {}
    for name, attribute in block.get('attributes', {}).items():
        found[prefix + name] = {k: without_left_out(attribute.get(k)) for k in ('type', 'required', 'optional', 'computed', 'sensitive', 'write_only') if attribute.get(k)}
    for name, nested in block.get('block_types', {}).items():
        found[prefix + name] = {'nesting': nested['nesting_mode'], 'min': nested.get('min_items') or 0, 'max': nested.get('max_items') or 0}
        found.update(slots(nested['block'], prefix + name + '.'))
    return found


def main():
    tool, catalog, reference = sys.argv[1:4]
    if not os.path.isdir(reference):
        print('the reference schemas are not here')
        return 77
    behaviour = json.load(open(os.path.join(reference, 'behaviour.json')))
    described = json.loads(subprocess.run([tool, '--describe', catalog], capture_output=True, text=True, check=True).stdout)
    problems = 0
    for one in described:
        kind = 'data-sources' if one['mode'] == 'data' else 'resources'
        path = os.path.join(reference, kind, one['type'] + '.json')
        if not os.path.exists(path):
            print(f'{one["type"]}: no reference')
            problems += 1
            continue
        wanted_schema = json.load(open(path))
        wanted, have = slots(wanted_schema['block']), slots(one['schema']['block'])
        for name in [n for n in have if n.rsplit('.', 1)[-1] in LEFT_OUT_BY_REFERENCE and n not in wanted]:
            have.pop(name)
        found = []
        for name in sorted(set(wanted) | set(have)):
            if wanted.get(name) != have.get(name):
                found.append(f'{name}: is {have.get(name)}, is {wanted.get(name)} in Terraform')
        if wanted_schema.get('version', 0) != one['schema'].get('version', 0):
            found.append('schema version differs')
        facts = behaviour.get(one['type'])
        if facts and one['mode'] == 'resource':
            # What the probes could not see says nothing.
            unseen = set(facts.get('not_observed', []))
            unseen |= {name.rsplit('.', depth)[0] for name in unseen for depth in range(1, name.count('.') + 1)} - set(facts['updates_in_place'])
            besides = set(REPLACES_BESIDES.get(one['type'], {})) | unseen
            replaces = set(one.get('replaces', {})) - besides
            expected = set(facts['replaces']) - besides
            for name in sorted(replaces ^ expected):
                found.append(f'{name}: {"replaces here only" if name in replaces else "replaces in Terraform only"}')
            # The probes say nothing of defaults inside of blocks.
            defaults = {k: v for k, v in one.get('defaults', {}).items() if '.' not in k and k not in DEFAULTS_BESIDES.get(one['type'], {})}
            wanted_defaults = {k: v for k, v in facts['defaults'].items() if k not in DEFAULTS_BESIDES.get(one['type'], {})}
            if defaults != wanted_defaults:
                found.append(f'defaults are {defaults}, in Terraform {wanted_defaults}')
        unread = len(one.get('not_read', {})) + len(one.get('unsupported', {}))
        print(f'{one["type"]}: {len(have) - unread} of {len(have)} attributes, {len(one.get("unsupported", {}))} refused, '
              f'{len(one.get("not_read", {}))} not read' + (f', {len(found)} problems' if found else ''))
        for problem in found:
            print('    ' + problem)
        problems += len(found)
    print(f'{len(described)} types, {problems} problems')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
