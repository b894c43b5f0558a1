#!/usr/bin/env python3
"""Runs a command that needs the source distribution of botocore: its protocol cases, the SigV4 suite, its service models.

  with_botocore.py COMMAND [ARGUMENT ...]        "@" in an argument stands for the folder of the distribution

The pinned version (the one that providers/aws/models/generate.py names) is fetched once into build/botocore by pip, and its
digest is checked. Exit status: the command's; 77 (skipped) where the package index cannot be reached.
"""
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
DIGESTS = {'1.43.11': 'd7d479cc2809ec2728f2898521003adfb79bfe6a4615c59dfd222ec52b0cee6b'}
WANTED = ('tests/unit/protocols/', 'tests/unit/auth/', 'tests/functional/endpoint-rules/', 'botocore/data/')


def pinned_version():
    with open(os.path.join(ROOT, 'providers', 'aws', 'models', 'generate.py'), encoding='utf-8') as f:
        return re.search(r"^BOTOCORE = '([^']+)'", f.read(), re.MULTILINE).group(1)


def download(version, to):
    made = subprocess.run([os.path.join(ROOT, 'tests', 'tools', 'moto_venv.sh')], capture_output=True, text=True)
    if made.returncode != 0:
        return made.stderr
    python = made.stdout.strip().splitlines()[-1]
    # The distribution itself: neither a wheel nor what it depends on.
    fetched = subprocess.run([python, '-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--no-binary', 'botocore',
                              '--dest', to, f'botocore=={version}'], capture_output=True, text=True)
    return '' if fetched.returncode == 0 else fetched.stderr


def unpack(archive, version, to):
    part = to + '.part'
    shutil.rmtree(part, ignore_errors=True)
    prefix = f'botocore-{version}/'
    with tarfile.open(archive) as tar:
        for member in tar:
            name = member.name[len(prefix):]
            if not member.isfile() or not member.name.startswith(prefix) or not name.startswith(WANTED) or '..' in name.split('/'):
                continue
            path = os.path.join(part, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'wb') as f:
                shutil.copyfileobj(tar.extractfile(member), f)
    os.rename(part, to)


def source_folder():
    """The folder, or None and why not."""
    version = pinned_version()
    store = os.path.join(ROOT, 'build', 'botocore')
    folder = os.path.join(store, f'botocore-{version}')
    os.makedirs(store, exist_ok=True)
    with open(os.path.join(store, 'lock'), 'w', encoding='utf-8') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        missing = [part for part in WANTED if not os.path.isdir(os.path.join(folder, part))]
        if not missing:
            return folder, ''
        archive = folder + '.tar.gz'
        if not os.path.exists(archive):
            problem = download(version, store)
            if problem or not os.path.exists(archive):
                return None, problem.strip()[-500:]
        with open(archive, 'rb') as f:
            digest = hashlib.sha256(f.read()).hexdigest()
        if digest != DIGESTS.get(version):
            os.remove(archive)
            sys.exit(f'botocore {version} has the digest {digest}, which is not the pinned one: the file was removed')
        if not os.path.isdir(folder):
            unpack(archive, version, folder)
            return folder, ''
        # Unpacked when less of it was wanted.
        unpack(archive, version, folder + '.more')
        for part in missing:
            os.makedirs(os.path.dirname(os.path.join(folder, part.rstrip('/'))), exist_ok=True)
            os.rename(os.path.join(folder + '.more', part), os.path.join(folder, part.rstrip('/')))
        shutil.rmtree(folder + '.more')
        return folder, ''


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder, problem = source_folder()
    if folder is None:
        print(f'skipped: the source distribution of botocore cannot be fetched: {problem}', file=sys.stderr)
        return 77
    return subprocess.run([argument.replace('@', folder) for argument in sys.argv[1:]]).returncode


if __name__ == '__main__':
    sys.exit(main())
