#!/usr/bin/env python3
"""A first draft of a declaration's attributes and blocks, from Terraform's published schema and observed behaviour.

  draft_type.py REFERENCE_FOLDER TYPE ...        `data.TYPE` for a data source

The members' names, the steps, the reads and the normal forms are for a person to add; the reference leaves out every attribute that is called
"description".
"""
import json
import sys

REFERENCE = sys.argv[1].rstrip('/') + '/'
BEHAVIOUR = json.load(open(REFERENCE + 'behaviour.json'))


def block(schema, indent, path, facts, out):
    pad = ' ' * indent
    if schema.get('attributes'):
        out.append(pad + 'attributes:')
    for name, attribute in sorted(schema.get('attributes', {}).items()):
        role = ('required' if attribute.get('required') else 'optional_computed' if attribute.get('optional') and attribute.get('computed')
                else 'computed' if attribute.get('computed') else 'optional')
        kind = attribute['type']
        parts = [f"{role}: {kind if isinstance(kind, str) else json.dumps(kind).replace(chr(34), '')}"]
        parts += [f'{word}: true' for word in ('sensitive', 'write_only', 'deprecated') if attribute.get(word)]
        if path + name in facts.get('replaces', []):
            parts.append('replaces: true')
        if path + name in facts.get('defaults', {}):
            parts.append('default: ' + json.dumps(facts['defaults'][path + name]))
        out.append(f"{pad}  {name}: {{{', '.join(parts)}}}")
    if schema.get('block_types'):
        out.append(pad + 'blocks:')
    for name, nested in sorted(schema.get('block_types', {}).items()):
        out += [pad + f'  {name}:', pad + f"    nesting: {nested['nesting_mode']}"]
        out += [pad + f'    {word}: {nested[field]}' for word, field in (('min', 'min_items'), ('max', 'max_items')) if nested.get(field)]
        block(nested['block'], indent + 4, path + name + '.', facts, out)


def draft(kind, type_name):
    schema = json.load(open(f'{REFERENCE}{kind}/{type_name}.json'))
    out = [f'type: {type_name}']
    if schema.get('version'):
        out.append(f"version: {schema['version']}")
    block(schema['block'], 0, '', BEHAVIOUR.get(type_name, {}) if kind == 'resources' else {}, out)
    return '\n'.join(out)


for word in sys.argv[2:]:
    print(draft('data-sources', word[5:]) if word.startswith('data.') else draft('resources', word))
