#!/usr/bin/env bash
# Every source file is as clang-format leaves it.
set -euo pipefail
cd "$2"
git ls-files '*.h' '*.cc' | xargs "$1" --dry-run --Werror
