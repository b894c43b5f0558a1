#include <unistd.h>

#include <iostream>

#include "engine/cli/commands/commands.h"
#include "engine/cli/run.h"
#include "schema/base/text.h"
#include "schema/value/print.h"

namespace tenon::cli {

namespace {

// The values of a configuration against its state, without any refresh; an empty module where the
// folder has none.
bool prepare(Project& project, PlanRun& run) {
  Diagnostics diagnostics;
  const bool fine = project.load(diagnostics);
  if (!fine) {
    project.report(diagnostics);
    return false;
  }
  EvaluationInputs inputs = project.inputs(true, diagnostics);
  std::shared_ptr<const Snapshot> snapshot = std::make_shared<Snapshot>();
  const auto session = project.open_session();
  if (session) {
    if (const auto stored = (*session)->snapshot()) snapshot = *stored;
  }
  PlanOptions options;
  options.refresh = false;
  options.certificates = true;
  Diagnostics ignored;
  run = make_plan(std::move(inputs), project.registry(), snapshot, options, ignored);
  run.evaluation->set_phase(lang::Phase::Console);
  return true;
}

bool balanced(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      --depth;
    }
  }
  return depth <= 0;
}

}  // namespace

int run_console(Project& project) {
  PlanRun run;
  if (!prepare(project, run)) return kError;
  const bool terminal = ::isatty(STDIN_FILENO) != 0;
  std::string pending;
  std::string line;
  int code = kDone;
  while (true) {
    if (terminal) project.print(pending.empty() ? "> " : ": ");
    if (!std::getline(std::cin, line)) break;
    pending += pending.empty() ? line : "\n" + line;
    if (trim(pending).empty()) {
      pending.clear();
      continue;
    }
    if (trim(pending) == "exit") break;
    if (!balanced(pending) && std::cin.peek() != EOF) continue;
    const std::string text = std::exchange(pending, "");
    Diagnostics diagnostics;
    Arena arena;
    const std::uint32_t source = add_source("<console-input>", text);
    bool ok = true;
    const lang::Expression expression = lang::parse_expression(
        {text, {source, 0, static_cast<std::uint32_t>(text.size())}, true}, diagnostics, &ok);
    Value value;
    if (ok && !diagnostics.has_errors()) {
      const BoundExpression bound =
          bind_in_root(project.config(), project.graph(), expression, diagnostics);
      if (!diagnostics.has_errors())
        value =
            run.evaluation->evaluate(bound, 0, 0, kNoInstance, nullptr, arena, diagnostics, &ok);
    }
    if (diagnostics.has_errors() || !ok) {
      project.report(diagnostics);
      code = kError;
      continue;
    }
    // type(...) answers text that stands as it is.
    const bool bare = expression.called_function() == Symbol("type") && value.is_known();
    project.print((bare ? std::string(value.as_string()) : print_console(value)) + "\n");
  }
  return terminal ? kDone : code;
}

}  // namespace tenon::cli
