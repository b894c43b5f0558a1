// A console without configuration, for comparing the language with recorded results before the
// command line exists: `console_probe console` evaluates what is piped to it, line by line.
#include <cstdio>
#include <iostream>
#include <string>

#include "engine/lang/expression.h"
#include "schema/value/print.h"

int main() {
  using namespace tenon;
  std::string line;
  int status = 0;
  while (std::getline(std::cin, line)) {
    if (line.empty()) continue;
    const auto source = add_source("<console-input>", line);
    Diagnostics diagnostics;
    Arena arena;
    lang::EvalContext context;
    context.arena = &arena;
    context.diagnostics = &diagnostics;
    context.function_context.env = &system_env();
    context.function_context.phase = lang::Phase::Console;
    context.function_context.base_directory = ".";
    bool ok = false;
    const auto expression = lang::parse_expression(
        {line, {source, 0, static_cast<std::uint32_t>(line.size())}, true}, diagnostics, &ok);
    Value value;
    if (ok) value = expression.evaluate(context, {}, &ok);
    for (const auto& diagnostic : diagnostics.list()) {
      std::fprintf(stderr, "Error: %s\n  %s\n%s\n", diagnostic.summary.c_str(),
                   location_text(diagnostic.span).c_str(), diagnostic.detail.c_str());
    }
    if (!ok) {
      status = 1;
      continue;
    }
    const bool type = expression.called_function() == Symbol("type") && value.is_known();
    std::printf("%s\n",
                type ? std::string(value.as_string()).c_str() : print_console(value).c_str());
  }
  return status;
}
