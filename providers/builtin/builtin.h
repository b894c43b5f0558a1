// The providers that need no cloud: terraform, null, random, local.
#pragma once

#include "providers/builtin/terraform_data.h"
#include "providers/registry.h"

namespace tenon {

// `remote_outputs` may be empty: terraform_remote_state is an error then.
void add_builtin_providers(Registry& registry, Env& env, RemoteOutputs remote_outputs = {});

}  // namespace tenon
