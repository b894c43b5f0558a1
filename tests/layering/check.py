#!/usr/bin/env python3
"""The line: who may include whom, where third-party headers may stand, and where effects may live.

  check.py SOURCE_FOLDER            checks the sources; exit 1 and one line for each offence
  check.py --self-test              checks that each rule can fail

Rooms are ordered left to right; a file includes its own room and rooms to its left, nothing else (docs/architecture.md, 1).
"""
import os
import re
import sys

LINE = [
    'schema/base', 'schema/doc', 'schema/value', 'schema/resource',
    'providers', 'providers/http', 'providers/builtin', 'providers/fake',
    'providers/aws/client', 'providers/aws/model', 'providers/aws/protocol', 'providers/aws/catalog',
    'providers/aws/resource', 'providers/aws',
    'state', 'state/statefile', 'state/blob', 'state/sqlite', 'state/s3',
    'engine/lang/functions', 'engine/lang', 'engine/config', 'engine/graph', 'engine/plan', 'engine/apply', 'engine/drift',
    'engine/render', 'engine/cli',
]
# A room may reach into these further right, each for a reason.
EXCEPTIONS = {
    ('engine/lang/functions', 'engine/lang'): {'engine/lang/function.h'},  # the interface that both sides share
}
STANDARD = re.compile(r'^[a-z_0-9]+$')  # <vector>, <cstdint>
SYSTEM = {'unistd.h', 'fcntl.h', 'signal.h', 'pwd.h', 'poll.h', 'crypt.h', 'time.h', 'math.h', 'string.h', 'stdio.h', 'stdlib.h'}
EFFECTS = [
    ('environment', re.compile(r'\b(std::getenv|secure_getenv|::getenv|setenv)\s*\('), {'schema/base/env.cc'}),
    ('clock', re.compile(r'(system_clock|steady_clock)::now\s*\('), {'schema/base/env.cc'}),
    ('files', re.compile(r'\bstd::(ifstream|ofstream|fstream|filesystem)\b'), {'schema/base/env.cc', 'schema/base/log.cc'}),
    ('network', re.compile(r'#include\s*<(curl/|sys/socket|netinet/|arpa/)'), {'providers/http'}),
    ('exit', re.compile(r'\b(std::exit|::_exit|std::quick_exit|std::abort)\s*\('), {'engine/cli', 'schema/base/check.cc', 'providers/fake'}),
    ('terminal', re.compile(r'\bstd::(cout|cerr|cin)\b'), {'engine/cli'}),
]


def room_of(path):
    best = ''
    for room in LINE:
        if path.startswith(room + '/') and len(room) > len(best):
            best = room
    return best


def offences(path, text):
    room = room_of(path)
    if not room:
        return [f'{path}: lies in no room of the line']
    found = []
    for number, line in enumerate(text.split('\n'), 1):
        m = re.match(r'\s*#include\s*"([^"]+)"', line)
        if m:
            target = room_of(m.group(1))
            if not target:
                if not m.group(1).endswith('_sql.h'):
                    found.append(f'{path}:{number}: includes "{m.group(1)}", which lies in no room')
            elif LINE.index(target) > LINE.index(room) and m.group(1) not in EXCEPTIONS.get((room, target), set()):
                found.append(f'{path}:{number}: {room} includes "{m.group(1)}", which is to its right')
        m = re.match(r'\s*#include\s*<([^>]+)>', line)
        if m and path.endswith('.h') and not STANDARD.match(m.group(1)) and m.group(1) not in SYSTEM:
            found.append(f'{path}:{number}: a third-party header, <{m.group(1)}>, in a header of ours')
        code = line.split('//')[0]
        for what, pattern, allowed in EFFECTS:
            if pattern.search(code) and not any(path == a or path.startswith(a + '/') for a in allowed):
                found.append(f'{path}:{number}: {what} outside of its room')
    return found


def self_test():
    cases = [
        ('schema/base/x.h', '#include "engine/plan/plan.h"'),
        ('schema/value/x.cc', '#include "schema/resource/address.h"'),
        ('engine/graph/x.h', '#include <boost/graph/graph.hpp>'),
        ('engine/plan/x.cc', 'auto now = std::chrono::system_clock::now();'),
        ('engine/lang/x.cc', 'std::ifstream in;'),
        ('nowhere/x.cc', ''),
    ]
    for path, text in cases:
        if not offences(path, text):
            sys.exit(f'the rule for {path} does not catch: {text}')
    if offences('engine/plan/x.cc', '#include "schema/value/value.h"\n#include <vector>\n'):
        sys.exit('an allowed include is refused')
    print('every rule can fail')


if sys.argv[1] == '--self-test':
    self_test()
    sys.exit(0)
root = sys.argv[1]
bad = []
count = 0
for top in ('schema', 'providers', 'state', 'engine'):
    for folder, _, names in os.walk(os.path.join(root, top)):
        for name in sorted(names):
            if name.endswith(('.h', '.cc')):
                full = os.path.join(folder, name)
                count += 1
                bad += offences(os.path.relpath(full, root), open(full).read())
print('\n'.join(bad))
print(f'{count} files, {len(bad)} offences')
sys.exit(1 if bad or count == 0 else 0)
