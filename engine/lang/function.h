// The interface between the evaluator and the functions that a configuration may call.
// A function is described by a row of a table (Function) whose parameters the evaluator applies
// before the call: it converts arguments, refuses nulls, answers unknown arguments with an unknown
// result and moves marks, unless the parameter says that the function sees to that itself. So a
// body sees known, unmarked values of the declared types. Threads: bodies are called from any
// thread, each with its own context.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/base/env.h"
#include "schema/base/symbol.h"
#include "schema/value/value.h"

namespace tenon::lang {

// An argument that has not been evaluated: for try, can, templatefile and type.
class Deferred {
 public:
  virtual ~Deferred() = default;
  // The value, or nothing and its error in *error.
  virtual std::optional<Value> evaluate(std::string* error) = 0;
};

// How functions that read and render a template file get back into the language, without depending
// on it.
class TemplateRenderer {
 public:
  virtual ~TemplateRenderer() = default;
  // Renders `text` (named `name` in messages) with the attributes or keys of `variables` as its
  // only scope.
  virtual std::optional<Value> render(Arena& arena, std::string_view name, std::string_view text,
                                      const Value& variables, std::string* error) = 0;
};

enum class Phase : std::uint8_t { Plan, Apply, Console };

struct FunctionContext {
  Arena* arena = nullptr;
  Env* env = nullptr;               // files; nullptr where a pure evaluation is wanted
  Phase phase = Phase::Plan;        // timestamp(), uuid(), bcrypt() are unknown at plan
  std::string_view base_directory;  // relative paths start here (the working directory)
  std::optional<std::int64_t>
      plan_time;  // seconds since the epoch for plantimestamp(); unknown where absent
  TemplateRenderer* templates = nullptr;
  std::uint32_t template_depth = 0;  // of nested templatefile/templatestring calls
};

struct FunctionError {
  // Number of the argument at fault, counted from 0; -1 for the call as a whole.
  int argument = -1;
  std::string message;  // a sentence part without final full stop
};

struct Parameter {
  std::string_view name;
  Type type;
  bool allow_null = false;
  bool allow_unknown = false;   // also: not wholly known
  bool allow_marked = false;    // at any depth
  bool only_reference = false;  // must be written as a reference, not as any other expression
  bool allow_dynamic =
      true;  // an argument of unknown dynamic type is passed on only with allow_unknown
};

using FunctionBody = std::optional<Value> (*)(FunctionContext& context,
                                              std::span<const Value> arguments,
                                              FunctionError& error);
using DeferredBody = std::optional<Value> (*)(FunctionContext& context,
                                              std::span<Deferred* const> arguments,
                                              FunctionError& error);
// The result type for given argument types and values (some may be unknown); nothing and `error`
// where the call can never work.
using FunctionType = std::optional<Type> (*)(std::span<const Value> arguments,
                                             FunctionError& error);

struct Function {
  std::string_view name;
  std::span<const Parameter> parameters;
  const Parameter* variadic = nullptr;
  Type result;  // dynamic: ask `result_type`, and where that is absent the result is dynamic
  FunctionType result_type = nullptr;
  FunctionBody body = nullptr;
  DeferredBody deferred = nullptr;  // instead of `body`
  bool result_may_be_null = false;  // otherwise an unknown result is refined as not null
  std::string_view description;     // one sentence of ours, for `metadata functions -json`
};

class FunctionTable {
 public:
  void add(const Function* function) { by_name_.emplace(Symbol(function->name), function); }
  const Function* find(Symbol name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : found->second;
  }
  std::vector<std::string> names() const;  // sorted

 private:
  std::unordered_map<Symbol, const Function*> by_name_;
};

// All functions of Terraform 1.11 that need no provider.
const FunctionTable& builtin_functions();

// One call with the rules of this page applied: arity, conversion, nulls, unknowns, marks. What the
// evaluator uses, and tests.
std::optional<Value> call_function(const Function& function, FunctionContext& context,
                                   std::span<const Value> arguments, FunctionError& error);

}  // namespace tenon::lang
