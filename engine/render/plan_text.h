// A plan as people read it: the verdict with its counts first, then what is lost, what drifted,
// what changes in place, what is new; Terraform's own last line last. Nothing that is marked is
// shown. Two runs of one plan are equal byte for byte.
#pragma once

#include <string>

#include "engine/plan/planner.h"
#include "engine/render/diagnostics.h"

namespace tenon {

std::string plan_text(const Plan& plan, Colour colour);
// What a refresh found to differ, for `drift`.
std::string drift_text(const Plan& plan, Colour colour);
// `state show` of one object.
std::string object_text(const std::string& address, const Value& value);

}  // namespace tenon
