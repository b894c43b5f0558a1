// Finishing an action's inputs: what was unknown at plan is known now.
#pragma once

#include "engine/plan/planner.h"

namespace tenon {

struct FinishedInputs {
  Value config;   // unmarked, wholly known, write-only values included
  Value marked;   // the same with its marks
  Value planned;  // what the provider is to make
  std::string private_bytes;
};

// The configuration of a change evaluated again, and planned with it. False with diagnostics where
// that fails, or where it contradicts the plan.
bool finish_inputs(PlanRun& run, const Change& change, Arena& arena, FinishedInputs& to,
                   Diagnostics& diagnostics);

}  // namespace tenon
