// The functions of path expressions whose arguments are values. Pure; any thread. What makes no
// sense gives null.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "providers/aws/model/node.h"

namespace tenon::aws {

// How many arguments it takes, 0 for any number; nothing where there is no such function.
std::optional<std::size_t> arguments_of_path_function(const std::string& name);

// `args` are known. `if`, `not_null` and `sort_by`, which look at terms or unknowns, are not here.
Node call_path_function(const std::string& name, const std::vector<Node>& args);

}  // namespace tenon::aws
