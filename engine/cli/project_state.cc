// Which state a command works on, and what is refused before it does.
#include "engine/cli/backends.h"
#include "engine/cli/project.h"
#include "schema/base/digest.h"
#include "schema/base/text.h"
#include "state/blob/blob_store.h"
#include "state/blob/local_place.h"
#include "state/sqlite/store.h"

namespace tenon::cli {

namespace {

constexpr const char* kNeverFromNothing =
    " tenon never plans an existing estate from an empty state.";

// Programs tell by `show` whether a folder was initialised.
bool only_looks(const std::string& command) { return command == "show"; }

Error first_error(const Diagnostics& diagnostics) {
  for (const Diagnostic& each : diagnostics.list()) {
    if (each.severity != Severity::Error) continue;
    std::string message = each.detail;
    if (each.span.known()) message += " (" + location_text(each.span) + ")";
    return make_error(ErrorCategory::InvalidArgument, message, each.code);
  }
  return make_error(ErrorCategory::Unknown, "the backend cannot be used");
}

Error needs_init(const std::string& why, const std::string& way_out) {
  return make_error(ErrorCategory::Unsupported,
                    "Backend initialization required: " + why + kNeverFromNothing + " " + way_out,
                    "E0650");
}

}  // namespace

Result<std::vector<std::string>> states_with_content(StateStore& store) {
  ASSIGN_OR_RETURN(const std::vector<std::string> names, store.state_names());
  std::vector<std::string> full;
  for (const std::string& name : names) {
    // Those with a slash are working copies of states that lie elsewhere.
    if (name.find('/') != std::string::npos) continue;
    ASSIGN_OR_RETURN(const auto session, store.open(name));
    ASSIGN_OR_RETURN(const auto snapshot, session->snapshot());
    if (snapshot->size() > 0 || !snapshot->outputs().empty()) full.push_back(name);
  }
  return full;
}

SchemaLookup Project::schemas() const {
  return
      [this](ResourceMode mode, Symbol type, std::string_view provider) -> const ResourceSchema* {
        const auto open = provider.find("provider[\"");
        if (open == std::string_view::npos) return nullptr;
        const auto begin = open + 10;
        const auto end = provider.find("\"]", begin);
        if (end == std::string_view::npos) return nullptr;
        const Provider* found = registry_.find(provider.substr(begin, end - begin));
        return found == nullptr ? nullptr : found->schema(mode, type);
      };
}

Result<std::unique_ptr<StateStore>> Project::store_at(const std::shared_ptr<StatePlace>& place) {
  if (place == nullptr) return open_sqlite_store(env_, "tenon.db");
  std::string file = "tenon.db";
  if (!place->is_local()) {
    RETURN_IF_ERROR(env_.make_directories(data_folder_));
    file = data_folder_ + "/tenon-cache.db";
  }
  ASSIGN_OR_RETURN(auto working, open_sqlite_store(env_, file));
  return make_blob_store(env_, place, std::move(working), schemas());
}

Result<std::shared_ptr<StatePlace>> Project::agreed_place() {
  Diagnostics diagnostics;
  if (!options_.state.empty()) {
    LocalOptions local;
    local.path = options_.state;
    local.out = options_.state_out;
    local.backup = options_.backup;
    return std::shared_ptr<StatePlace>(make_local_place(env_, std::move(local)));
  }
  ASSIGN_OR_RETURN(const std::optional<BackendRecord> record,
                   read_backend_record(env_, record_path()));
  const config::Config* config = sealed_config_ != nullptr ? sealed_config_ : config_.get();
  const auto block = config == nullptr ? std::nullopt : block_settings(*config, diagnostics);
  if (diagnostics.has_errors()) return first_error(diagnostics);
  // A local backend that names no place is what there is without one.
  const bool plain = !block || (block->type == "local" && block->arguments.empty());
  const bool plain_record =
      !record || (record->settings.type == "local" && record->settings.arguments.empty());
  if (plain && (plain_record || (block && record->settings.type == "local" && record->given &&
                                 record->given->arguments.empty())))
    return std::shared_ptr<StatePlace>();
  if (!block && config == nullptr) {
    // The configuration cannot be read; what the folder remembers still holds.
    auto place = open_place(env_, record->settings, diagnostics);
    if (place == nullptr) return first_error(diagnostics);
    return place;
  }
  if (!block) {
    return needs_init("the state of this folder lies in the backend \"" + record->settings.type +
                          "\" (" + record_path() +
                          "), and the configuration names no backend any more.",
                      "Put the backend block back; or run `tenon init -migrate-state`, which "
                      "copies the state here; or `tenon init -reconfigure`, which forgets the "
                      "backend and leaves its state where it is.");
  }
  if (record) {
    const BackendSettings meant = record->settings.type != block->type ? *block
                                  : record->given ? merged(*block, *record->given)
                                                  : merged(record->settings, *block);
    if (!same_settings(meant, record->settings)) {
      return needs_init(
          "the backend of the configuration is another one than the folder was "
          "initialised with (" +
              record_path() + ").",
          "`tenon init -migrate-state` moves the state to where the configuration "
          "says now; `tenon init -reconfigure` goes there without moving anything.");
    }
    auto place = open_place(env_, meant, diagnostics);
    if (place == nullptr) return first_error(diagnostics);
    return place;
  }
  if (only_looks(options_.command)) {
    return needs_init("the configuration names the backend \"" + block->type +
                          "\", and the folder was not initialised with it.",
                      "Run `tenon init`.");
  }
  auto place = open_place(env_, *block, diagnostics);
  if (place == nullptr) return first_error(diagnostics);
  ASSIGN_OR_RETURN(const auto own, store_at(nullptr));
  ASSIGN_OR_RETURN(const auto own_states, states_with_content(*own));
  const auto beside = env_.read_file("terraform.tfstate");
  const bool has_file = beside && !trim(*beside).empty() && place->where() != "terraform.tfstate";
  if (!own_states.empty() || has_file) {
    return needs_init("the configuration names the backend \"" + block->type + "\", and " +
                          (has_file ? "terraform.tfstate" : "tenon.db") +
                          " beside it holds a state already.",
                      "Run `tenon init`, which asks whether to move it.");
  }
  return place;
}

Status Project::refuse_foreign_estate() {
  if (place_ != nullptr) return ok_status();
  const std::string file = state_name_ == "default"
                               ? "terraform.tfstate"
                               : "terraform.tfstate.d/" + state_name_ + "/terraform.tfstate";
  if (!env_.file_exists(file)) return ok_status();
  ASSIGN_OR_RETURN(const std::string text, env_.read_file(file));
  if (trim(text).empty()) return ok_status();
  ASSIGN_OR_RETURN(const auto session, store_->open(state_name_));
  ASSIGN_OR_RETURN(const StateHead head, session->head());
  if (!head.exists) {
    return make_error(ErrorCategory::Unsupported,
                      "the folder holds a state of Terraform's (" + file +
                          ") and tenon has none of its own." + kNeverFromNothing +
                          " Run `tenon init`, which takes it over, or go on with Terraform in this "
                          "folder");
  }
  ASSIGN_OR_RETURN(const std::string taken, session->note("taken.digest"));
  if (taken.empty() || taken == to_hex(sha256(text))) return ok_status();
  return make_error(
      ErrorCategory::Conflict,
      file +
          " was written by somebody else since tenon took it over, so there are two "
          "states of one estate. `tenon init -migrate-state` takes the newer one over "
          "again, and what tenon did since is then known only by its history; `tenon "
          "state pull > " +
          file + "` gives Terraform what tenon knows",
      "E0650");
}

Status Project::open_store() {
  if (store_ != nullptr) return ok_status();
  ASSIGN_OR_RETURN(place_, agreed_place());
  ASSIGN_OR_RETURN(store_, store_at(place_));
  return ok_status();
}

Result<Session*> Project::open_session() {
  if (session_ != nullptr) return session_.get();
  RETURN_IF_ERROR(open_store());
  RETURN_IF_ERROR(refuse_foreign_estate());
  ASSIGN_OR_RETURN(session_, store_->open(state_name_));
  return session_.get();
}

Session* Project::session_or_report() {
  auto session = open_session();
  if (session) return *session;
  report_state_error(session.error());
  return nullptr;
}

void Project::report_state_error(const Error& error) {
  const bool coded = error.code.size() == 5 && error.code[0] == 'E';
  report(coded ? error.code : "E0607", "State cannot be used", error.message);
}

Status Project::select_workspace(const std::string& name) {
  if (name != state_name_) {
    session_.reset();
    state_name_ = name;
  }
  RETURN_IF_ERROR(env_.make_directories(data_folder_));
  return env_.write_file(workspace_path(), name);
}

}  // namespace tenon::cli
