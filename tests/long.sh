#!/usr/bin/env bash
# What does not fit into tests/run.sh: hundreds of seeds of every property, everything that is recorded of Terraform and every story
# on the binary with sanitizers, benchmarks in full size. About an hour.
#
#   tests/long.sh [--seed N] [--seeds N]     from which seed on, and how many (default: 1000 and 500)
#   tests/long.sh --slice                    half a minute of the same, on the release build; what ctest runs is about as much
#   tests/long.sh --no-bench                 all but the benchmarks
#
# Ends with exit 0 if everything passed; what failed is named at the end, with the seed to repeat it.
set -uo pipefail
cd "$(dirname "$0")/.."

first=1000 seeds=500 slice=false bench=true
while [[ $# -gt 0 ]]; do
  case $1 in
    --seed) first=${2:?--seed needs a number}; shift ;;
    --seeds) seeds=${2:?--seeds needs a number}; shift ;;
    --slice) slice=true ;;
    --no-bench) bench=false ;;
    *) echo "tests/long.sh: no option $1 (see the head of this file)" >&2; exit 1 ;;
  esac
  shift
done

release=${TENON_BINARY:-build/release/bin/tenon}
dev=build/dev/bin/tenon
failed=()
run() {  # run NAME COMMAND...
  local name=$1 started=$SECONDS
  shift
  echo "== $name"
  "$@" || failed+=("$name")
  echo "   $((SECONDS - started)) s"
}
finish() {
  if [[ ${#failed[@]} -gt 0 ]]; then
    printf 'FAILED  %s\n' "${failed[@]}" >&2
    exit 1
  fi
  echo "All passed."
}

if $slice; then
  [[ -x $release ]] || { echo "no program at $release: build it first" >&2; exit 1; }
  run "properties of random specs, 25 seeds" python3 tests/property/random_specs.py "$release" --count 25 --seed "$first"
  run "secrets, 5 seeds" python3 tests/property/secrets.py "$release" --count 5 --seed "$first"
  run "benchmarks, small" bench/compare.sh --binary "$release" --no-terraform --sizes 1000 --repeat 1 --no-strace
  finish
  exit 0
fi

tests/tools/install_packages.sh
for preset in release dev; do
  cmake --preset $preset >/dev/null && cmake --build --preset $preset || { echo "the $preset build failed" >&2; exit 1; }
done

run "properties of random specs, $seeds seeds" python3 tests/property/random_specs.py "$release" --count "$seeds" --seed "$first"
run "secrets, $((seeds / 5)) seeds" python3 tests/property/secrets.py "$release" --count $((seeds / 5)) --seed "$first"
run "crashes at random, $((seeds / 5)) seeds" python3 tests/scenarios/random_crashes.py "$release" --count $((seeds / 5)) --seed "$first"
run "state on S3, killed at every request" python3 tests/aws/s3_crashes.py "$release"
run "stories with their state on S3" python3 tests/aws/s3_crashes.py "$release" --stories
run "every AWS type with sanitizers" python3 tests/aws/resource_types.py $dev
run "every AWS example with sanitizers" python3 tests/aws/examples.py $dev
run "properties of random specs with sanitizers, $((seeds / 10)) seeds" python3 tests/property/random_specs.py $dev --count $((seeds / 10)) --seed $((first + seeds))
run "secrets with sanitizers, $((seeds / 20)) seeds" python3 tests/property/secrets.py $dev --count $((seeds / 20)) --seed $((first + seeds))
run "everything else with sanitizers: stories, recorded behaviour, stores, units" ctest --preset dev -LE property
if $bench; then
  run "budgets" ctest --preset release -L bench
  run "benchmarks in full size" bench/compare.sh --full --json build/benchmarks.json
fi
finish
