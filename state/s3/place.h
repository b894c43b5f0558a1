// The backend "s3" as a place of states (state/blob/place.h): Terraform's own objects, so that both
// tools take turns on them. The text of a workspace lies at `key`, or at `env:/NAME/key`; its locks
// are the object `….tflock` (use_lockfile) and the item "bucket/key" of a DynamoDB table, its
// digest is that table's item "bucket/key-md5". What v4 has no room for lies beside it, below
// `….tenon/`: see state/s3/sidecar.h. docs/backends-s3.md explains it to users.
#pragma once

#include <memory>
#include <string>

#include "state/blob/place.h"

namespace tenon {

// Makes no request yet. REQUIRES: kS3Backend.check() found no errors.
Result<std::unique_ptr<StatePlace>> open_s3_place(Env& env, const BackendSettings& settings);

extern const BackendKind kS3Backend;

}  // namespace tenon
