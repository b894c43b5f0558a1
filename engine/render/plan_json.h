// Terraform's JSON: `show -json` of a plan (format 1.2) and of a state (format 1.0), `output
// -json`. For programs: marked values are in it.
#pragma once

#include <map>
#include <string>

#include "engine/plan/planner.h"
#include "state/snapshot.h"

namespace tenon {

std::string plan_json(const PlanRun& run, const Registry& registry);
std::string state_json(const Snapshot& snapshot, const Registry& registry);
std::string outputs_json(const std::map<std::string, OutputRow>& outputs);

}  // namespace tenon
