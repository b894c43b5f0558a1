// terraform_data: a value kept in the state, and a trigger for replacements.
#pragma once

#include <memory>

#include "providers/provider.h"

namespace tenon {

std::unique_ptr<Provider> make_terraform_provider(Env& env);

}  // namespace tenon
