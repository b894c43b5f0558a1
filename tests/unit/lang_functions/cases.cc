#include "tests/unit/lang_functions/cases.h"

#include <map>

#include "engine/lang/expression.h"
#include "schema/base/text.h"
#include "schema/value/number.h"
#include "schema/value/print.h"

namespace tenon::lang {

namespace {

class Names final : public Scope {
 public:
  explicit Names(Arena& arena) {
    const auto unknown = [](Type type) { return Value::unknown(type); };
    values_["u"] = unknown(Type::string());
    values_["un"] = unknown(Type::number());
    values_["ub"] = unknown(Type::boolean());
    values_["ul"] = unknown(Type::list_of(Type::string()));
    values_["um"] = unknown(Type::map_of(Type::string()));
    values_["d"] = unknown(Type::dynamic());
    values_["secret"] = Value::string(arena, "s").with_marks(Marks::Sensitive);
    values_["secret_number"] = Value::number(7).with_marks(Marks::Sensitive);
    values_["passing"] = Value::string(arena, "p").with_marks(Marks::Ephemeral);
  }
  bool has(std::string_view name) const { return values_.count(std::string(name)) > 0; }
  std::optional<Value> subject(std::uint32_t subject, const Reference&,
                               Diagnostics&) const override {
    return values_.at(std::string(Symbol::from_index(subject).view()));
  }

 private:
  std::map<std::string, Value> values_;
};

std::string shown(Arena& arena, const Value& value);

std::string shown_element(Arena& arena, const Value& value) {
  if (value.is_unknown()) return "unknown";
  return shown(arena, value);
}

std::string shown(Arena& arena, const Value& value) {
  if (any(value.marks())) {
    return "sensitive " + shown(arena, value.without_marks(arena));
  }
  if (value.is_unknown()) {
    std::string text = "unknown " + constraint_text(value.type());
    if (const Refinement* known = value.refinement(); known != nullptr && !known->prefix.empty()) {
      text += " " + json_quote(known->prefix);
    }
    return text;
  }
  const auto kind = value.type().kind();
  const bool told_apart = !value.is_wholly_known() || any(value.all_marks());
  if (told_apart && (kind == TypeKind::List || kind == TypeKind::Set || kind == TypeKind::Tuple)) {
    std::string text = "list:";
    for (const Value& element : value.elements()) {
      text += (text.size() > 5 ? ", " : " ") + shown_element(arena, element);
    }
    return text;
  }
  return json_of_language(value);
}

}  // namespace

Outcome outcome_of(const std::string& text, Env* env, Phase phase) {
  Arena arena;
  const Names names(arena);
  Diagnostics diagnostics;
  const auto source = add_source("test.tf", text);
  bool ok = false;
  const auto expression = parse_expression(
      {text, {source, 0, static_cast<std::uint32_t>(text.size())}, true}, diagnostics, &ok);
  EvalContext context;
  context.arena = &arena;
  context.scope = &names;
  context.diagnostics = &diagnostics;
  context.function_context.env = env;
  context.function_context.phase = phase;
  context.function_context.base_directory = "/base";
  Value value;
  if (ok) {
    std::vector<Binding> bindings;
    for (const auto& reference : expression.references()) {
      const auto name = reference.root.view();
      bindings.push_back({names.has(name) ? reference.root.index() : kUnbound, 0});
    }
    value = expression.evaluate(context, bindings, &ok);
  }
  if (!ok) {
    return {"error", diagnostics.empty() ? "" : diagnostics.list().front().detail};
  }
  return {shown(arena, value), ""};
}

void check(std::initializer_list<Case> cases, Env* env) {
  for (const Case& one : cases) {
    const auto outcome = outcome_of(one.expression, env);
    EXPECT_EQ(outcome.text, one.expected) << one.expression << "\n" << outcome.detail;
  }
}

}  // namespace tenon::lang
