#!/usr/bin/env python3
"""Reduced service models from botocore's: names, types, wire locations and constraints of the operations in operations.txt.

  generate.py BOTOCORE_DATA_FOLDER [--check]     writes (or compares) one JSON file per service beside this script

The data folder is `botocore/data` of the version pinned below (an installed package, plain or .gz). Prose is left out: only
what a request and its answer are made of. JSON and query are preferred to CBOR, because one protocol is enough.
"""
import gzip
import json
import os
import sys

BOTOCORE = '1.43.11'
HERE = os.path.dirname(os.path.abspath(__file__))
PREFERENCE = ['json', 'rest-json', 'rest-xml', 'query', 'ec2']
METADATA = ['apiVersion', 'endpointPrefix', 'globalEndpoint', 'jsonVersion', 'serviceId', 'signatureVersion', 'signingName', 'targetPrefix',
            'xmlNamespace']
MEMBER = ['location', 'locationName', 'queryName', 'flattened', 'xmlNamespace', 'xmlAttribute', 'timestampFormat', 'jsonvalue', 'streaming',
          'idempotencyToken', 'hostLabel']
SHAPE = ['type', 'required', 'payload', 'enum', 'pattern', 'min', 'max', 'flattened', 'locationName', 'xmlNamespace', 'timestampFormat',
         'error', 'exception', 'fault', 'retryable', 'document', 'union', 'streaming', 'eventstream']


def load(folder, name):
    for suffix, opener in (('.json', open), ('.json.gz', gzip.open)):
        path = os.path.join(folder, name + suffix)
        if os.path.exists(path):
            with opener(path, 'rt', encoding='utf-8') as f:
                return json.load(f)
    return {}


def kept(source, keys):
    return {key: source[key] for key in keys if key in source}


def reference(source):
    return dict({'shape': source['shape']}, **kept(source, MEMBER))


def reduce(folder, operations):
    model = load(folder, 'service-2')
    shapes, wanted = {}, []

    def want(name):
        if name and name not in shapes:
            shapes[name] = None
            wanted.append(name)

    reduced = {'metadata': kept(model['metadata'], METADATA), 'operations': {}}
    protocols = model['metadata'].get('protocols', [model['metadata']['protocol']])
    reduced['metadata']['protocol'] = next(p for p in PREFERENCE if p in protocols)
    if 'awsQueryCompatible' in model['metadata']:
        reduced['metadata']['awsQueryCompatible'] = True
    for name in operations:
        operation = model['operations'][name]
        entry = kept(operation, ['http', 'authtype', 'httpChecksum', 'httpChecksumRequired', 'idempotent'])
        for side in ('input', 'output'):
            if side in operation:
                entry[side] = kept(operation[side], ['shape', 'resultWrapper', 'locationName', 'xmlNamespace', 'payload'])
                want(operation[side]['shape'])
        entry['errors'] = sorted(e['shape'] for e in operation.get('errors', []))
        for error in entry['errors']:
            want(error)
        if operation.get('endpoint'):
            entry['endpoint'] = operation['endpoint']
        reduced['operations'][name] = entry
    while wanted:
        name = wanted.pop()
        source = model['shapes'][name]
        shape = kept(source, SHAPE)
        if source.get('exception'):
            shape.pop('required', None)  # of an error only its code and message count
        else:
            if 'members' in source:
                shape['members'] = {m: reference(r) for m, r in source['members'].items()}
            for part in ('member', 'key', 'value'):
                if part in source:
                    shape[part] = reference(source[part])
            for used in list(shape.get('members', {}).values()) + [shape[p] for p in ('member', 'key', 'value') if p in shape]:
                want(used['shape'])
        shapes[name] = shape
    reduced['shapes'] = {name: shapes[name] for name in sorted(shapes)}
    paginators = load(folder, 'paginators-1').get('pagination', {})
    reduced['paginators'] = {name: paginators[name] for name in sorted(paginators) if name in operations}
    waiters = load(folder, 'waiters-2').get('waiters', {})
    reduced['waiters'] = {name: {k: v for k, v in w.items() if k != 'description'} for name, w in sorted(waiters.items())
                          if w['operation'] in operations}
    return reduced


def text_of(model):
    # One line per operation and shape, so that a change is readable.
    lines = ['{']
    for section in ('metadata', 'operations', 'shapes', 'paginators', 'waiters'):
        last = section == 'waiters'
        if section == 'metadata':
            lines.append(f'"metadata":{json.dumps(model[section], sort_keys=True)},')
            continue
        lines.append(f'"{section}":{{')
        entries = [f'{json.dumps(k)}:{json.dumps(v, sort_keys=section != "shapes", separators=(",", ":"))}' for k, v in model[section].items()]
        lines.append(',\n'.join(entries))
        lines.append('}' if last else '},')
    return '\n'.join(lines) + '\n}\n'


def main():
    data, check = sys.argv[1], '--check' in sys.argv
    differ = 0
    for line in open(os.path.join(HERE, 'operations.txt'), encoding='utf-8'):
        if line.startswith('#') or not line.strip():
            continue
        service, names = line.split(':')
        folder = os.path.join(data, service)
        version = max(os.listdir(folder))
        text = text_of(reduce(os.path.join(folder, version), sorted(names.split())))
        path = os.path.join(HERE, service + '.json')
        if check:
            if not os.path.exists(path) or open(path, encoding='utf-8').read() != text:
                print(f'{service}.json is not what botocore {BOTOCORE} gives')
                differ += 1
        else:
            with open(path, 'w', encoding='utf-8') as f:
                f.write(text)
    return 1 if differ else 0


if __name__ == '__main__':
    sys.exit(main())
