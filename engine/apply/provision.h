// Provisioning: the programs that a configuration wants to be run once an object was made, or
// before it is removed. They are worked out by the thread that owns the evaluation and run by a
// worker. While they run, the object is in the state as tainted: whatever ends the run in the
// middle, the next plan replaces what was not finished.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/plan/evaluation.h"
#include "schema/base/process.h"

namespace tenon {

struct ProvisionCommand {
  Process process;
  std::string shown;    // of the program, for messages; empty where it may not be shown
  std::string silence;  // why nothing that it prints is shown; empty where it is
  bool quiet = false;   // the program itself is not told
  bool may_fail = false;
};

struct ProvisionResult {
  bool failed = false;
  std::string why;
};

// Whether the change has any to run at that time. Objects that were never finished, and those that
// a replacement has set aside, are removed without.
bool has_provisioners(const Evaluation& evaluation, const Change& change,
                      config::Provisioner::When when);

// What is to be run, for the object `self`. False with a diagnostic where that cannot be said.
bool provision_commands(Evaluation& evaluation, const Change& change,
                        config::Provisioner::When when, const Value& self, Arena& arena,
                        std::vector<ProvisionCommand>& to, Diagnostics& diagnostics);

// One after the other; the first that fails and may not is the end. `say` gets what is to be shown.
ProvisionResult run_provisioners(ProcessRunner& processes,
                                 const std::vector<ProvisionCommand>& commands,
                                 const std::function<void(std::string_view)>& say,
                                 const std::function<bool()>& cancelled);

}  // namespace tenon
