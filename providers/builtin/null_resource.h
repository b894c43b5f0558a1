// null_resource: nothing but an id and triggers (the null provider, 3.2).
#pragma once

#include <memory>

#include "providers/provider.h"

namespace tenon {

std::unique_ptr<Provider> make_null_provider(Env& env);

}  // namespace tenon
