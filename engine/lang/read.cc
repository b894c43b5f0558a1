// parse_expression, parse_template, parse_traversal, and the questions that an Expression answers
// about itself.
#include <charconv>

#include "engine/lang/code.h"
#include "engine/lang/codes.h"
#include "engine/lang/expression_parser.h"
#include "schema/base/text.h"

namespace tenon::lang {

using detail::kNone;
using detail::Op;

namespace {

const std::shared_ptr<const detail::Code>& null_code() {
  static const auto* const code = [] {
    detail::CodeBuilder builder(std::make_shared<detail::Unit>());
    builder.start({}, 0, false);
    const auto root = builder.constant(Value(), 0, 0);
    return new std::shared_ptr<const detail::Code>(builder.finish(root, 0, 0));
  }();
  return *code;
}

enum class Grammar { Expression, Template };

Expression parse(const TextAt& at, Grammar grammar, Diagnostics& diagnostics, bool* ok) {
  if (ok != nullptr) *ok = false;
  if (!is_valid_utf8(at.text)) {
    diagnostics.error(codes::kCharacter, "Invalid character encoding",
                      "This text is not valid UTF-8.", at.span);
    return Expression();
  }
  detail::CodeBuilder builder(std::make_shared<detail::Unit>());
  builder.start(at.span, at.span.begin, at.verbatim);
  detail::ExpressionParser parser(at.text, at.span, at.span.begin, at.verbatim, builder,
                                  diagnostics);
  auto root = kNone;
  if (grammar == Grammar::Template) {
    root = parser.whole_template();
  } else {
    while (parser.take_if(detail::TokenKind::Newline)) {
    }
    root = parser.expression();
    if (root != kNone && !parser.expect_end()) root = kNone;
  }
  if (root == kNone) return Expression();
  if (ok != nullptr) *ok = true;
  return Expression(builder.finish(root, 0, static_cast<std::uint32_t>(at.text.size())));
}

}  // namespace

Expression parse_expression(const TextAt& text, Diagnostics& diagnostics, bool* ok) {
  return parse(text, Grammar::Expression, diagnostics, ok);
}

Expression parse_template(const TextAt& text, Diagnostics& diagnostics, bool* ok) {
  return parse(text, Grammar::Template, diagnostics, ok);
}

std::optional<Reference> parse_traversal(const TextAt& text, Diagnostics& diagnostics) {
  bool ok = false;
  const auto expression = parse_expression(text, diagnostics, &ok);
  if (!ok) return std::nullopt;
  if (const Reference* reference = expression.as_reference()) return *reference;
  diagnostics.error(
      codes::kTraversal, "Invalid reference",
      "\"" + std::string(text.text) +
          "\" is no plain reference. Write names joined by dots, with literal indexes where "
          "needed, and no ${ }: aws_vpc.main, module.net, tags[\"Name\"].",
      text.span);
  return std::nullopt;
}

std::string Reference::text() const {
  std::string text(root.view());
  for (const auto& step : steps) {
    switch (step.kind) {
      case ReferenceStep::Kind::Name:
        text += '.';
        text += step.name.view();
        break;
      case ReferenceStep::Kind::Index:
        text += '[' + std::to_string(step.index) + ']';
        break;
      case ReferenceStep::Kind::Key:
        text += '[' + json_quote(step.name.view()) + ']';
        break;
    }
  }
  return text;
}

Expression::Expression() : code_(null_code()) {}
Expression::~Expression() = default;
Expression::Expression(const Expression&) = default;
// What is moved from is an expression too: the literal null.
Expression::Expression(Expression&& other) noexcept : code_(null_code()) {
  code_.swap(other.code_);
}
Expression& Expression::operator=(const Expression&) = default;
Expression& Expression::operator=(Expression&& other) noexcept {
  code_.swap(other.code_);
  return *this;
}
Expression::Expression(std::shared_ptr<const detail::Code> code) : code_(std::move(code)) {}

Expression Expression::literal(const Value& value, SourceSpan span) {
  auto unit = std::make_shared<detail::Unit>();
  const Value kept = deep_copy(unit->arena, value);
  detail::CodeBuilder builder(std::move(unit));
  builder.start(span, span.begin, false);
  const auto root = builder.constant(kept, 0, 0);
  return Expression(builder.finish(root, 0, 0));
}

SourceSpan Expression::span() const { return code_->whole; }
std::span<const Reference> Expression::references() const { return code_->references; }
std::span<const Symbol> Expression::functions() const { return code_->functions; }
const Value* Expression::constant() const { return code_->constant; }
std::string_view Expression::as_keyword() const { return code_->keyword; }

const Reference* Expression::as_reference() const {
  const auto& node = code_->root_node();
  if (node.op == Op::Reference) return &code_->references[node.a];
  if (node.op == Op::KeyName || node.op == Op::KeyAmbiguous) return &code_->key_references[node.b];
  return nullptr;
}

Symbol Expression::called_function() const {
  const auto& node = code_->root_node();
  return node.op == Op::Call ? code_->calls[node.a].name : Symbol();
}

std::optional<std::vector<Expression>> Expression::as_tuple() const {
  const auto& node = code_->root_node();
  if (node.op != Op::Tuple) return std::nullopt;
  auto builder = detail::builder_of_parts(code_);
  std::vector<Expression> elements;
  for (std::uint32_t i = 0; i < node.b; ++i) {
    elements.emplace_back(detail::part_of(code_, code_->lists[node.a + i], builder));
  }
  return elements;
}

std::optional<std::vector<std::pair<Expression, Expression>>> Expression::as_object() const {
  const auto& node = code_->root_node();
  if (node.op != Op::Object) return std::nullopt;
  auto builder = detail::builder_of_parts(code_);
  std::vector<std::pair<Expression, Expression>> items;
  for (std::uint32_t i = 0; i < node.b; ++i) {
    Expression key(detail::part_of(code_, code_->lists[node.a + 2 * i], builder));
    Expression value(detail::part_of(code_, code_->lists[node.a + 2 * i + 1], builder));
    items.emplace_back(std::move(key), std::move(value));
  }
  return items;
}

}  // namespace tenon::lang
