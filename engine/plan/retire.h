// Retire: rows that nobody claimed, and deposed objects.
#pragma once

#include <functional>

#include "engine/plan/planner.h"

namespace tenon {

struct MovedState;
class RemovedBlocks;

struct RetireContext {
  const PlanOptions* options = nullptr;
  const Evaluation* evaluation = nullptr;
  ProviderHandles* handles = nullptr;
  const Refresh* refresh = nullptr;
  const std::vector<std::uint8_t>* claimed = nullptr;
  const MovedState* moved = nullptr;
  const RemovedBlocks* removed = nullptr;
  std::function<bool(const InstanceAddress&)> in_scope;  // -target
};

void retire_rows(const RetireContext& context, Plan& plan, Arena& arena, Diagnostics& diagnostics);

}  // namespace tenon
