// Applying: a desk whose plans are carried out, too. For tests.
#pragma once

#include <string>

#include "engine/apply/executor.h"
#include "tests/unit/plan/desk.h"

namespace tenon {

class Quiet final : public ApplyObserver {
 public:
  std::vector<std::string> lines;  // "started a", "done a", "failed a", "skipped a"
  void started(const Change& change, StepKind) override { tell("started ", change); }
  void still(const Change&, StepKind, std::chrono::seconds) override {}
  void finished(const Change& change, StepKind, std::chrono::milliseconds, const Value&) override {
    tell("done ", change);
  }
  void failed(const Change& change, StepKind, const std::string&) override {
    tell("failed ", change);
  }
  void skipped(const Change& change, StepKind, const std::string&) override {
    tell("skipped ", change);
  }

 private:
  void tell(const char* what, const Change& change) { lines.push_back(what + change.address_text); }
};

class ApplyDesk : public Desk {
 public:
  ApplyOutcome apply(PlanOptions options = {}) {
    PlanRun run = plan(std::move(options));
    if (diagnostics.has_errors()) return {};
    ApplyOptions how;
    how.interrupts = &interrupts;
    observer.lines.clear();
    return apply_plan(run, session, MemoryLease(), "run-1", how, observer, folder, diagnostics);
  }
  // Addresses in the state, with what is said of them.
  std::string held() const {
    std::string text;
    for (const auto& [key, stored] : session.rows) {
      text += (text.empty() ? "" : " ") + key.first + (key.second.empty() ? "" : " (deposed)") +
              (stored.row.tainted ? " (tainted)" : "");
    }
    return text;
  }
  std::string things() const {
    std::string text;
    for (const auto& [id, thing] : cloud.things)
      text += (text.empty() ? "" : " ") + thing.name + ":" + std::to_string(thing.size);
    return text;
  }

  Quiet observer;
  std::atomic<int> interrupts{0};
};

}  // namespace tenon
