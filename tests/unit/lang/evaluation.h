// What the tests of the language share: one evaluation of a text, with variables by name.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lang/expression.h"
#include "schema/base/diagnostic.h"
#include "schema/value/print.h"
#include "schema/value/value.h"

namespace tenon::lang {

class Evaluation : public Scope {
 public:
  explicit Evaluation(std::string_view text) { parse(text, false); }
  Evaluation() = default;

  static Evaluation of_template(std::string_view text) {
    Evaluation evaluation;
    evaluation.parse(text, true);
    return evaluation;
  }

  Evaluation(const Evaluation&) = delete;
  Evaluation(Evaluation&&) = default;

  Evaluation& with(std::string_view name, const Value& value) {
    variables_[std::string(name)] = value;
    return *this;
  }

  const Evaluation& run() {
    if (!parsed_ || ran_) return *this;
    ran_ = true;
    std::vector<Binding> bindings;
    for (const auto& reference : expression_.references()) {
      const bool known = variables_.count(std::string(reference.root.view())) > 0;
      bindings.push_back({known ? reference.root.index() : kUnbound, 0});
    }
    EvalContext context;
    context.arena = &arena();
    context.scope = this;
    context.diagnostics = &diagnostics_;
    value_ = expression_.evaluate(context, bindings, &ok_);
    return *this;
  }

  std::optional<Value> subject(std::uint32_t subject, const Reference&,
                               Diagnostics&) const override {
    const auto found = variables_.find(std::string(Symbol::from_index(subject).view()));
    if (found == variables_.end()) return std::nullopt;
    return found->second;
  }

  bool ok() { return run().ok_; }
  Value value() { return run().value_; }
  const Expression& expression() const { return expression_; }
  const Diagnostics& diagnostics() { return run().diagnostics_; }
  // JSON of the value, or "error: " and the first summary.
  std::string json() {
    run();
    if (!ok_)
      return "error: " + (diagnostics_.empty() ? "none" : diagnostics_.list().front().summary);
    return json_for_programs(value_);
  }
  std::string type() { return constraint_text(value().type()); }
  std::string summary() { return diagnostics().empty() ? "" : diagnostics_.list().front().summary; }
  std::string detail() { return diagnostics().empty() ? "" : diagnostics_.list().front().detail; }
  // "line:column-column" of the first diagnostic.
  std::string place() {
    if (diagnostics().empty()) return "";
    const auto span = resolve(diagnostics_.list().front().span);
    return std::to_string(span.start.line) + ":" + std::to_string(span.start.column) + "-" +
           std::to_string(span.end.column);
  }

  // Lives until the tests end, so that values may be passed around.
  static Arena& arena() {
    static Arena arena;
    return arena;
  }

 private:
  void parse(std::string_view text, bool as_template) {
    const auto source = add_source("test.tf", text);
    const TextAt at{text, {source, 0, static_cast<std::uint32_t>(text.size())}, true};
    expression_ = as_template ? parse_template(at, diagnostics_, &parsed_)
                              : parse_expression(at, diagnostics_, &parsed_);
    ok_ = parsed_;
  }

  Expression expression_;
  Diagnostics diagnostics_;
  std::map<std::string, Value> variables_;
  Value value_;
  bool parsed_ = false;
  bool ran_ = false;
  bool ok_ = false;
};

inline std::string json(std::string_view text) { return Evaluation(text).json(); }
inline std::string type(std::string_view text) { return Evaluation(text).type(); }

}  // namespace tenon::lang
