// init: makes the place that the configuration names the place where the state lies, and moves
// there what lies elsewhere, after asking.
#include <iostream>

#include "engine/cli/backends.h"
#include "engine/cli/commands/commands.h"
#include "engine/cli/run.h"
#include "schema/base/digest.h"
#include "schema/base/text.h"
#include "state/blob/blob_store.h"

namespace tenon::cli {

namespace {

constexpr const char* kLocalFile = "terraform.tfstate";

// One workspace's state as it lies now.
struct Held {
  std::string workspace;
  std::string from;    // for people
  std::string digest;  // of the text, where it is a file of Terraform's that tenon takes over
  StateFile file;
};

class Initialisation {
 public:
  explicit Initialisation(Project& project) : project_(project), options_(project.options()) {}

  bool run() {
    Diagnostics diagnostics;
    const bool understood = understand(diagnostics);
    project_.report(diagnostics);
    if (!understood || diagnostics.has_errors()) return false;
    if (target_ && !open(*target_, target_place_)) return false;
    const bool same = record_ ? target_ && same_settings(*target_, record_->settings) : !target_;
    if (!options_.reconfigure && !migrate(same)) return false;
    if (!remember(same)) return false;
    return ensure_workspace();
  }

 private:
  bool fail(const Error& error) {
    project_.report_state_error(error);
    return false;
  }

  bool understand(Diagnostics& diagnostics) {
    auto record = read_backend_record(project_.env(), project_.record_path());
    if (!record && !options_.reconfigure) return fail(record.error());
    if (record) record_ = *std::move(record);
    // Remembered without arguments: as if there were none.
    if (record_ && record_->settings.type == "local" && record_->settings.arguments.empty())
      record_.reset();
    given_ = given_settings(project_.env(), options_.backend_config, diagnostics);
    const auto block = block_settings(project_.config(), diagnostics);
    if (diagnostics.has_errors()) return false;
    if (!block && !given_.arguments.empty()) {
      diagnostics.warning("W0651", "Missing backend configuration",
                          "-backend-config was used, and the configuration has no backend block, "
                          "so it has no effect. Add `backend \"s3\" {}`, for example.");
    }
    if (block && given_.arguments.empty() && record_ && record_->given &&
        record_->settings.type == block->type && !options_.reconfigure)
      given_ = *record_->given;
    if (block) {
      BackendSettings meant = merged(*block, given_);
      if (block->type != "local" || !meant.arguments.empty()) target_ = std::move(meant);
    }
    return true;
  }

  bool open(const BackendSettings& settings, std::shared_ptr<StatePlace>& to) {
    Diagnostics diagnostics;
    to = open_place(project_.env(), settings, diagnostics);
    project_.report(diagnostics);
    return to != nullptr;
  }

  // What lies at the place that was used so far.
  Result<std::vector<Held>> held_before() {
    std::shared_ptr<StatePlace> place;
    if (record_) {
      Diagnostics diagnostics;
      place = open_place(project_.env(), record_->settings, diagnostics);
      if (place == nullptr) {
        return make_error(ErrorCategory::Unsupported,
                          "the state lies in a backend that cannot be opened: " +
                              diagnostics.list().front().detail +
                              " -reconfigure leaves it where it is");
      }
    }
    ASSIGN_OR_RETURN(const auto store, project_.store_at(place));
    std::vector<std::string> names;
    if (place != nullptr) {
      ASSIGN_OR_RETURN(names, place->workspaces());
    } else {
      ASSIGN_OR_RETURN(names, states_with_content(*store));
    }
    std::vector<Held> held;
    for (const std::string& name : names) {
      ASSIGN_OR_RETURN(const auto session, store->open(name));
      ASSIGN_OR_RETURN(StateFile file, content_of(*session));
      if (file.rows.empty() && file.outputs.empty()) continue;
      held.push_back({name, place == nullptr ? "tenon.db" : place->where(), "", std::move(file)});
    }
    if (place == nullptr) RETURN_IF_ERROR(add_files(*store, held));
    return held;
  }

