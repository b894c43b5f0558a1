// local_file (the local provider, 2.5): a file with given content.
#pragma once

#include <memory>

#include "providers/provider.h"

namespace tenon {

std::unique_ptr<Provider> make_local_provider(Env& env);

}  // namespace tenon
