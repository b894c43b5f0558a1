// random_password and random_id (the random provider, 3.7): values that are drawn once and kept in
// the state.
#pragma once

#include <memory>

#include "providers/provider.h"

namespace tenon {

std::unique_ptr<Provider> make_random_provider(Env& env);

}  // namespace tenon
