// Used: what a plan's changes depend on and do not change themselves. It must be as it was when the
// plan was made (else the plan is stale), and stay so while it is applied (so the lease covers it).
// Cost: one pass over the snapshot's rows where anything depends on anything.
#pragma once

#include <string>
#include <vector>

#include "engine/plan/change.h"

namespace tenon {

struct Used {
  std::vector<std::string> declarations;  // resources by their address without keys, sorted
  std::vector<std::string> addresses;     // of their instances in the plan's snapshot, sorted
};

// Through what does not change, too: an instance depends on what its dependencies depend on.
Used used_by(const Plan& plan);

// Current rows of `snapshot` whose resource is one of `declarations` (sorted), by address.
std::vector<std::string> instances_of(const Snapshot& snapshot,
                                      const std::vector<std::string>& declarations);

}  // namespace tenon
