#!/usr/bin/env bash
# Installs the Debian or Ubuntu packages that building and testing need, and only those that are missing.
set -euo pipefail

packages=(g++ cmake ninja-build pkg-config ccache mold git ca-certificates python3 python3-venv
  libyaml-cpp-dev nlohmann-json3-dev libsqlite3-dev libcurl4-openssl-dev libssl-dev libboost-dev libspdlog-dev libfmt-dev
  libcli11-dev libre2-dev libutf8proc-dev libpugixml-dev zlib1g-dev libgtest-dev libgmock-dev libbenchmark-dev clang-format-14 valgrind)

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
  [[ $status == "install ok installed" ]] || missing+=("$package")
done
[[ ${#missing[@]} -eq 0 ]] && exit 0

sudo=()
if [[ $(id -u) -ne 0 ]]; then
  command -v sudo >/dev/null || { echo "These packages are missing, and installing them needs root: ${missing[*]}" >&2; exit 1; }
  sudo=(sudo)
fi
echo "Installing ${#missing[@]} packages: ${missing[*]}"
"${sudo[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
