#!/usr/bin/env bash
# From nothing to a running system, on this machine only: installs what is missing, builds tenon, starts a test server in the
# place of AWS on loopback, and brings examples/issuetracker up, through a drift and its repair, and down again.
set -euo pipefail
cd "$(dirname "$0")/.."

tests/tools/install_packages.sh
echo "== building tenon (build/release/bin/tenon)"
cmake --preset release >/dev/null
cmake --build --preset release --target tenon tenon_catalog
echo "== preparing the test server (moto, in build/venv)"
tests/tools/moto_venv.sh >/dev/null

exec python3 tests/tools/with_moto.py examples/quickstart_story.sh
