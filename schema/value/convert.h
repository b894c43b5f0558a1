// Conversion and unification of values and types: the rules of Terraform's language for type
// constraints, conditionals, `[...]` to lists, and function arguments.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "schema/value/path.h"
#include "schema/value/value.h"

namespace tenon {

// Why a conversion failed: where inside the value, and a sentence part such as "a number is
// required".
struct ConversionError {
  Path path;
  std::string message;
};

// `value` as `type`. `type` may hold dynamic parts ("any": the elements are unified) and optional
// attributes (absent ones become null). Marks, unknowns and refinements are kept. Nothing, and
// *error filled, where there is none. A value that has the type already is returned as it is, in
// O(1).
std::optional<Value> convert(Arena& arena, const Value& value, Type type, ConversionError* error);
// Only conversions that cannot fail for any value of the type ("safe"): bool or number to string,
// tuple to list …
bool is_safely_convertible(Type from, Type to);

// The one type that all can be safely converted to (cty's Unify); nothing where there is none.
// `dynamic` agrees with every other; alone it gives dynamic.
std::optional<Type> unify(std::span<const Type> types);

// Null and unknown of `type` (with optional attributes) and defaults: `defaults_json` of variable
// types are applied by engine/config. Brings any value to the shape of `type` as far as possible,
// never failing: attributes that the type lacks are dropped, missing ones are null, what cannot be
// converted is null. For rows of older schemas.
Value conform(Arena& arena, const Value& value, Type type);

}  // namespace tenon
