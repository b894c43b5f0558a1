// Texts that mean the same.
#pragma once

#include <string>
#include <string_view>

#include "providers/aws/catalog/declaration.h"

namespace tenon::aws {

// The name of an IP protocol, whether it is named or numbered ("6" is "tcp", "all" is "-1"; IANA's
// protocol numbers, as EC2 takes them).
std::string protocol_name(std::string_view text);

bool same_meaning(Normal normal, std::string_view a, std::string_view b);

}  // namespace tenon::aws
