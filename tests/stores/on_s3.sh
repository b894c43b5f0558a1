#!/usr/bin/env bash
# on_s3.sh STORE_CONTRACT [ARGUMENT ...]: the contract suite against the S3 server at AWS_ENDPOINT_URL (tests/tools/with_moto.py)
set -euo pipefail
curl -fsS -X PUT "$AWS_ENDPOINT_URL/states" >/dev/null
export TENON_TEST_S3=1
exec "$@"
