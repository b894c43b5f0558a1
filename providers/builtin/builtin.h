// The providers that need no cloud: terraform, null, random, local.
#pragma once

#include "providers/registry.h"

namespace tenon {

void add_builtin_providers(Registry& registry, Env& env);

}  // namespace tenon
