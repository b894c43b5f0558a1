// Texts that mean the same.
#pragma once

#include <string_view>

#include "providers/aws/catalog/declaration.h"

namespace tenon::aws {

bool same_meaning(Normal normal, std::string_view a, std::string_view b);

}  // namespace tenon::aws
