// What may follow an operand: .name, [index], .0 and the two splats (HCL native syntax: "Index,
// Attribute Access and Splat Operators").
#include <charconv>

#include "engine/lang/codes.h"
#include "engine/lang/expression_parser.h"

namespace tenon::lang::detail {

std::uint32_t ExpressionParser::postfix(std::uint32_t node, bool open_reference) {
  while (node != kNone) {
    if (at(TokenKind::Dot)) {
      node = dotted(node, open_reference);
    } else if (at(TokenKind::OpenBracket)) {
      node = bracketed(node, open_reference);
    } else {
      return node;
    }
    if (node != kNone && builder_.too_high()) {
      error(codes::kDepth, "Expression is too long", "Too many steps follow each other here.",
            builder_.node(node).begin, last_end_);
      return kNone;
    }
  }
  return node;
}

std::uint32_t ExpressionParser::dotted(std::uint32_t node, bool& open_reference) {
  const Token dot = take();
  const auto begin = builder_.node(node).begin;
  switch (peek().kind) {
    case TokenKind::Identifier: {
      const Token name = take();
      const Symbol symbol(text_of(name));
      if (!open_reference)
        return builder_.add(Op::Attribute, begin, name.end, node, symbol.index());
      Reference& reference = builder_.references().back();
      reference.steps.push_back(
          {ReferenceStep::Kind::Name, symbol, 0, span_of(dot.begin, name.end)});
      reference.span = span_of(begin, name.end);
      builder_.set_end(node, name.end);
      return node;
    }
    case TokenKind::Number: {
      const Token number = take();
      const auto digits = text_of(number);
      std::int64_t index = 0;
      const auto [end, failure] =
          std::from_chars(digits.data(), digits.data() + digits.size(), index);
      if (failure != std::errc() || end != digits.data() + digits.size()) {
        error(codes::kTraversal, "Invalid legacy index syntax",
              "After a dot only one whole number may stand. Write indexes in brackets: [0][1].",
              dot.begin, number.end);
        return kNone;
      }
      const auto key = builder_.constant(Value::number(index), number.begin, number.end);
      return add_index(node, key, open_reference, dot.begin);
    }
    case TokenKind::Star:
      take();
      open_reference = false;
      return attribute_splat(node);
    default:
      unexpected(peek(), codes::kTraversal, "Invalid attribute name",
                 "The name of an attribute was expected after the dot");
      return kNone;
  }
}

std::uint32_t ExpressionParser::add_index(std::uint32_t node, std::uint32_t key,
                                          bool& open_reference, std::uint32_t begin) {
  const auto start = builder_.node(node).begin;
  const Value* constant =
      builder_.node(key).op == Op::Constant ? builder_.constant_of(key) : nullptr;
  if (open_reference && constant != nullptr && constant->is_known()) {
    ReferenceStep step;
    step.span = span_of(begin, last_end_);
    bool literal = false;
    if (constant->type() == Type::string()) {
      step.kind = ReferenceStep::Kind::Key;
      step.name = Symbol(constant->as_string());
      literal = true;
    } else if (constant->type() == Type::number() && constant->is_int64() &&
               constant->as_int64() >= 0) {
      step.kind = ReferenceStep::Kind::Index;
      step.index = constant->as_int64();
      literal = true;
    }
    if (literal) {
      Reference& reference = builder_.references().back();
      reference.steps.push_back(step);
      reference.span = span_of(start, last_end_);
      builder_.set_end(node, last_end_);
      return node;
    }
  }
  open_reference = false;
  return builder_.add(Op::Index, start, last_end_, node, key);
}

std::uint32_t ExpressionParser::bracketed(std::uint32_t node, bool& open_reference) {
  const Token open = take();
  std::uint32_t key = kNone;
  {
    const LineEnds line_ends(*this, true);
    if (at(TokenKind::Star)) {
      take();
      if (!at(TokenKind::CloseBracket)) {
        unexpected(peek(), codes::kTraversal, "Missing close bracket on splat index",
                   "The star of a splat stands alone in its brackets");
        return kNone;
      }
    } else {
      key = expression();
      if (key == kNone) return kNone;
      if (!at(TokenKind::CloseBracket)) {
        if (at(TokenKind::End)) {
          error(codes::kBracket, "Missing close bracket on index",
                "The bracket opened here is never closed.", open.begin, open.end);
        } else {
          unexpected(peek(), codes::kBracket, "Missing close bracket on index",
                     "An index ends with a closing bracket");
        }
        return kNone;
      }
    }
    take();
  }
  if (key != kNone) return add_index(node, key, open_reference, open.begin);
  open_reference = false;
  return full_splat(node);
}

// `.*` takes the attributes that follow it; an index then applies to the list that they make.
std::uint32_t ExpressionParser::attribute_splat(std::uint32_t source) {
  const auto slots = builder_.next_slot();
  const auto slot = builder_.new_slot();
  const auto star_end = last_end_;
  auto each = builder_.add(Op::Local, star_end, star_end, slot);
  bool open_reference = false;
  while (each != kNone && at(TokenKind::Dot)) {
    const auto before = at_;
    const Token dot = take();
    if (at(TokenKind::Star)) {
      error(codes::kTraversal, "Nested splat expression not allowed",
            "A second \".*\" cannot follow in an attribute-only splat. Use [*] in both places.",
            dot.begin, peek().end);
      return kNone;
    }
    move_to(before);
    each = dotted(each, open_reference);
    if (each != kNone && builder_.too_high()) return kNone;
  }
  builder_.release_slots(slots);
  if (each == kNone) return kNone;
  return builder_.add(Op::Splat, builder_.node(source).begin, last_end_, source, each, slot,
                      static_cast<std::uint8_t>(SplatKind::Attributes));
}

// `[*]` takes everything that follows it, further splats included.
std::uint32_t ExpressionParser::full_splat(std::uint32_t source) {
  const auto slots = builder_.next_slot();
  const auto slot = builder_.new_slot();
  if (++depth_ > kMaximumNesting) {
    error(codes::kDepth, "Expression is nested too deeply",
          "Too many splats follow each other here.", last_end_, last_end_);
    --depth_;
    return kNone;
  }
  const auto item = builder_.add(Op::Local, last_end_, last_end_, slot);
  const auto each = postfix(item, false);
  --depth_;
  builder_.release_slots(slots);
  if (each == kNone) return kNone;
  return builder_.add(Op::Splat, builder_.node(source).begin, last_end_, source, each, slot,
                      static_cast<std::uint8_t>(SplatKind::Full));
}

}  // namespace tenon::lang::detail