  // Terraform's own local files, where tenon has no state of that workspace, or they were written
  // since it took them over.
  Status add_files(StateStore& store, std::vector<Held>& held) {
    std::vector<std::pair<std::string, std::string>> files{{"default", kLocalFile}};
    const std::string folder = std::string(kLocalFile) + ".d";
    if (project_.env().directory_exists(folder)) {
      ASSIGN_OR_RETURN(const auto names, project_.env().list_directory(folder));
      for (const std::string& name : names)
        files.emplace_back(name, folder + "/" + name + "/" + kLocalFile);
    }
    for (const auto& [workspace, path] : files) {
      if (!project_.env().file_exists(path)) continue;
      if (target_place_ != nullptr && target_place_->is_local() && target_place_->where() == path)
        continue;
      ASSIGN_OR_RETURN(const std::string text, project_.env().read_file(path));
      if (trim(text).empty()) continue;
      const std::string digest = to_hex(sha256(text));
      ASSIGN_OR_RETURN(const auto session, store.open(workspace));
      ASSIGN_OR_RETURN(const StateHead head, session->head());
      ASSIGN_OR_RETURN(const std::string taken, session->note("taken.digest"));
      if (head.exists && (taken.empty() || taken == digest)) continue;
      auto file = read_state_file(text, project_.schemas());
      if (!file)
        return std::move(file).error().with_context("the file " + path + " cannot be taken over");
      const std::string& name = workspace;
      for (auto at = held.begin(); at != held.end();)
        at = at->workspace == name ? held.erase(at) : std::next(at);
      held.push_back({workspace, path, digest, *std::move(file)});
    }
    return ok_status();
  }

  bool migrate(bool same) {
    auto held = held_before();
    if (!held) return fail(held.error());
    if (same) {
      // Only what Terraform left beside a store that does not know it.
      if (target_ || record_) return true;
      for (auto at = held->begin(); at != held->end();)
        at = at->digest.empty() ? held->erase(at) : std::next(at);
    }
    if (held->empty()) return true;
    const std::string to = target_place_ == nullptr ? "tenon.db" : target_place_->where();
    if (!agreed(*held, to)) return false;
    auto store = project_.store_at(target_place_);
    if (!store) return fail(store.error());
    for (const Held& each : *held) {
      if (!move(**store, each, to)) return false;
    }
    project_.print("The state was copied: " + std::to_string(held->size()) + " workspace(s), to " +
                   to + ".\n\n");
    return true;
  }

  bool agreed(const std::vector<Held>& held, const std::string& to) {
    std::string what;
    for (const Held& each : held) {
      what += "  " + each.from + " (workspace " + each.workspace +
              "): " + std::to_string(each.file.rows.size()) + " object(s), serial " +
              std::to_string(each.file.serial) + "\n";
    }
    return yes("Do you want to copy the existing state to " + to + "?\n" + what,
               options_.migrate_state || options_.force_copy,
               "There is a state to take over:\n" + what);
  }

  bool yes(const std::string& question, bool already, const std::string& refusal) {
    if (already) return true;
    if (!options_.input) {
      project_.report("E0612", "Approval needed",
                      refusal +
                          "-input=false forbids asking whether to copy it. Say "
                          "-migrate-state or -force-copy for yes, or -reconfigure to leave "
                          "it where it is");
      return false;
    }
    project_.print(question +
                   "  What is there now stays as it is. Only \"yes\" is taken as a yes.\n\n  Enter "
                   "a value: ");
    std::string answer;
    std::getline(std::cin, answer);
    project_.print("\n");
    if (trim(answer) == "yes") return true;
    project_.report("E0612", "Approval needed",
                    "Nothing was copied and nothing was changed. Run init again to be asked again");
    return false;
  }

