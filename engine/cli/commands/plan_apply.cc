#include <algorithm>
#include <iostream>

#include "engine/cli/commands/commands.h"
#include "engine/cli/run.h"
#include "engine/plan/plan_file.h"
#include "engine/render/plan_text.h"
#include "schema/base/text.h"

namespace tenon::cli {

namespace {

// The configuration and the session, or an exit code.
Session* prepare(Project& project, int* code) {
  *code = kError;
  Diagnostics diagnostics;
  const bool fine = project.load(diagnostics);
  project.report(diagnostics);
  if (!fine) return nullptr;
  auto session = project.open_session();
  if (!session) {
    project.report_state_error(session.error());
    return nullptr;
  }
  if (!recover_first(project, **session)) return nullptr;
  return *session;
}

void print_stats(Project& project, const Plan& plan) {
  if (!project.options().stats) return;
  std::string text = "\nSTATS\n  rows read   " + std::to_string(plan.refreshed) +
                     "\n  fsyncs      " + std::to_string(project.store().sync_count()) + "\n";
  for (const auto& [call, times] : plan.stats.calls)
    text += "  " + call + "  " + std::to_string(times) + "\n";
  if (plan.stats.retries > 0) text += "  retries     " + std::to_string(plan.stats.retries) + "\n";
  project.print(text);
}

bool ask(Project& project, const Plan& plan) {
  const bool destroy = plan.mode == PlanMode::Destroy;
  project.print(destroy ? "\nDo you really want to destroy all resources?\n  There is no undo. "
                          "Only \"yes\" is taken as a yes.\n\n  Enter a value: "
                        : "\nDo you want to perform these actions?\n  tenon will do what is "
                          "described above. Only \"yes\" is taken as a yes.\n\n  Enter a value: ");
  std::string answer;
  std::getline(std::cin, answer);
  project.print("\n");
  return trim(answer) == "yes";
}

// What a run that was cut off had done already, and others cannot see yet. Nothing to do here does
// not mean that they know.
bool publish_leftovers(Project& project, Session& session) {
  const auto left = session.has_unpublished();
  if (left && !*left) return true;
  if (!left) {
    project.report("E0602", "State cannot be read", left.error().message);
    return false;
  }
  LeaseScope scope;
  scope.whole_state = true;
  const auto lease = take_lease(project, session, scope, "apply");
  return lease != nullptr && publish(project, session, *lease, new_run_id(project.env()));
}

int apply_saved(Project& project, const std::string& path) {
  Diagnostics diagnostics;
  auto saved = load_plan(project.env(), path, project.registry(), diagnostics);
  if (!saved) {
    project.report(diagnostics);
    project.report("E0608", "Plan file cannot be used", saved.error().message);
    return kError;
  }
  project.use(*(*saved)->config, (*saved)->state_name);
  auto session = project.open_session();
  if (!session) {
    project.report_state_error(session.error());
    return kError;
  }
  PlanRun& run = (*saved)->run;
  const LeaseScope scope = scope_of(*run.plan);
  const auto lease = take_lease(project, **session, scope, "apply");
  if (lease == nullptr) return kError;
  const auto open = open_in(**session, scope);
  if (!open.empty()) {
    project.report(
        "E0604", "Interrupted action unresolved",
        "An earlier run was interrupted while it was at work on " + join(open, ", ") +
            ", which this plan knows nothing of. Nothing was done. Make a new plan: that "
            "finds out first what became of it.");
    return kError;
  }
  const auto now = (*session)->snapshot();
  if (!now) {
    project.report("E0602", "State cannot be read", now.error().message);
    return kError;
  }
  const auto stale = stale_addresses(run, *now);
  if (!stale.empty()) {
    std::vector<std::string> shown(
        stale.begin(),
        stale.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(stale.size(), 10)));
    project.report("E0609", "Saved plan is stale",
                   "Since the plan was made, " + std::to_string(stale.size()) +
                       " object(s) that it looked at were changed by somebody else: " +
                       join(shown, ", ") + (stale.size() > shown.size() ? ", …" : "") +
                       ". Nothing was done. Make a new plan and look at it again.");
    return kError;
  }
  return perform(project, **session, run, *lease);
}

}  // namespace

int run_plan(Project& project) {
  int code = kDone;
  Session* session = prepare(project, &code);
  if (session == nullptr) return code;
  Diagnostics diagnostics;
  const PlanOptions options = plan_options(project, diagnostics);
  if (diagnostics.has_errors()) {
    project.report(diagnostics);
    return kError;
  }
  const auto run = plan_project(project, *session, options);
  if (run == nullptr) return kError;
  keep_certificates(*session, *run, "plan");
  project.print(plan_text(*run->plan, project.colour()));
  if (!project.options().out.empty()) {
    const Status kept = save_plan(project.env(), project.options().out, *run, project.state_name());
    if (!kept) {
      project.report("E0610", "Plan cannot be saved", kept.error().message);
      return kError;
    }
    project.print("\nSaved the plan to: " + project.options().out +
                  "\n\nTo do exactly this: tenon apply \"" + project.options().out + "\"\n");
  }
  print_stats(project, *run->plan);
  return project.options().detailed_exitcode && run->plan->has_changes() ? kChanges : kDone;
}

