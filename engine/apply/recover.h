// Recovery: what became of every intent without a result. The recovery that each type declares
// decides how it is found out; absence is believed only once the type's settling time has passed
// since the intent. What cannot be found out stays open, and nothing is planned meanwhile: the way
// out is `tenon recover ADDRESS --id X | --absent`.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/plan/handles.h"
#include "state/store.h"

namespace tenon {

struct RecoveryReport {
  struct Line {
    std::string address;
    std::string what;  // "was created (adopted)", "was not created", …
    bool resolved = true;
  };
  std::vector<Line> lines;
  bool all_resolved = true;
};

struct RecoveryOptions {
  std::string address;  // only this one; empty: all
  std::string id;       // the user says what was created
  bool absent = false;  // the user says that nothing was
  // Intents of other addresses belong to runs that are still at work.
  std::optional<std::set<std::string>> only;
};

Result<RecoveryReport> recover_intents(Session& session, const Lease& lease,
                                       const std::string& run_id, ProviderHandles& handles,
                                       const RecoveryOptions& options, Env& env,
                                       Diagnostics& diagnostics);

}  // namespace tenon
