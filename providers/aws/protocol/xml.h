// XML answers, guided by shapes: what query, ec2 and rest-xml have in common. Elements are found by
// their local names, whatever the order; nesting beyond 200 levels is an error.
// Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>

#include "providers/aws/protocol/protocol.h"

namespace tenon::aws {

// The members of `shape` without a location, in the root element; or in its child `wrapper`.
Result<Node> read_xml(const Shape& shape, std::string_view body, std::string_view wrapper = {});
// The root element as a value of `use`: a payload.
Result<Node> read_xml_root(const Member& use, std::string_view body);
// Error, or Errors, in the root; or the root itself (S3). Without a code where there is none.
ApiError xml_error(const HttpResponse& response);

// What an element without a name of its own is called.
std::string name_or(const std::string& name, const char* otherwise);
// A flattened list is called as its elements are, unless it is this place that flattens or names
// it.
bool called_as_its_elements(const Member& use);

}  // namespace tenon::aws