  bool move(StateStore& store, const Held& held, const std::string& to) {
    auto session = store.open(held.workspace);
    if (!session) return fail(session.error());
    LeaseScope scope;
    scope.whole_state = true;
    const auto lease = take_lease(project_, **session, scope, "init");
    if (lease == nullptr) return false;
    const auto there = content_of(**session);
    if (!there) return fail(there.error());
    const bool empty = there->rows.empty() && there->outputs.empty();
    const bool older = there->lineage == held.file.lineage && there->serial <= held.file.serial;
    if (!empty && !older &&
        !yes("Both hold a state of workspace " + held.workspace + ". Overwrite the one in " + to +
                 " (" + std::to_string(there->rows.size()) + " object(s), serial " +
                 std::to_string(there->serial) + ", lineage " + there->lineage + ")?\n",
             options_.force_copy,
             "Both " + held.from + " and " + to + " hold a state of workspace " + held.workspace +
                 ".\n"))
      return false;
    auto batch = batch_to_replace(**session, held.file);
    if (!batch) return fail(batch.error());
    if (!held.digest.empty()) batch->put_notes.emplace_back("taken.digest", held.digest);
    Status done = (*session)->commit(*batch, lease.get(), "init");
    if (done) done = (*session)->publish(*lease, "init");
    if (!done) return fail(done.error());
    // Terraform, too, leaves only a backup behind when a state went to another backend.
    if (!held.digest.empty() && target_place_ != nullptr) {
      const auto text = project_.env().read_file(held.from);
      if (text) done = project_.env().write_file(held.from + ".backup", *text, FileMode::Private);
      if (text && done) done = project_.env().remove_file(held.from);
      if (!done) return fail(done.error());
    }
    return true;
  }

  bool remember(bool same) {
    Env& env = project_.env();
    Status done;
    if (target_ && (!same || options_.reconfigure)) {
      done = write_backend_record(env, project_.record_path(), target_->type,
                                  target_place_->config_json(), given_);
      project_.print("Successfully configured the backend \"" + target_->type +
                     "\": the state lies at " + target_place_->where() + ".\n\n");
    } else if (!target_ && env.file_exists(project_.record_path())) {
      done = env.remove_file(project_.record_path());
    }
    return done || fail(done.error());
  }

  // TF_WORKSPACE may name one that is still to be made.
  bool ensure_workspace() {
    if (!project_.workspace_is_overridden() || project_.state_name() == "default") return true;
    auto session = project_.session_or_report();
    if (session == nullptr) return false;
    const auto names = project_.store().state_names();
    if (!names) return fail(names.error());
    for (const std::string& name : *names) {
      if (name == project_.state_name()) return true;
    }
    LeaseScope scope;
    scope.whole_state = true;
    return take_lease(project_, *session, scope, "init") != nullptr;
  }

  Project& project_;
  const Options& options_;
  std::optional<BackendRecord> record_;
  BackendSettings given_;
  std::optional<BackendSettings> target_;
  std::shared_ptr<StatePlace> target_place_;
};

}  // namespace

int run_init(Project& project) {
  Diagnostics diagnostics;
  const bool fine = project.load(diagnostics);
  project.report(diagnostics);
  if (!fine) return kError;
  if (project.options().backend) {
    if (!Initialisation(project).run()) return kError;
    Session* session = project.session_or_report();
    if (session == nullptr) return kError;
    // A place that cannot be read is better known now than in the middle of a plan.
    if (const auto head = session->head(); !head) {
      project.report("E0602", "State cannot be read", head.error().message);
      return kError;
    }
  }
  const std::string where = project.place() == nullptr ? "tenon.db" : project.place()->where();
  project.print("tenon is ready: " + std::to_string(project.config().files.size()) + " file(s), " +
                std::to_string(project.graph().resources.size()) +
                " resource block(s). Providers are part of tenon; the state is kept in " + where +
                ".\n\nNext: tenon plan\n");
  return kDone;
}

}  // namespace tenon::cli
