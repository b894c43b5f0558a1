#!/usr/bin/env bash
# The story of the quickstart. Runs inside tests/tools/with_moto.py, which sets AWS_ENDPOINT_URL; also a test.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
tenon=${TENON:-$root/build/release/bin/tenon}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$root"/examples/issuetracker/*.tenon.yaml "$folder"
cd "$folder"

step() { printf '\n== %s\n$ %s\n' "$1" "$2"; }
fail() { echo "quickstart: $1" >&2; exit 1; }

step "What would be made" "tenon plan -out first.plan"
"$tenon" plan -out first.plan

step "Make it" "tenon apply first.plan"
"$tenon" apply first.plan

step "Nothing is left to do" "tenon plan -detailed-exitcode"
"$tenon" plan -detailed-exitcode || fail "the second plan is not empty"

step "Somebody changes and removes things behind our back" "(by the API of the test server)"
"$root/build/venv/bin/python" "$root/tests/tools/aws_call.py" ssm put_parameter \
  '{"Name": "/issuetracker/prod/api/base-url", "Value": "https://elsewhere.example", "Overwrite": true}'
"$root/build/venv/bin/python" "$root/tests/tools/aws_call.py" logs delete_log_group \
  '{"logGroupName": "/aws/lambda/issuetracker/production"}'

step "tenon finds it (exit status 2)" "tenon drift"
code=0
"$tenon" drift || code=$?
[[ $code -eq 2 ]] || fail "drift ended with $code instead of 2"

step "The next apply repairs it" "tenon apply -auto-approve"
"$tenon" apply -auto-approve
"$tenon" drift || fail "there is drift after the repair"

step "Take it down" "tenon destroy -auto-approve"
"$tenon" destroy -auto-approve
[[ -z $("$tenon" state list) ]] || fail "something is left in the state"
echo
echo "That was it. The spec is in examples/issuetracker, its language in docs/spec.md."
