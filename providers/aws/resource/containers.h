// Container definitions of ECS: one JSON text that ECS answers in another form, with its defaults
// filled in and its lists in an order of its own. Threads: any. Source: the API reference of
// ContainerDefinition.
#pragma once

#include <string>
#include <string_view>

#include "providers/aws/model/node.h"

namespace tenon::aws {

// The text that is kept of ECS's answer: without nulls and a cpu of 0, variables and secrets by
// name.
std::string text_of_containers(const Node& list);

// Whether two texts define the same containers.
bool same_containers(std::string_view a, std::string_view b);

}  // namespace tenon::aws
