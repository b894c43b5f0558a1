// Objects and `for`.
#include "engine/lang/codes.h"
#include "engine/lang/expression_parser.h"

namespace tenon::lang::detail {

std::uint32_t ExpressionParser::object_key() {
  if (at(TokenKind::Identifier)) {
    const auto before = at_;
    const Token name = take();
    const bool bare = at(TokenKind::Equal) || at(TokenKind::Colon);
    if (bare) {
      return builder_.key_of_last_reference(builder_.reference(
          {Symbol(text_of(name)), {}, span_of(name.begin, name.end)}, name.begin, name.end));
    }
    move_to(before);
    const auto key = expression();
    // `a.b = c` looks as if a.b were meant as a reference: only parentheses say so.
    if (key != kNone && builder_.node(key).op == Op::Reference) {
      return builder_.key_of_last_reference(key);
    }
    return key;
  }
  return expression();
}

std::uint32_t ExpressionParser::object() {
  const Token open = take();
  {
    const LineEnds line_ends(*this, true);
    if (at_word("for")) return for_expression(open, true);
  }
  const LineEnds line_ends(*this, false);
  const auto unterminated = [&] {
    error(codes::kBracket, "Unterminated object constructor expression",
          "The brace opened here is never closed.", open.begin, open.end);
    return kNone;
  };
  std::vector<std::uint32_t> items;
  for (;;) {
    while (take_if(TokenKind::Newline)) {
    }
    if (at(TokenKind::CloseBrace)) break;
    if (at(TokenKind::End)) return unterminated();
    const auto key = object_key();
    if (key == kNone) return kNone;
    if (!take_if(TokenKind::Equal) && !take_if(TokenKind::Colon)) {
      if (at(TokenKind::End)) return unterminated();
      unexpected(peek(), codes::kObject, "Missing attribute value",
                 "A key and its value are written \"key = value\"; an equals sign was expected");
      return kNone;
    }
    const auto value = expression();
    if (value == kNone) return kNone;
    items.push_back(key);
    items.push_back(value);
    if (at(TokenKind::CloseBrace)) break;
    if (at(TokenKind::End)) return unterminated();
    if (!take_if(TokenKind::Comma) && !take_if(TokenKind::Newline)) {
      unexpected(peek(), codes::kObject, "Missing attribute separator",
                 "Each key and value of an object is followed by a line end or a comma");
      return kNone;
    }
  }
  take();
  return builder_.object(items, open.begin, last_end_);
}

// `for k, v in collection` and the colon are read by for_header, which leaves the names in locals_.
bool ExpressionParser::for_header(ForCode& loop) {
  take();  // for
  const auto name = [&](Symbol& to) {
    if (!at(TokenKind::Identifier)) {
      unexpected(peek(), codes::kFor, "Invalid 'for' expression",
                 "The name of a variable was expected: \"for item in collection\" or "
                 "\"for key, item in collection\"");
      return false;
    }
    to = Symbol(text_of(take()));
    return true;
  };
  Symbol first;
  Symbol second;
  bool two = false;
  if (!name(first)) return false;
  if (take_if(TokenKind::Comma)) {
    two = true;
    if (!name(second)) return false;
  }
  if (!at_word("in")) {
    unexpected(peek(), codes::kFor, "Invalid 'for' expression",
               "The word \"in\" was expected after the names of a 'for'");
    return false;
  }
  take();
  loop.collection = expression();
  if (loop.collection == kNone) return false;
  if (two) {
    loop.key_slot = builder_.new_slot();
    locals_.emplace_back(first, loop.key_slot);
  }
  loop.value_slot = builder_.new_slot();
  locals_.emplace_back(two ? second : first, loop.value_slot);
  return true;
}

std::uint32_t ExpressionParser::for_expression(const Token& open, bool object) {
  const LineEnds line_ends(*this, true);
  const auto outer_locals = locals_.size();
  const auto outer_slots = builder_.next_slot();
  ForCode loop;
  loop.object = object;
  const auto close = object ? TokenKind::CloseBrace : TokenKind::CloseBracket;
  const auto body = [&] {
    if (!for_header(loop)) return false;
    if (!take_if(TokenKind::Colon)) {
      unexpected(peek(), codes::kFor, "Invalid 'for' expression",
                 "A colon was expected after the collection of a 'for'");
      return false;
    }
    loop.value = expression();
    if (loop.value == kNone) return false;
    if (object) {
      if (!take_if(TokenKind::Arrow)) {
        unexpected(
            peek(), codes::kFor, "Invalid 'for' expression",
            "A 'for' in braces makes an object, so \"=>\" and a value were expected after the key");
        return false;
      }
      loop.key = loop.value;
      loop.value = expression();
      if (loop.value == kNone) return false;
      loop.grouping = take_if(TokenKind::Ellipsis);
    } else if (at(TokenKind::Arrow)) {
      unexpected(peek(), codes::kFor, "Invalid 'for' expression",
                 "A 'for' in brackets makes a list and has no keys; for an object use braces");
      return false;
    }
    if (at_word("if")) {
      take();
      loop.condition = expression();
      if (loop.condition == kNone) return false;
    }
    if (at(close)) return true;
    if (at(TokenKind::End)) {
      error(codes::kBracket, "Unterminated 'for' expression",
            "The bracket opened here is never closed.", open.begin, open.end);
    } else {
      unexpected(
          peek(), codes::kFor, "Invalid 'for' expression",
          std::string("The end of the 'for', \"") + (object ? "}" : "]") + "\", was expected");
    }
    return false;
  };
  const bool good = body();
  locals_.resize(outer_locals);
  builder_.release_slots(outer_slots);
  if (!good) return kNone;
  take();
  return builder_.loop(loop, open.begin, last_end_);
}

}  // namespace tenon::lang::detail
