#!/usr/bin/env bash
# The top level holds what was agreed and nothing else.
set -euo pipefail
cd "$1"
allowed='CMakeLists.txt|engine|providers|schema|state|examples|tests|bench|docs|README.md|LICENSE|CHANGELOG.md|CMakePresets.json|.ci|.clang-format|.gitignore'
extra=$(git ls-files | cut -d/ -f1 | sort -u | grep -vxE "$allowed" || true)
[[ -z $extra ]] || { echo "not part of the layout: $extra"; exit 1; }
