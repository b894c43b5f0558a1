#!/usr/bin/env bash
# tenon and, where it is installed, Terraform on the same generated configurations: wall clock, CPU, peak memory, size of the
# state, fsyncs, and the ratios. A few minutes as it stands; --help lists the options, docs/benchmarks.md says how to read it.
set -euo pipefail
exec python3 "$(dirname "$0")/compare.py" "$@"
