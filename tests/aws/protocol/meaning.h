// Comparison by meaning of what a protocol case says and what tenon made of it. Cases write blobs
// as plain text and times as seconds since 1970; tenon's Nodes hold base64 and ISO 8601.
#pragma once

#include <string>

#include "providers/aws/model/service_model.h"

namespace tenon::aws {

// The parameters of a case as a Node that tenon's callers would hand over: blobs in base64.
Node as_input(const Shape& shape, const Node& params);

// Where the two differ in meaning, as "at a.b: wanted …, got …"; "" where they do not.
std::string difference_of(const Member& use, const Node& wanted, const Node& got,
                          const std::string& at = "");
// Two JSON texts; numbers by value.
std::string json_difference(const std::string& wanted, const std::string& got);
// Two XML documents; the order of attributes and space between elements mean nothing.
std::string xml_difference(const std::string& wanted, const std::string& got);
// Two forms: the same pairs, escaped in the same way, in any order.
std::string form_difference(const std::string& wanted, const std::string& got);

}  // namespace tenon::aws
