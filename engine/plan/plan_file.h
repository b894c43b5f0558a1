// Saved plans: everything that apply needs and nothing that it would have to decide, in one file:
// the sealed configuration and variables, what was read, the changes, the action graph. The file is
// a ZIP archive with one member, because tools recognise plans by that; the member's format is our
// own, with a version and a checksum. Holds secrets as a state does: written with mode 0600.
#pragma once

#include <memory>
#include <string>

#include "engine/plan/planner.h"
#include "schema/base/env.h"

namespace tenon {

struct SavedPlan {
  std::string state_name;
  std::unique_ptr<Env> env;  // that reads the sealed files
  std::unique_ptr<config::Config> config;
  std::unique_ptr<Graph> graph;
  PlanRun run;
};

Status save_plan(Env& env, const std::string& path, const PlanRun& run,
                 const std::string& state_name);

// Whether a file is a saved plan of any version, by its first bytes.
bool looks_like_plan(std::string_view bytes);

// Damaged, foreign and newer files are an Error that says which. `diagnostics` hears what
// configuring the providers says.
Result<std::unique_ptr<SavedPlan>> load_plan(Env& env, const std::string& path,
                                             const Registry& registry, Diagnostics& diagnostics);

// The addresses among what the plan read that differ in `now`; empty where it still holds.
std::vector<std::string> stale_addresses(const PlanRun& run,
                                         const std::shared_ptr<const Snapshot>& current);

}  // namespace tenon
