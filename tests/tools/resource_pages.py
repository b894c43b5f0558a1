#!/usr/bin/env python3
"""One page for each AWS type, from its declaration.

  resource_pages.py TENON_CATALOG CATALOG FOLDER [--check]        writes FOLDER/<type>.md, or says which are not as generated
"""
import json
import os
import subprocess
import sys


def type_text(t):
    return t if isinstance(t, str) else f'{t[0]}({type_text(t[1])})' if t[0] != 'object' else 'object'


SHORT = 12  # attributes of a block that are listed again wherever it stands


def size(block):
    return len(block.get('attributes', {})) + sum(1 + size(b['block']) for b in block.get('block_types', {}).values())


def rows(block, one, prefix, out, seen):
    def remarks(path, attribute):
        notes = []
        if path in one.get('replaces', {}):
            notes.append('a change replaces the object')
        if path in one.get('defaults', {}):
            notes.append(f'default `{json.dumps(one["defaults"][path])}`')
        if attribute.get('sensitive'):
            notes.append('sensitive')
        if attribute.get('write_only'):
            notes.append('write-only: never stored')
        if path in one.get('values', {}):
            values = one['values'][path]
            notes.append('one of ' + ', '.join(f'`{v}`' for v in values[:12]) + (' …' if len(values) > 12 else ''))
        if path in one.get('unsupported', {}):
            notes.append(f'**refused**: {one["unsupported"][path]}')
        if path in one.get('not_read', {}):
            notes.append(f'**not read back**: {one["not_read"][path]}')
        return '; '.join(notes)

    for name, attribute in sorted(block.get('attributes', {}).items()):
        role = ('required' if attribute.get('required') else 'optional, or computed' if attribute.get('optional') and attribute.get('computed')
                else 'optional' if attribute.get('optional') else 'computed')
        out.append(f'| `{prefix}{name}` | {type_text(attribute["type"])} | {role} | {remarks(prefix + name, attribute)} |')
    for name, nested in sorted(block.get('block_types', {}).items()):
        least, most = nested.get('min_items', 0), nested.get('max_items', 0)
        count = f'{least} to {most}' if most else ('one' if nested['nesting_mode'] == 'single' else f'{least} or more')
        out.append(f'| `{prefix}{name}` | block, {nested["nesting_mode"]} | {count} | {remarks(prefix + name, {})} |')
        # A long block that stands in many places is listed once.
        text = json.dumps(nested['block'], sort_keys=True)
        if size(nested['block']) < SHORT or text not in seen:
            seen[text] = prefix + name
            rows(nested['block'], one, prefix + name + '.', out, seen)
        else:
            out[-1] = out[-1][:-1].rstrip() + f' as `{seen[text]}` |'


RECOVERY = {'natural_key': 'its name: what exists under it with the planned content is ours', 'tag': 'the tag `tenon:intent` that its create carries for a moment',
            'token': 'the idempotency token that it took: it is sent again',
            'scan': 'what was not there before it: the list is asked before the create, and journalled',
            'none': 'nobody but you: `tenon recover ADDRESS --id X` where it was made, `--absent` where it was not'}


def page(one):
    out = [f'# {one["type"]}' + (' (data source)' if one['mode'] == 'data' else ''), '',
           'Generated from the declaration by tests/tools/resource_pages.py; do not edit.', '',
           '| attribute | type | | remarks |', '|---|---|---|---|']
    rows(one['schema']['block'], one, '', out, {})
    if one.get('rules'):
        out += ['', '## Checked before anything is done', ''] + [f'- {rule}' for rule in one['rules']]
    out += ['', '## What it asks of AWS', '', 'Permissions: ' + (', '.join(f'`{p}`' for p in one['permissions']) or 'none') + '.']
    if one['mode'] == 'resource':
        out += ['', f'A create whose answer never came is recognised by {RECOVERY[one["recovery"]]}.']
    return '\n'.join(out) + '\n'


def main():
    tool, catalog, folder = sys.argv[1:4]
    check = '--check' in sys.argv
    described = json.loads(subprocess.run([tool, '--describe', catalog], capture_output=True, text=True, check=True).stdout)
    pages = {('data_' if d['mode'] == 'data' else '') + d['type'] + '.md': page(d) for d in described}
    wrong = []
    os.makedirs(folder, exist_ok=True)
    for name, text in pages.items():
        path = os.path.join(folder, name)
        if check:
            if not os.path.exists(path) or open(path, encoding='utf-8').read() != text:
                wrong.append(name)
        else:
            with open(path, 'w', encoding='utf-8') as f:
                f.write(text)
    if check:
        wrong += [n for n in os.listdir(folder) if n.endswith('.md') and n not in pages]
        for name in wrong:
            print(f'{name} is not as generated: run tests/tools/resource_pages.py')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
