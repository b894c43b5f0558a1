#include "engine/lang/render_template.h"

#include <string>
#include <unordered_map>
#include <vector>

#include "engine/lang/codes.h"
#include "schema/base/guarded.h"
#include "schema/base/text.h"

namespace tenon::lang::detail {

namespace {

class VariablesScope final : public Scope {
 public:
  explicit VariablesScope(const Value& variables) : variables_(variables) {}

  std::optional<Value> subject(std::uint32_t subject, const Reference& reference,
                               Diagnostics& diagnostics) const override {
    const Symbol name = Symbol::from_index(subject);
    const auto value = find(name);
    if (value) {
      return any(variables_.marks()) ? value->with_marks(variables_.marks()) : *value;
    }
    diagnostics.error(codes::kUnbound, "Template variable is not given",
                      "The template uses \"" + std::string(name.view()) +
                          "\", which is not among the variables handed to it." +
                          did_you_mean(name.view(), names()),
                      reference.span);
    return std::nullopt;
  }

 private:
  std::optional<Value> find(Symbol name) const {
    if (!variables_.is_known()) return std::nullopt;
    if (variables_.type().is_object()) return variables_.attribute(name);
    if (variables_.type().kind() == TypeKind::Map) return variables_.key(name.view());
    return std::nullopt;
  }

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    if (!variables_.is_known()) return names;
    if (variables_.type().is_object()) {
      for (const auto name : variables_.type().shape().names) names.emplace_back(name.view());
    } else if (variables_.type().kind() == TypeKind::Map) {
      for (const auto& entry : variables_.entries()) names.emplace_back(entry.key);
    }
    return names;
  }

  const Value& variables_;
};

// One file is often rendered for thousands of instances: what was read last is kept, which also
// keeps the table of sources small.
std::optional<Expression> parsed_template(std::string_view name, std::string_view text,
                                          Diagnostics& diagnostics) {
  constexpr std::size_t kMost = 256;
  static auto* const cache = new Guarded<std::unordered_map<std::string, Expression>>();
  std::string key(name);
  key += '\n';
  key += text;
  {
    auto locked = cache->lock();
    const auto found = locked->find(key);
    if (found != locked->end()) return found->second;
  }
  const auto source = add_source(name, text);
  bool ok = false;
  const auto expression = parse_template(
      {text, {source, 0, static_cast<std::uint32_t>(text.size())}, true}, diagnostics, &ok);
  if (!ok) return std::nullopt;
  auto locked = cache->lock();
  if (locked->size() >= kMost) locked->clear();
  locked->insert_or_assign(std::move(key), expression);
  return expression;
}

}  // namespace

std::optional<Value> LanguageTemplates::render(Arena& arena, std::string_view name,
                                               std::string_view text, const Value& variables,
                                               std::string* error) {
  Diagnostics diagnostics;
  const auto report = [&]() -> std::optional<Value> {
    if (error != nullptr && !diagnostics.empty()) {
      const Diagnostic& first = diagnostics.list().front();
      const auto where = location_text(first.span);
      *error = (where.empty() ? "" : where + ": ") + first.summary + "; " + first.detail;
    }
    return std::nullopt;
  };
  const auto parsed = parsed_template(name, text, diagnostics);
  if (!parsed) return report();
  const Expression& expression = *parsed;
  bool ok = true;
  std::vector<Binding> bindings;
  for (const auto& reference : expression.references())
    bindings.push_back({reference.root.index(), 0});
  const VariablesScope scope(variables);
  EvalContext inner = context_;
  inner.arena = &arena;
  inner.scope = &scope;
  inner.diagnostics = &diagnostics;
  ++inner.function_context.template_depth;
  const Value value = expression.evaluate(inner, bindings, &ok);
  if (!ok) return report();
  // A constant lives in the expression, which ends here.
  return deep_copy(arena, value);
}

}  // namespace tenon::lang::detail
