// Project: what commands share: the folder's configuration, its state, and the way to print.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/cli/options.h"
#include "engine/config/model.h"
#include "engine/graph/graph.h"
#include "engine/plan/planner.h"
#include "engine/render/diagnostics.h"
#include "providers/registry.h"
#include "state/blob/place.h"
#include "state/statefile/state_file.h"
#include "state/store.h"

namespace tenon::cli {

inline constexpr int kDone = 0, kError = 1, kChanges = 2, kNotChecked = 3;

class Project {
 public:
  Project(Env& env, Options options);

  Env& env() { return env_; }
  const Options& options() const { return options_; }
  Registry& registry() { return registry_; }
  Colour colour() const { return colour_; }
  const std::string& state_name() const { return state_name_; }

  // Reads the configuration and compiles it. Null with diagnostics.
  bool load(Diagnostics& diagnostics);
  config::Config& config() { return *config_; }
  Graph& graph() { return *graph_; }
  void adopt(std::unique_ptr<config::Config> config, std::unique_ptr<Graph> graph);
  // What a saved plan was made of and for: says where the state lies instead of today's files. Must
  // outlive the project's sessions.
  void use(const config::Config& config, const std::string& workspace);
  // Everything that evaluation starts from; values of variables live as long as the project.
  EvaluationInputs inputs(bool allow_missing, Diagnostics& diagnostics);

  // The workspace's state, wherever the configuration says that it lies. Refused where an estate
  // would be planned from another place than it is known to lie at. REQUIRES: load() was called.
  Result<Session*> open_session();
  // The same, with the refusal reported; null then.
  Session* session_or_report();
  StateStore& store() { return *store_; }
  // Opens the store that open_session() would, without a state of it.
  Status open_store();
  // Where the state lies; null: in tenon.db alone.
  const std::shared_ptr<StatePlace>& place() const { return place_; }
  // A store on `place`, or tenon.db alone where that is null.
  Result<std::unique_ptr<StateStore>> store_at(const std::shared_ptr<StatePlace>& place);
  SchemaLookup schemas() const;

  // .terraform, or TF_DATA_DIR.
  const std::string& data_folder() const { return data_folder_; }
  std::string record_path() const { return data_folder_ + "/terraform.tfstate"; }
  std::string workspace_path() const { return data_folder_ + "/environment"; }
  // For the rest of this run and, unless TF_WORKSPACE says otherwise, the next ones.
  Status select_workspace(const std::string& name);
  bool workspace_is_overridden() const { return workspace_overridden_; }

  // Standard output and standard error; nothing else in the program writes to them.
  void print(const std::string& text);
  void report(const Diagnostics& diagnostics);
  void report(const std::string& code, const std::string& summary, const std::string& detail);
  // Of open_session(): with the code that the error carries.
  void report_state_error(const Error& error);
  bool interactive() const;

 private:
  Env& env_;
  Options options_;
  Registry registry_;
  Colour colour_ = Colour::Off;
  std::string data_folder_ = ".terraform";
  std::string state_name_ = "default";
  bool workspace_overridden_ = false;
  std::unique_ptr<config::Config> config_;
  const config::Config* sealed_config_ = nullptr;
  std::unique_ptr<Graph> graph_;
  Arena variables_arena_;
  // The place that the configuration and the folder's memory agree on; null: tenon.db alone.
  Result<std::shared_ptr<StatePlace>> agreed_place();
  Status refuse_foreign_estate();

  std::shared_ptr<StatePlace> place_;
  std::unique_ptr<StateStore> store_;
  std::unique_ptr<Session> session_;
};

// The names of a store's own states that hold anything.
Result<std::vector<std::string>> states_with_content(StateStore& store);

}  // namespace tenon::cli
