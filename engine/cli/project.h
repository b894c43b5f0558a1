// Project: what commands share: the folder's configuration, its state, and the way to print.
#pragma once

#include <memory>
#include <string>

#include "engine/cli/options.h"
#include "engine/config/model.h"
#include "engine/graph/graph.h"
#include "engine/plan/planner.h"
#include "engine/render/diagnostics.h"
#include "providers/registry.h"
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
  // Everything that evaluation starts from; values of variables live as long as the project.
  EvaluationInputs inputs(bool allow_missing, Diagnostics& diagnostics);

  // The store beside the configuration. Refused where an estate of Terraform's would be planned
  // from nothing.
  Result<Session*> open_session();
  StateStore& store() { return *store_; }
  Status refuse_foreign_estate();

  // Standard output and standard error; nothing else in the program writes to them.
  void print(const std::string& text);
  void report(const Diagnostics& diagnostics);
  void report(const std::string& code, const std::string& summary, const std::string& detail);
  bool interactive() const;

 private:
  Env& env_;
  Options options_;
  Registry registry_;
  Colour colour_ = Colour::Off;
  std::string state_name_ = "default";
  std::unique_ptr<config::Config> config_;
  std::unique_ptr<Graph> graph_;
  Arena variables_arena_;
  std::unique_ptr<StateStore> store_;
  std::unique_ptr<Session> session_;
};

}  // namespace tenon::cli
