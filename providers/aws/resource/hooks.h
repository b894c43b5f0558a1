// Hooks: the few rules that data cannot say. Each is listed in docs/adding-an-aws-type.md.
#pragma once

#include "providers/aws/resource/steps.h"

namespace tenon::aws {

StepOutcome run_hook(const Step& step, Work& work, int tries);

}  // namespace tenon::aws
