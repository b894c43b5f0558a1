// Hooks: the few rules that data cannot say. Each is listed in docs/adding-an-aws-type.md, named in
// hook_names() of providers/aws/catalog, and lives in hooks_<service>.cc.
#pragma once

#include "providers/aws/resource/steps.h"

namespace tenon::aws {

StepOutcome run_hook(const Step& step, Work& work, int tries);

// Of a data source that is computed: from its arguments to the attributes that it gives.
Result<Node> run_data_hook(const std::string& name, const Node& arguments);

StepOutcome dynamodb_index_changes(const Step& step, Work& work, int tries);

}  // namespace tenon::aws
