#!/usr/bin/env python3
"""moto as the test server, with what it lacks or forgets added by moto_extensions/<service>.py, faithful to what AWS documents.

  moto_server.py PORT        serves on 127.0.0.1:PORT until it is stopped
"""
import glob
import os
import runpy
import sys

from moto.server import main

for extension in sorted(glob.glob(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'moto_extensions', '*.py'))):
    runpy.run_path(extension)

if __name__ == '__main__':
    sys.exit(main(['-H', '127.0.0.1', '-p', sys.argv[1]]))
