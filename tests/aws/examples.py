#!/usr/bin/env python3
"""Each folder of examples/aws is applied, planned again (nothing to do) and destroyed, against moto.

  examples.py TENON [NAME ...]      names may be beginnings: aws_iam
"""
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'tools'))
import with_moto  # noqa: E402


def main():
    python = with_moto.run_with_moto_python()
    binary = os.path.abspath(sys.argv[1])
    examples = os.path.join(HERE, '..', '..', 'examples', 'aws')
    names = sorted(name for name in os.listdir(examples) if name.startswith(tuple(sys.argv[2:]) or ''))
    failed = 0
    with with_moto.Moto(python) as moto:
        for name in names:
            moto.reset()
            folder = tempfile.mkdtemp(prefix='tenon-example-')
            try:
                shutil.copytree(os.path.join(examples, name), folder, dirs_exist_ok=True)
                for command in (['validate'], ['apply', '-auto-approve'], ['plan', '-detailed-exitcode', '-certificates=false'],
                                ['destroy', '-auto-approve']):
                    done = subprocess.run([binary, *command], cwd=folder, env=moto.environment, capture_output=True, text=True, timeout=120)
                    if done.returncode != 0:
                        failed += 1
                        print(f'FAIL  {name}: tenon {" ".join(command)} ended with {done.returncode}\n{done.stdout}{done.stderr}')
                        break
                else:
                    print(f'ok    {name}')
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    print(f'{len(names) - failed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
