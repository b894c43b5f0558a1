// Comparison as the language does it.
#pragma once

#include <compare>
#include <vector>

#include "schema/value/path.h"
#include "schema/value/value.h"

namespace tenon {

// The language's `a == b` (after the caller unified types where HCL says so): true, false, or
// unknown bool where an unknown decides; refinements help (a not-null unknown is not equal to
// null). The result carries both sides' marks.
Value equals(const Value& a, const Value& b);
// Equal, with unknowns equal to nothing, marks ignored. For "does this attribute change".
bool same_content(const Value& a, const Value& b);
// The order of set elements: bools, numbers and strings by value; others by their canonical wire
// bytes.
std::strong_ordering set_order(const Value& a, const Value& b);
// Paths at which two values of one type differ, the shallowest that say it: whole sets, whole maps
// keys, list positions, attributes. Unknown in `after` counts as different.
std::vector<Path> differences(const Value& before, const Value& after);

}  // namespace tenon
