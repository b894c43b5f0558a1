#!/usr/bin/env bash
# Sets up what is missing, builds, and runs every test; prints ctest's summary. Works on a fresh Debian 12 or Ubuntu.
set -euo pipefail
cd "$(dirname "$0")/.."

tests/tools/install_packages.sh

echo "== release build"
cmake --preset release >/dev/null
cmake --build --preset release

echo "== dev build (sanitizers)"
cmake --preset dev >/dev/null
cmake --build --preset dev

# Both are run, whatever the first finds: one run tells all there is to know.
failed=0
echo "== tests, release"
ctest --preset release || failed=$?
echo "== tests, dev"
ctest --preset dev || failed=$?
exit "$failed"
