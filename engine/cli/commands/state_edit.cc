// Commands that change what the state says without touching any object: state rm, state mv,
// force-unlock.
#include <algorithm>
#include <iostream>

#include "engine/cli/commands/commands.h"
#include "engine/cli/run.h"
#include "schema/base/text.h"

namespace tenon::cli {

namespace {

struct Edit {
  Session* session = nullptr;
  std::unique_ptr<Lease> lease;
  std::shared_ptr<const Snapshot> snapshot;
};

bool begin(Project& project, Edit& edit, const std::string& operation) {
  Diagnostics ignored;
  project.load(ignored);
  auto session = project.open_session();
  if (!session) {
    project.report_state_error(session.error());
    return false;
  }
  edit.session = *session;
  LeaseScope scope;
  scope.whole_state = true;
  edit.lease = take_lease(project, *edit.session, scope, operation);
  if (edit.lease == nullptr) return false;
  auto snapshot = edit.session->snapshot();
  if (!snapshot) {
    project.report("E0602", "State cannot be read", snapshot.error().message);
    return false;
  }
  edit.snapshot = *snapshot;
  return true;
}

bool finish(Project& project, Edit& edit, const Batch& batch) {
  const std::string run = new_run_id(project.env());
  const Status done = edit.session->commit(batch, edit.lease.get(), run);
  if (!done) {
    project.report("E0503", "State could not be written",
                   done.error().message + ". Nothing was changed");
    return false;
  }
  return publish(project, *edit.session, *edit.lease, run);
}

}  // namespace

int run_state_rm(Project& project) {
  if (project.options().arguments.empty()) {
    project.report("E0613", "Address needed",
                   "state rm takes one or more addresses: tenon state rm ADDRESS.");
    return kError;
  }
  std::vector<TargetAddress> targets;
  for (const std::string& text : project.options().arguments) {
    std::string error;
    const auto target = parse_target_address(text, &error);
    if (!target) {
      project.report("E0605", "Invalid address", error);
      return kError;
    }
    targets.push_back(*target);
  }
  Edit edit;
  if (!begin(project, edit, "state rm")) return kError;
  Batch batch;
  std::string text;
  for (const RowView& row : edit.snapshot->rows()) {
    const auto address = parse_instance_address(row.address, nullptr);
    const bool named =
        address ? std::any_of(targets.begin(), targets.end(),
                              [&](const TargetAddress& target) { return target.covers(*address); })
                : false;
    if (!named) continue;
    batch.remove_rows.push_back({std::string(row.address), std::string(row.deposed_key)});
    batch.history.push_back({std::string(row.address), "state rm", 0});
    text +=
        (project.options().absent ? "Would remove " : "Removed ") + std::string(row.address) + "\n";
  }
  if (batch.remove_rows.empty()) {
    project.report("E0618", "No such object in the state",
                   "Nothing in the state matches " + join(project.options().arguments, ", ") +
                       ". `tenon state list` lists what there is.");
    return kError;
  }
  if (!project.options().absent && !finish(project, edit, batch)) return kError;
  project.print(text + (project.options().absent
                            ? ""
                            : "Successfully removed " + std::to_string(batch.remove_rows.size()) +
                                  " resource instance(s).\n"));
  return kDone;
}

int run_state_mv(Project& project) {
  if (project.options().arguments.size() != 2) {
    project.report("E0613", "Two addresses needed",
                   "state mv takes the old and the new address: tenon state mv OLD NEW.");
    return kError;
  }
  std::string error;
  const auto from = parse_target_address(project.options().arguments[0], &error);
  const auto to =
      from ? parse_target_address(project.options().arguments[1], &error) : std::nullopt;
  if (!from || !to || from->whole_module != to->whole_module ||
      (!from->whole_module && from->type != to->type)) {
    project.report("E0605", "Invalid address",
                   error.empty() ? "Both must be modules, or resources of one type" : error);
    return kError;
  }
  Edit edit;
  if (!begin(project, edit, "state mv")) return kError;
  Batch batch;
  std::string text;
  for (const RowView& row : edit.snapshot->rows()) {
    const auto address = parse_instance_address(row.address, nullptr);
    if (!address || !from->covers(*address)) continue;
    InstanceAddress moved = *address;
    moved.module.erase(moved.module.begin(),
                       moved.module.begin() + static_cast<std::ptrdiff_t>(from->module.size()));
    moved.module.insert(moved.module.begin(), to->module.begin(), to->module.end());
    if (!from->whole_module) {
      moved.name = to->name;
      if (to->key || from->key) moved.key = to->key.value_or(InstanceKey());
    }
    if (edit.snapshot->find(moved.text()) != kNoRow) {
      project.report("E0619", "Address is taken",
                     "The state has a " + moved.text() +
                         " already. Nothing was moved; remove or move that one first");
      return kError;
    }
    batch.move_rows.push_back({{std::string(row.address), std::string(row.deposed_key)},
                               {moved.text(), std::string(row.deposed_key)}});
    text += std::string(project.options().absent ? "Would move " : "Move ") + "\"" +
            std::string(row.address) + "\" to \"" + moved.text() + "\"\n";
  }
  if (batch.move_rows.empty()) {
    project.report("E0618", "No such object in the state",
                   "Nothing in the state matches " + project.options().arguments[0] +
                       ". `tenon state list` lists what there is.");
    return kError;
  }
  if (!project.options().absent && !finish(project, edit, batch)) return kError;
  project.print(text + (project.options().absent
                            ? ""
                            : "Successfully moved " + std::to_string(batch.move_rows.size()) +
                                  " object(s).\n"));
  return kDone;
}

int run_force_unlock(Project& project) {
  if (project.options().arguments.size() != 1) {
    project.report("E0613", "Lock id needed",
                   "force-unlock takes the id that the refusal printed: tenon force-unlock ID.");
    return kError;
  }
  Diagnostics ignored;
  project.load(ignored);
  auto session = project.open_session();
  if (!session) {
    project.report_state_error(session.error());
    return kError;
  }
  if (!project.options().force) {
    project.print(
        "Do you really want to force-unlock?\n  Another tenon may still be at work under this "
        "lock. Only \"yes\" is taken as a yes.\n\n  Enter a value: ");
    std::string answer;
    std::getline(std::cin, answer);
    if (trim(answer) != "yes") {
      project.print("\nforce-unlock cancelled.\n");
      return kError;
    }
  }
  const Status done = (*session)->force_unlock(project.options().arguments[0]);
  if (!done) {
    project.report("E0601", "Lock cannot be taken away", done.error().message);
    return kError;
  }
  project.print("The state has been successfully unlocked!\n");
  return kDone;
}

}  // namespace tenon::cli
