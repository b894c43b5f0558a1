// Between values of the language and nodes of the wire.
#pragma once

#include "providers/aws/model/node.h"
#include "schema/base/arena.h"
#include "schema/value/value.h"

namespace tenon::aws {

// Objects and maps become maps (null members included, so that expressions find them null), lists,
// sets and tuples lists, unknowns Unknown.
Node node_of(const Value& value);

// A node as a value of `type`: "5" and 5 are both a number where one is wanted, "true" and true a
// bool. What does not fit is null.
Value value_of(Arena& arena, const Node& node, Type type);

// "", 0, false, an empty collection: what AWS and Terraform's provider say for "not set".
bool is_zero(const Value& value);
// "" or 0 or false of a primitive type, an empty collection; null of any other.
Value zero_of(Arena& arena, Type type);

}  // namespace tenon::aws
