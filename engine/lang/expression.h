// Expression: one expression of the language, compiled: flat code whose local names (those of
// `for`) are slots, and whose outside names are entries of a reference table. It knows nothing of
// what an outside name means: a Binder tells, once per place of use, how many steps of a reference
// name one *subject* ("var.x", "aws_vpc.main", "module.net.id", "each.key"), and a Scope gives the
// subject's value at each evaluation. The steps that are left are applied by the evaluator, with
// diagnostics at their own columns. Owner: an Expression owns its code and constants. Threads:
// immutable; may be evaluated from many threads, each with its own EvalContext. Cost: no heap
// allocation in evaluation; results live in the context's arena or in the expression's own.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lang/function.h"
#include "schema/base/diagnostic.h"
#include "schema/base/symbol.h"
#include "schema/doc/document.h"
#include "schema/value/value.h"

namespace tenon::lang {

// One step of a reference that is known without evaluating anything.
struct ReferenceStep {
  enum class Kind : std::uint8_t { Name, Index, Key };
  Kind kind = Kind::Name;
  Symbol name;             // attribute name, or string key of ["..."]
  std::int64_t index = 0;  // [0]
  SourceSpan span;
};

// `aws_vpc.main.tags["x"]` is root aws_vpc and steps main, tags, "x": as far as the steps are
// literal. A splat, or an index that is an expression, ends it.
struct Reference {
  Symbol root;
  std::vector<ReferenceStep> steps;
  SourceSpan span;  // the whole of it

  std::string text() const;
};

inline constexpr std::uint32_t kUnbound = ~0u;

// What a reference means at a place: the subject's number (the Scope knows it by that) and how many
// steps after the root name it.
struct Binding {
  std::uint32_t subject = kUnbound;
  std::uint32_t steps = 0;
};

class Scope {
 public:
  virtual ~Scope() = default;
  // The value of a subject now. nothing: it could not be had and a diagnostic was already given
  // (the evaluation then answers an unknown value and reports failure).
  virtual std::optional<Value> subject(std::uint32_t subject, const Reference& reference,
                                       Diagnostics& diagnostics) const = 0;
};

struct EvalContext {
  Arena* arena = nullptr;
  const Scope* scope = nullptr;
  const FunctionTable* functions = nullptr;  // builtin_functions() where null
  FunctionContext function_context;          // its arena and templates are filled in by evaluate()
  Diagnostics* diagnostics = nullptr;
};

namespace detail {
struct Code;
}

class Expression {
 public:
  Expression();  // the literal null
  ~Expression();
  Expression(const Expression&);  // shares the immutable code
  Expression(Expression&&) noexcept;
  Expression& operator=(const Expression&);
  Expression& operator=(Expression&&) noexcept;
  explicit Expression(std::shared_ptr<const detail::Code> code);

  // A constant.
  static Expression literal(const Value& value, SourceSpan span);

  SourceSpan span() const;
  std::span<const Reference> references() const;
  // Functions that are called by it, each once.
  std::span<const Symbol> functions() const;
  // The value where there are neither references nor calls.
  const Value* constant() const;
  // Where the whole expression is one reference and nothing else (`aws_vpc.main.id`), that
  // reference; else nullptr. For depends_on, providers, to, from.
  const Reference* as_reference() const;
  // A bare keyword or identifier (`all`, `create`), or a string literal's text; else empty.
  std::string_view as_keyword() const;
  // Where the whole expression is a tuple or object constructor: its element expressions (for
  // ignore_changes, replace_triggered_by, providers = { a = b }): nothing otherwise.
  std::optional<std::vector<Expression>> as_tuple() const;
  std::optional<std::vector<std::pair<Expression, Expression>>> as_object() const;

  // Where the whole expression is one call, the function's name; else empty. The console prints
  // what type() gives without quotes.
  Symbol called_function() const;

  // `bindings` has one entry for each of references(). On error diagnostics are added and an
  // unknown value of dynamic type is returned with *ok = false.
  Value evaluate(EvalContext& context, std::span<const Binding> bindings, bool* ok = nullptr) const;

  const detail::Code* code() const { return code_.get(); }
  const std::shared_ptr<const detail::Code>& shared_code() const { return code_; }

 private:
  std::shared_ptr<const detail::Code> code_;
};

// --- reading
// ------------------------------------------------------------------------------------------------------------
// Each parses text that stands in a registered source at `span` (so that diagnostics can point into
// it). For text that is not verbatim in the source (escaped JSON strings, folded YAML) pass
// verbatim = false: every diagnostic then points at the whole span. On errors: diagnostics, and the
// literal null... with *ok = false.
struct TextAt {
  std::string_view text;
  SourceSpan span;
  bool verbatim = true;
};
Expression parse_expression(const TextAt& text, Diagnostics& diagnostics, bool* ok = nullptr);
// A template without its quotes, as in a JSON string: "x-${a}". A template that is one `${…}` is
// that expression.
Expression parse_template(const TextAt& text, Diagnostics& diagnostics, bool* ok = nullptr);
// JSON and YAML nodes as expressions (Terraform's JSON syntax: strings are templates, arrays
// tuples, objects objects whose keys are templates).
Expression expression_of(const doc::Node& node, Diagnostics& diagnostics, bool* ok = nullptr);
// The same, with strings as they stand (mode "literal").
Expression literal_of(const doc::Node& node, Diagnostics& diagnostics, bool* ok = nullptr);
// "aws_vpc.main", "module.a", "aws.west", `tags["Name"]`: a traversal alone.
std::optional<Reference> parse_traversal(const TextAt& text, Diagnostics& diagnostics);

// A type constraint, `optional(type, default)` included.
struct TypeConstraint {
  Type type;  // with optional attributes
  // Defaults of optional attributes: an object value whose attributes mirror the nesting; null of
  // dynamic where there are none. See apply_defaults.
  struct Defaults;
  std::shared_ptr<const Defaults> defaults;
};
std::optional<TypeConstraint> type_constraint_of(const Expression& expression,
                                                 Diagnostics& diagnostics);
// Puts the defaults where optional attributes are absent or null, before conversion to the type.
Value apply_defaults(Arena& arena, const Value& value, const TypeConstraint& constraint);

}  // namespace tenon::lang
