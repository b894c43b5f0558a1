// One run of plan or apply over a state: leases, recovery before anything else, the run's record.
#pragma once

#include <atomic>
#include <memory>

#include "engine/cli/project.h"
#include "engine/plan/planner.h"
#include "state/store.h"

namespace tenon::cli {

// SIGINTs so far; set up by main.
extern std::atomic<int> interrupts;

std::string new_run_id(Env& env);

// The lock for `scope`; null with a report where it is not to be had.
std::unique_ptr<Lease> take_lease(Project& project, Session& session, const LeaseScope& scope,
                                  const std::string& operation);

// Intents of earlier runs that never got a result: found out first; those of runs that are alive
// are left to them. False (and reported) where something stays unknown.
bool recover_first(Project& project, Session& session);

// Addresses of `scope` with an intent that has no result: the run that held them before died. To be
// asked once the lease is held, because that may have happened since recover_first().
std::vector<std::string> open_in(Session& session, const LeaseScope& scope);

// The rows that a plan writes and those that it used.
LeaseScope scope_of(const Plan& plan);

PlanOptions plan_options(Project& project, Diagnostics& diagnostics);

// Plans the project's configuration against the session's state; reports diagnostics. Null on
// errors.
std::unique_ptr<PlanRun> plan_project(Project& project, Session& session,
                                      const PlanOptions& options);

// Performs a plan under its lease and prints how it goes. The exit code.
int perform(Project& project, Session& session, PlanRun& run, const Lease& lease);

// After a commit under `lease`: brings the state to where it lies for others, and into the file of
// -state-out. False and reported where that failed.
bool publish(Project& project, Session& session, const Lease& lease, const std::string& run);

void keep_certificates(Session& session, const PlanRun& run, const std::string& run_id);

}  // namespace tenon::cli
