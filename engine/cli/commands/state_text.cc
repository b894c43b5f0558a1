// State as Terraform's text: state pull, state push, state import.
#include <algorithm>
#include <iostream>
#include <iterator>

#include "engine/cli/commands/commands.h"
#include "engine/cli/run.h"
#include "schema/base/text.h"
#include "state/blob/blob_store.h"

namespace tenon::cli {

namespace {

// The configuration is read only for what it says of the state's place.
Session* session_of(Project& project) {
  Diagnostics ignored;
  project.load(ignored);
  return project.session_or_report();
}

bool read_file(Project& project, const char* command, StateFile& to) {
  if (project.options().arguments.size() != 1) {
    project.report("E0613", "State file needed",
                   std::string(command) + " takes one file: tenon " + command +
                       " FILE (- reads standard input).");
    return false;
  }
  const std::string& path = project.options().arguments[0];
  std::string text;
  if (path == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    auto content = project.env().read_file(path);
    if (!content) {
      project.report("E0652", "State file cannot be used", content.error().message);
      return false;
    }
    text = *std::move(content);
  }
  auto file = read_state_file(text, project.schemas());
  if (!file) {
    project.report("E0652", "State file cannot be used",
                   (path == "-" ? "standard input" : path) + ": " + file.error().message +
                       ". Nothing was changed");
    return false;
  }
  to = *std::move(file);
  return true;
}

struct Change {
  Session* session = nullptr;
  std::unique_ptr<Lease> lease;
  StateFile before;
};

bool begin(Project& project, Change& change, const std::string& operation) {
  change.session = session_of(project);
  if (change.session == nullptr) return false;
  LeaseScope scope;
  scope.whole_state = true;
  change.lease = take_lease(project, *change.session, scope, operation);
  if (change.lease == nullptr) return false;
  const auto open = change.session->open_intents();
  if (open && !open->empty()) {
    project.report("E0604", "Interrupted action unresolved",
                   "A run was interrupted while it was at work on " + open->front().address +
                       ". Find out first what became of it: tenon recover");
    return false;
  }
  auto before = content_of(*change.session);
  if (!before) {
    project.report("E0602", "State cannot be read", before.error().message);
    return false;
  }
  change.before = *std::move(before);
  return true;
}

bool finish(Project& project, Change& change, const Batch& batch) {
  const std::string run = new_run_id(project.env());
  const Status done = change.session->commit(batch, change.lease.get(), run);
  if (!done) {
    project.report("E0503", "State could not be written",
                   done.error().message + ". Nothing was changed");
    return false;
  }
  return publish(project, *change.session, *change.lease, run);
}

// As Terraform: nothing at all where there is no state yet.
Result<std::string> state_text(Session& session) {
  ASSIGN_OR_RETURN(const auto snapshot, session.snapshot());
  if (!snapshot->exists() || (snapshot->size() == 0 && snapshot->serial() == 0))
    return std::string();
  ASSIGN_OR_RETURN(const std::string bytes, session.note(kRestNote));
  ASSIGN_OR_RETURN(const StateFileRest rest, decode_rest(bytes));
  return write_state_file(*snapshot, {snapshot->serial(), std::string(snapshot->lineage())}, rest);
}

bool is_empty(const StateFile& file) { return file.rows.empty() && file.outputs.empty(); }

bool same_content(const StateFile& a, const StateFile& b) {
  const auto text = [](const StateFile& file) {
    return write_state_file(*snapshot_of(file), {0, ""}, file.rest);
  };
  const auto one = text(a);
  const auto other = text(b);
  return one && other && *one == *other;
}

}  // namespace

int run_state_pull(Project& project) {
  Session* session = session_of(project);
  if (session == nullptr) return kError;
  const auto text = state_text(*session);
  if (!text) {
    project.report("E0602", "State cannot be read", text.error().message);
    return kError;
  }
  project.print(*text);
  return kDone;
}

int run_state_push(Project& project) {
  StateFile file;
  if (!read_file(project, "state push", file)) return kError;
  Change change;
  if (!begin(project, change, "state push")) return kError;
  const StateFile& before = change.before;
  const bool fresh = is_empty(before) && before.serial == 0;
  if (!fresh && !project.options().force) {
    if (!before.lineage.empty() && !file.lineage.empty() && file.lineage != before.lineage &&
        !is_empty(before)) {
      project.report("E0653", "State push refused",
                     "The file has lineage " + file.lineage + ", and the state that is there has " +
                         before.lineage +
                         ": they are states of different estates. Nothing was changed. With "
                         "-force, the file takes its place all the same");
      return kError;
    }
    const bool older = file.serial < before.serial;
    if (file.lineage == before.lineage &&
        (older || (file.serial == before.serial && !same_content(file, before)))) {
      project.report("E0653", "State push refused",
                     "The file has serial " + std::to_string(file.serial) +
                         ", and the state that is there has " + std::to_string(before.serial) +
                         (older ? ", which is newer." : " with another content.") +
                         " Nothing was changed. Look at both (tenon state pull); with -force, the "
                         "file takes its place all the same");
      return kError;
    }
  }
  auto batch = batch_to_replace(*change.session, file);
  if (!batch) {
    project.report("E0602", "State cannot be read", batch.error().message);
    return kError;
  }
  if (!finish(project, change, *batch)) return kError;
  project.print("Pushed " + std::to_string(file.rows.size()) + " object(s), serial " +
                std::to_string(file.serial) + ".\n");
  return kDone;
}

int run_state_import(Project& project) {
  StateFile file;
  if (!read_file(project, "state import", file)) return kError;
  Change change;
  if (!begin(project, change, "state import")) return kError;
  const StateFile& before = change.before;
  std::vector<std::string> taken;
  std::vector<std::string> known;
  for (const Row& row : before.rows) known.push_back(row_name(row.address, row.deposed_key));
  std::sort(known.begin(), known.end());
  Batch batch;
  for (const Row& row : file.rows) {
    const std::string name = row_name(row.address, row.deposed_key);
    if (std::binary_search(known.begin(), known.end(), name)) taken.push_back(name);
    batch.put_rows.push_back(row);
    batch.history.push_back({row.address, "state import", 0});
  }
  if (!taken.empty()) {
    const std::size_t count = taken.size();
    if (count > 10) taken.resize(10);
    project.report("E0619", "Address is taken",
                   "The state has " + join(taken, ", ") + (count > 10 ? ", …" : "") +
                       " already. Nothing was imported. Move them (tenon state mv) or forget them "
                       "(tenon state rm) first; to replace the whole state, use tenon state push");
    return kError;
  }
  for (const OutputRow& output : file.outputs) {
    const bool there = std::any_of(before.outputs.begin(), before.outputs.end(),
                                   [&](const OutputRow& each) { return each.name == output.name; });
    if (!there) batch.put_outputs.push_back(output);
  }
  StateFileRest rest = before.rest;
  for (const auto& [name, instance] : file.rest.instances) rest.instances[name] = instance;
  batch.put_notes.emplace_back(kRestNote, encode_rest(rest));
  // Of an empty state nothing is lost when it goes on as the one that came.
  if (is_empty(before) && !file.lineage.empty())
    batch.identity = StateIdentity{file.lineage, std::max(file.serial, before.serial + 1)};
  if (!finish(project, change, batch)) return kError;
  project.print("Imported " + std::to_string(file.rows.size()) + " object(s).\n");
  return kDone;
}

}  // namespace tenon::cli
