// Planner: what must happen so that what exists becomes what the configuration says. planner.cc is
// the list of steps and can be read as their specification; each step lives in a file of its own.
// Threads: one thread calls make_plan(); it uses more inside. Errors: all diagnostics of a run are
// collected; with an error in them the plan must not be applied. Cost: linear in the instances; an
// instance with a valid certificate costs its evaluation and one digest.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/plan/change.h"
#include "engine/plan/evaluation.h"
#include "engine/plan/handles.h"
#include "engine/plan/refresh.h"
#include "schema/base/digest.h"
#include "state/store.h"

namespace tenon {

struct PlanOptions {
  PlanMode mode = PlanMode::Normal;
  bool refresh = true;
  bool certificates = true;  // use those that the snapshot holds
  bool allow_unchecked = false;
  bool validate_only = false;  // nothing is read, and unknown repetitions are no errors
  std::vector<TargetAddress> targets;
  std::vector<std::string> replace;  // addresses of instances
  std::size_t threads = 1;
  DigestKey key;
};

// A plan and what made it, which apply goes on with.
struct PlanRun {
  std::unique_ptr<Plan> plan;
  std::unique_ptr<Evaluation> evaluation;
  std::unique_ptr<ProviderHandles> handles;
  std::unique_ptr<Refresh> refresh;
  std::vector<Certificate>
      certificates;  // for instances that were found to need nothing, to be kept as observations
};

PlanRun make_plan(EvaluationInputs inputs, const Registry& registry,
                  std::shared_ptr<const Snapshot> snapshot, const PlanOptions& options,
                  Diagnostics& diagnostics);

// Only what is needed to have the provider configurations: for recovery before planning.
PlanRun configure_only(EvaluationInputs inputs, const Registry& registry,
                       std::shared_ptr<const Snapshot> snapshot, Diagnostics& diagnostics);

}  // namespace tenon
