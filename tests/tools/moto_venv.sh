#!/usr/bin/env bash
# Makes build/venv with the pinned test server (moto) and botocore; does nothing where it is there. Prints the path of its python.
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=$PWD/build/venv
mkdir -p build
exec 9>build/venv.lock
flock 9  # tests run side by side, and each of them asks for it
wanted="moto[server]==5.2.3 botocore==1.43.11"
if [[ ! -x $venv/bin/python || $(cat "$venv/pinned" 2>/dev/null) != "$wanted" ]]; then
  python3 -m venv "$venv" >&2
  "$venv/bin/pip" install --quiet --disable-pip-version-check $wanted >&2
  echo "$wanted" >"$venv/pinned"
fi
echo "$venv/bin/python"
