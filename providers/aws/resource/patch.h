// Patch operations, as API Gateway takes changes: one {op, path, value} for each changed attribute,
// or for each changed entry of a map or set. Pure.
#pragma once

#include "providers/aws/resource/steps.h"

namespace tenon::aws {

// A list; empty where nothing that the step patches has changed.
Node patch_operations(const Step& step, const Work& work);

}  // namespace tenon::aws
