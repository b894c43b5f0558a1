// Executor: performs a plan's action graph and decides nothing.
//
// One thread, the caller's, owns the schedule and the journal; workers only talk to providers. For
// each action: finish its inputs, journal the intent durably, call the provider, journal the result
// durably, let its successors go. Results and the intents that they release share one commit. What
// only lives in the state (Effect::Store) is done in place, without an intent, and its rows are
// committed in groups. A failure skips what depends on it; everything independent goes on. The
// first interrupt drains, the second abandons: intents stay open, and recovery finds out. Errors:
// Diagnostics for each failed action; the state is as the journal says, whatever happened.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <string>

#include "engine/plan/planner.h"
#include "schema/base/process.h"
#include "state/store.h"

namespace tenon {

// What a user sees while it runs. Called by the scheduling thread.
class ApplyObserver {
 public:
  virtual ~ApplyObserver() = default;
  virtual void started(const Change& change, StepKind kind) = 0;
  virtual void still(const Change& change, StepKind kind, std::chrono::seconds elapsed) = 0;
  virtual void finished(const Change& change, StepKind kind, std::chrono::milliseconds elapsed,
                        const Value& value) = 0;
  virtual void imported(const Change&) {}
  // A provisioner begins, and prints a line.
  virtual void provisioning(const Change&) {}
  virtual void printed(const Change&, std::string_view) {}
  virtual void failed(const Change& change, StepKind kind, const std::string& why) = 0;
  virtual void skipped(const Change& change, StepKind kind, const std::string& needs) = 0;
};

struct ApplyOptions {
  std::size_t parallelism = 10;
  std::chrono::milliseconds deadline = std::chrono::hours(1);
  const std::atomic<int>* interrupts = nullptr;  // SIGINTs so far
  DigestKey key;
  ProcessRunner* processes = &system_processes();
};

struct ApplyOutcome {
  std::size_t added = 0;
  std::size_t changed = 0;
  std::size_t destroyed = 0;
  std::size_t imported = 0;
  std::size_t failed = 0;
  std::size_t skipped = 0;
  bool interrupted = false;
  std::vector<OutputRow> outputs;  // as they are now
  std::uint64_t commits = 0;
};

ApplyOutcome apply_plan(PlanRun& run, Session& session, const Lease& lease,
                        const std::string& run_id, const ApplyOptions& options,
                        ApplyObserver& observer, Env& env, Diagnostics& diagnostics);

}  // namespace tenon
