// Documents as expressions (Terraform's JSON syntax: strings are templates, arrays tuples, objects
// objects).
#include <unordered_map>

#include "engine/lang/codes.h"
#include "engine/lang/expression_parser.h"
#include "schema/base/text.h"
#include "schema/value/number.h"

namespace tenon::lang {

namespace detail {

namespace {

enum class Strings { Templates, Literals };

class DocumentCompiler {
 public:
  DocumentCompiler(CodeBuilder& builder, Strings strings, Diagnostics& diagnostics)
      : builder_(builder), strings_(strings), diagnostics_(diagnostics) {}

  std::uint32_t compile(const doc::Node& node) {
    const auto begin = node.span.begin;
    const auto end = node.span.end;
    switch (node.kind) {
      case doc::NodeKind::Null:
        return builder_.constant(Value(), begin, end);
      case doc::NodeKind::Bool:
        return builder_.constant(Value::boolean(node.boolean), begin, end);
      case doc::NodeKind::Number:
        return number(node);
      case doc::NodeKind::String:
        return text({node.text, node.text_span, node.verbatim}, node.span, node.style);
      case doc::NodeKind::Array:
        return array(node);
      case doc::NodeKind::Object:
        return object(node);
    }
    return kNone;
  }

 private:
  std::uint32_t number(const doc::Node& node) {
    const auto value = Number::parse(node.text);
    if (!value) {
      diagnostics_.error(codes::kNumber, "Invalid number",
                         "The number " + std::string(node.text) + " is out of range.", node.span);
      return kNone;
    }
    return builder_.constant(make_number(builder_.arena(), *value), node.span.begin, node.span.end);
  }

  std::uint32_t text(const TextAt& at, SourceSpan whole, doc::ScalarStyle style) {
    const bool plain =
        strings_ == Strings::Literals || (at.text.find("${") == std::string_view::npos &&
                                          at.text.find("%{") == std::string_view::npos);
    if (!is_valid_utf8(at.text)) {
      diagnostics_.error(codes::kCharacter, "Invalid character encoding",
                         "This text is not valid UTF-8.", whole);
      return kNone;
    }
    if (plain) return builder_.string(at.text, whole.begin, whole.end);
    // A block scalar ends in a line end that nobody wrote on purpose: `key: |` and one ${ } below
    // it is that expression.
    const bool block = style == doc::ScalarStyle::Literal || style == doc::ScalarStyle::Folded;
    std::string_view body = at.text;
    const bool one_sequence = block && body.starts_with("${") && body.ends_with("}\n");
    if (one_sequence) body.remove_suffix(1);
    const auto place = builder_.place();
    ExpressionParser parser(body, at.verbatim ? at.span : whole, at.span.begin, at.verbatim,
                            builder_, diagnostics_);
    auto node = parser.whole_template();
    if (node == kNone) return kNone;
    if (one_sequence && builder_.node(node).op == Op::Template) {
      const std::uint32_t parts[] = {node, builder_.string("\n", 0, 0)};
      node = builder_.text_template(parts, 0, 0);
    }
    if (at.verbatim) {
      builder_.shift(place, at.span.begin);
    } else {
      builder_.cover(place, whole.begin, whole.end);
    }
    return node;
  }

  std::uint32_t array(const doc::Node& node) {
    std::vector<std::uint32_t> elements;
    for (const auto& item : node.items) {
      const auto element = compile(item);
      if (element == kNone) return kNone;
      elements.push_back(element);
    }
    return builder_.tuple(elements, node.span.begin, node.span.end);
  }

  std::uint32_t object(const doc::Node& node) {
    std::vector<std::uint32_t> items;
    std::unordered_map<std::string_view, SourceSpan> seen;
    for (const auto& member : node.members) {
      const auto [known, added] = seen.try_emplace(member.name, member.name_span);
      if (!added) {
        diagnostics_.error(codes::kObject, "Duplicate object key",
                           "The key \"" + std::string(member.name) + "\" stands already at " +
                               location_text(known->second) + ". Remove one of them.",
                           member.name_span);
        return kNone;
      }
      // Whether a key's bytes are those of the source is not recorded, so messages point at the
      // whole key.
      const auto key =
          text({member.name, member.name_span, false}, member.name_span, doc::ScalarStyle::Quoted);
      if (key == kNone) return kNone;
      const auto value = compile(member.value);
      if (value == kNone) return kNone;
      items.push_back(key);
      items.push_back(value);
    }
    return builder_.object(items, node.span.begin, node.span.end);
  }

  CodeBuilder& builder_;
  Strings strings_;
  Diagnostics& diagnostics_;
};

Expression compile(const doc::Node& node, Strings strings, Diagnostics& diagnostics, bool* ok) {
  if (ok != nullptr) *ok = false;
  CodeBuilder builder(std::make_shared<Unit>());
  builder.start(node.span, 0, true);
  const auto root = DocumentCompiler(builder, strings, diagnostics).compile(node);
  if (root == kNone) return Expression();
  if (builder.too_high()) {
    diagnostics.error(codes::kDepth, "Document is nested too deeply",
                      "This value is nested too deeply.", node.span);
    return Expression();
  }
  // The code's span is the node's: offsets count in the source itself.
  if (ok != nullptr) *ok = true;
  return Expression(builder.finish(root, node.span.begin, node.span.end));
}

}  // namespace

}  // namespace detail

Expression expression_of(const doc::Node& node, Diagnostics& diagnostics, bool* ok) {
  return detail::compile(node, detail::Strings::Templates, diagnostics, ok);
}

Expression literal_of(const doc::Node& node, Diagnostics& diagnostics, bool* ok) {
  return detail::compile(node, detail::Strings::Literals, diagnostics, ok);
}

}  // namespace tenon::lang
