#!/usr/bin/env python3
"""Runs a command with a moto server of its own beside it.

  with_moto.py COMMAND [ARGUMENT ...]

The server listens on a free loopback port and is stopped whatever happens. The command gets AWS_ENDPOINT_URL, a region and
dummy credentials. Exit status: the command's; 77 (skipped) where the server cannot be had. Needs tests/tools/moto_venv.sh's
python, which it finds itself.
"""
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))


def python_with_moto():
    made = subprocess.run([os.path.join(HERE, 'moto_venv.sh')], capture_output=True, text=True)
    if made.returncode != 0:
        print(f'moto cannot be installed: {made.stderr.strip()[-500:]}', file=sys.stderr)
        return None
    return made.stdout.strip().splitlines()[-1]


def run_with_moto_python():
    """Goes on under the python that has moto and botocore; ends with 77 where it cannot be had."""
    python = python_with_moto()
    if python is None:
        sys.exit(77)
    if os.path.realpath(sys.prefix) != os.path.realpath(os.path.dirname(os.path.dirname(python))):
        os.execv(python, [python, *sys.argv])
    return python


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def test_environment(url):
    return dict(os.environ, AWS_ENDPOINT_URL=url, AWS_REGION='us-east-1', AWS_DEFAULT_REGION='us-east-1',
                AWS_ACCESS_KEY_ID='test', AWS_SECRET_ACCESS_KEY='test', AWS_EC2_METADATA_DISABLED='true',
                TENON_SETTLE_SECONDS='0', NO_COLOR='1')


class Moto:
    """with Moto() as moto: moto.url, moto.environment"""

    def __init__(self, python=None):
        self.python = python or python_with_moto()
        self.process = None

    def __enter__(self):
        for _ in range(3):
            port = free_port()
            self.url = f'http://127.0.0.1:{port}'
            self.process = subprocess.Popen([self.python, os.path.join(HERE, 'moto_server.py'), str(port)], stdout=subprocess.DEVNULL,
                                            stderr=subprocess.DEVNULL, start_new_session=True)
            for _ in range(600):
                if self.process.poll() is not None:
                    break  # the port was taken meanwhile
                try:
                    urllib.request.urlopen(self.url + '/moto-api/data.json', timeout=5).read()
                    self.environment = test_environment(self.url)
                    return self
                except OSError:
                    time.sleep(0.05)
            self.stop()
        raise RuntimeError('moto does not start')

    def stop(self):
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def reset(self):
        urllib.request.urlopen(urllib.request.Request(self.url + '/moto-api/reset', method='POST'), timeout=30).read()

    def __exit__(self, *unused):
        self.stop()


def main():
    python = python_with_moto()
    if python is None:
        return 77
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    with Moto(python) as moto:
        return subprocess.run(sys.argv[1:], env=moto.environment).returncode


if __name__ == '__main__':
    sys.exit(main())
