// Desk: a folder, a state and a paper cloud, to plan and apply in memory. For tests.
#pragma once

#include <memory>
#include <string>

#include "engine/graph/graph.h"
#include "engine/plan/planner.h"
#include "providers/builtin/builtin.h"
#include "providers/registry.h"
#include "tests/unit/config/loading.h"
#include "tests/unit/plan/memory_session.h"
#include "tests/unit/plan/paper_cloud.h"

namespace tenon {

class Desk {
 public:
  Desk() {
    add_builtin_providers(registry, folder);
    registry.add(std::make_unique<PaperCloud>(cloud));
  }

  // The configuration is this from now on.
  void write(const std::string& text) {
    folder.files["main.tf"] = text;
    diagnostics = {};
    config::LoadOptions options;
    config = config::load_config(folder, ".", options, diagnostics);
    graph = build_graph(*config, registry, diagnostics);
  }

  PlanRun plan(PlanOptions options = {}) {
    diagnostics = {};
    EvaluationInputs inputs;
    inputs.config = config.get();
    inputs.graph = graph.get();
    inputs.env = &folder;
    inputs.variables = config::variable_values(folder, *config, {}, variables, diagnostics);
    inputs.working_directory = "/spec";
    inputs.time = 1'700'000'000;
    return make_plan(std::move(inputs), registry, *session.snapshot(), options, diagnostics);
  }

  // "+a ~b -c", in the order of addresses; "" where nothing changes.
  static std::string shape(const Plan& plan) {
    std::string text;
    for (const Change& change : plan.changes) {
      static constexpr const char* kSigns[] = {"=", "+", "<", "~", "-/+", "+/-", "-", "x"};
      text += (text.empty() ? "" : " ") + std::string(kSigns[static_cast<int>(change.action)]) +
              change.address_text;
    }
    return text;
  }
  std::string planned(PlanOptions options = {}) { return shape(*plan(std::move(options)).plan); }
  std::string said() const { return config::codes_of(diagnostics); }

  Folder folder;
  PaperCloud::Facts cloud;
  Registry registry;
  MemorySession session;
  Diagnostics diagnostics;
  Arena variables;
  std::unique_ptr<config::Config> config;
  std::unique_ptr<Graph> graph;
};

// Finds a change; fails the test's expectations where there is none.
inline const Change* change_of(const Plan& plan, const std::string& address) {
  for (const Change& change : plan.changes) {
    if (change.address_text == address) return &change;
  }
  return nullptr;
}

}  // namespace tenon