int run_apply(Project& project) {
  const Options& options = project.options();
  if (!options.arguments.empty() && options.command == "apply") {
    if (options.arguments.size() > 1) {
      project.report("E0611", "Too many arguments", "apply takes one saved plan at most.");
      return kError;
    }
    return apply_saved(project, options.arguments[0]);
  }
  int code = kDone;
  Session* session = prepare(project, &code);
  if (session == nullptr) return code;
  Diagnostics diagnostics;
  const PlanOptions wanted = plan_options(project, diagnostics);
  if (diagnostics.has_errors()) {
    project.report(diagnostics);
    return kError;
  }
  for (int attempt = 0; attempt < 3; ++attempt) {
    const auto run = plan_project(project, *session, wanted);
    if (run == nullptr) return kError;
    project.print(plan_text(*run->plan, project.colour()));
    if (!run->plan->has_changes() && run->plan->records == 0 && run->plan->dropped_rows.empty() &&
        run->plan->moves.empty()) {
      keep_certificates(*session, *run, "apply");
      if (!publish_leftovers(project, *session)) return kError;
      print_stats(project, *run->plan);
      project.print(options.destroy
                        ? "\nDestroy complete! Resources: 0 destroyed.\n"
                        : "\nApply complete! Resources: 0 added, 0 changed, 0 destroyed.\n");
      return kDone;
    }
    if (run->plan->has_changes() && !options.auto_approve) {
      if (!options.input) {
        project.report("E0612", "Approval needed",
                       "This plan needs a yes, and -input=false forbids asking. Look at the plan "
                       "and say -auto-approve, or save it with plan -out and apply that.");
        return kError;
      }
      if (!ask(project, *run->plan)) {
        project.print("Apply cancelled. Nothing was changed.\n");
        return kError;
      }
    }
    const LeaseScope scope = scope_of(*run->plan);
    auto lease = take_lease(project, *session, scope, options.destroy ? "destroy" : "apply");
    if (lease == nullptr) return kError;
    if (!open_in(*session, scope).empty()) {
      // Whoever held it before did not finish.
      lease.reset();
      if (!recover_first(project, *session)) return kError;
      continue;
    }
    const auto now = session->snapshot();
    if (!now) {
      project.report("E0602", "State cannot be read", now.error().message);
      return kError;
    }
    if (!stale_addresses(*run, *now).empty()) {
      project.print("\nThe state was changed by somebody else meanwhile. Planning once more.\n\n");
      continue;
    }
    project.print("\n");
    const int result = perform(project, *session, *run, *lease);
    print_stats(project, *run->plan);
    return result;
  }
  project.report("E0609", "State keeps changing",
                 "The state was changed by somebody else three times between plan and apply. "
                 "Nothing was done. Try again when they are finished.");
  return kError;
}

int run_drift(Project& project) {
  int code = kDone;
  Session* session = prepare(project, &code);
  if (session == nullptr) return code;
  Diagnostics diagnostics;
  PlanOptions options = plan_options(project, diagnostics);
  options.allow_unchecked = true;
  if (diagnostics.has_errors()) {
    project.report(diagnostics);
    return kError;
  }
  const auto run = plan_project(project, *session, options);
  if (run == nullptr) return kError;
  const Plan& plan = *run->plan;
  std::vector<DriftFinding> findings;
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(project.env().now().time_since_epoch())
          .count();
  for (const Drift& drift : plan.drift)
    findings.push_back(
        {drift.address_text, drift.found.is_null() ? "gone" : "drifted", "", now, now});
  for (const NotChecked& each : plan.not_checked)
    findings.push_back({each.address, "unchecked", each.why, now, now});
  const Status ignored = session->put_drift(findings);
  (void)ignored;
  const std::size_t in_sync =
      plan.snapshot->size() > plan.drift.size() + plan.not_checked.size()
          ? plan.snapshot->size() - plan.drift.size() - plan.not_checked.size()
          : 0;
  std::string text =
      plan.drift.empty() ? (plan.not_checked.empty() ? "IN SYNC" : "NOT CHECKED") : "DRIFTED";
  text += "   " + std::to_string(plan.drift.size()) + " drifted · " +
          std::to_string(plan.not_checked.size()) + " not checked · " + std::to_string(in_sync) +
          " in sync · " + std::to_string(plan.refreshed) + " read\n\n";
  text += drift_text(plan, project.colour());
  if (!plan.drift.empty())
    text += "The next apply restores what the configuration says:  tenon plan\n";
  project.print(text);
  print_stats(project, plan);
  if (!plan.drift.empty()) return kChanges;
  return plan.not_checked.empty() ? kDone : kNotChecked;
}

int run_recover(Project& project) {
  const Options& options = project.options();
  if ((!options.id.empty() || options.absent) && options.arguments.empty()) {
    project.report("E0613", "Address needed",
                   "-id and -absent say what became of one action: tenon recover ADDRESS -id ID, "
                   "or tenon recover ADDRESS -absent.");
    return kError;
  }
  int code = kDone;
  Session* session = prepare(project, &code);
  if (session == nullptr) return code;
  project.print("Nothing is open: every action that was begun has a known result.\n");
  return kDone;
}

}  // namespace tenon::cli
