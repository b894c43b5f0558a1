#include "engine/lang/expression_parser.h"

#include "engine/lang/codes.h"
#include "schema/value/number.h"

namespace tenon::lang::detail {

namespace {

struct Operator {
  TokenKind token;
  BinaryOp op;
};

// From the loosest level to the tightest (HCL native syntax, "Operators").
constexpr std::size_t kLevels = 6;
constexpr Operator kOperators[kLevels][4] = {
    {{TokenKind::Or, BinaryOp::Or}},
    {{TokenKind::And, BinaryOp::And}},
    {{TokenKind::EqualEqual, BinaryOp::Equal}, {TokenKind::NotEqual, BinaryOp::NotEqual}},
    {{TokenKind::Less, BinaryOp::Less},
     {TokenKind::LessEqual, BinaryOp::LessEqual},
     {TokenKind::Greater, BinaryOp::Greater},
     {TokenKind::GreaterEqual, BinaryOp::GreaterEqual}},
    {{TokenKind::Plus, BinaryOp::Add}, {TokenKind::Minus, BinaryOp::Subtract}},
    {{TokenKind::Star, BinaryOp::Multiply},
     {TokenKind::Slash, BinaryOp::Divide},
     {TokenKind::Percent, BinaryOp::Modulo}},
};

const Operator* operator_of(std::size_t level, TokenKind token) {
  for (const auto& candidate : kOperators[level]) {
    if (candidate.token == token && token != TokenKind::End) return &candidate;
  }
  return nullptr;
}

class Deeper {
 public:
  explicit Deeper(std::uint32_t& depth) : depth_(depth) { ++depth_; }
  ~Deeper() { --depth_; }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;

 private:
  std::uint32_t& depth_;
};

}  // namespace

// --- tokens -----------------------------------------------------------------------------------

const Token& ExpressionParser::peek() {
  if (!peeked_) {
    token_ = next_token(text_, at_, skip_newlines_);
    peeked_ = true;
  }
  return token_;
}

Token ExpressionParser::take() {
  const Token token = peek();
  at_ = token.end;
  last_end_ = token.end;
  peeked_ = false;
  return token;
}

bool ExpressionParser::take_if(TokenKind kind) {
  if (!at(kind)) return false;
  take();
  return true;
}

bool ExpressionParser::at_word(std::string_view word) {
  return at(TokenKind::Identifier) && text_of(token_) == word;
}

void ExpressionParser::move_to(std::uint32_t position) {
  at_ = position;
  peeked_ = false;
}

SourceSpan ExpressionParser::span_of(std::uint32_t begin, std::uint32_t end) const {
  if (!verbatim_) return whole_;
  return {whole_.source, text_begin_ + begin, text_begin_ + end};
}

void ExpressionParser::error(const char* code, const char* summary, std::string detail,
                             std::uint32_t begin, std::uint32_t end) {
  diagnostics_.error(code, summary, std::move(detail), span_of(begin, end));
}

std::string ExpressionParser::found(const Token& token) const {
  switch (token.kind) {
    case TokenKind::Identifier:
    case TokenKind::Number:
      return "\"" + std::string(text_of(token)) + "\"";
    case TokenKind::End:
    case TokenKind::Newline:
    case TokenKind::Quote:
    case TokenKind::Heredoc:
    case TokenKind::UnclosedComment:
    case TokenKind::Invalid:
      return std::string(token_name(token.kind));
    default:
      return "\"" + std::string(token_name(token.kind)) + "\"";
  }
}

void ExpressionParser::unexpected(const Token& token, const char* code, const char* summary,
                                  const std::string& expected) {
  if (token.kind == TokenKind::UnclosedComment) {
    error(codes::kCharacter, "Comment is not closed",
          "This comment begins with /* and the text ends before its */. Close it, or use # for a "
          "comment of one line.",
          token.begin, token.end);
    return;
  }
  if (token.kind == TokenKind::Invalid) {
    const auto character = std::string(text_of(token));
    std::string detail = "The character " + character + " means nothing here.";
    if (character == "'") {
      detail = "Strings stand in double quotes: write \"…\" in place of '…'.";
    } else if (character == "`") {
      detail = "Strings stand in double quotes; for several lines use a heredoc: <<-EOT.";
    } else if (character == "$") {
      detail =
          "${ } is used only inside a quoted string; outside of one, write the expression as it "
          "is.";
    } else if (character == "&" || character == "|") {
      detail = "There are no bit operations. For the logical operator write " + character +
               character + ".";
    } else if (character == "\xE2\x80\x9C" || character == "\xE2\x80\x9D") {
      detail = "This is a typographic quotation mark. Strings stand in plain double quotes: \"…\".";
    } else if (character == "\\") {
      detail = "A backslash is an escape inside quoted text only. Inside ${ } quotes need none.";
    } else if (character == ";") {
      detail = "Arguments are separated by line ends, not by semicolons.";
    }
    error(codes::kCharacter, "Invalid character", std::move(detail), token.begin, token.end);
    return;
  }
  error(code, summary, expected + ", but found " + found(token) + ".", token.begin,
        std::max(token.end, token.begin));
}

bool ExpressionParser::expect_end() {
  while (take_if(TokenKind::Newline)) {
  }
  if (at(TokenKind::End)) return true;
  unexpected(peek(), codes::kExtra, "Extra characters after expression",
             "The expression was complete, and nothing may follow it");
  return false;
}

// --- expressions ------------------------------------------------------------------------------

std::uint32_t ExpressionParser::expression() {
  const Deeper deeper(depth_);
  if (depth_ > kMaximumNesting) {
    error(codes::kDepth, "Expression is nested too deeply",
          "Expressions may be nested " + std::to_string(kMaximumNesting) +
              " levels deep. Name parts of it in locals.",
          peek().begin, peek().end);
    return kNone;
  }
  const auto condition = binary(0);
  if (condition == kNone || !at(TokenKind::Question)) return condition;
  take();
  const auto yes = expression();
  if (yes == kNone) return kNone;
  if (!take_if(TokenKind::Colon)) {
    unexpected(peek(), codes::kExpression, "Missing false expression in conditional",
               "A conditional has the form \"condition ? a : b\"; a colon was expected");
    return kNone;
  }
  const auto no = expression();
  if (no == kNone) return kNone;
  return builder_.add(Op::Conditional, builder_.node(condition).begin, last_end_, condition, yes,
                      no);
}

std::uint32_t ExpressionParser::binary(int level) {
  if (level == static_cast<int>(kLevels)) return unary();
  auto left = binary(level + 1);
  while (left != kNone) {
    const Operator* found_operator = operator_of(static_cast<std::size_t>(level), peek().kind);
    if (found_operator == nullptr) break;
    take();
    const auto right = binary(level + 1);
    if (right == kNone) return kNone;
    left = builder_.add(Op::Binary, builder_.node(left).begin, last_end_, left, right, 0,
                        static_cast<std::uint8_t>(found_operator->op));
    if (builder_.too_high()) {
      error(codes::kDepth, "Expression is too long",
            "More than " + std::to_string(kMaximumHeight) +
                " operations hang together here. Split it into several locals.",
            builder_.node(left).begin, last_end_);
      return kNone;
    }
  }
  return left;
}

std::uint32_t ExpressionParser::unary() {
  if (!at(TokenKind::Minus) && !at(TokenKind::Not)) {
    const bool open_reference = at(TokenKind::Identifier);
    const auto node = operand();
    if (node == kNone) return kNone;
    return postfix(node, open_reference && builder_.node(node).op == Op::Reference);
  }
  const Deeper deeper(depth_);
  const Token token = take();
  if (depth_ > kMaximumNesting) {
    error(codes::kDepth, "Expression is nested too deeply",
          "There are too many operators in a row here.", token.begin, token.end);
    return kNone;
  }
  const auto inner = unary();
  if (inner == kNone) return kNone;
  if (token.kind == TokenKind::Minus) {
    const Value* value = builder_.constant_of(inner);
    if (builder_.node(inner).op == Op::Constant && value->is_known() &&
        value->type() == Type::number()) {
      return builder_.constant(make_number(builder_.arena(), -Number::of(*value)), token.begin,
                               last_end_);
    }
    return builder_.add(Op::Negate, token.begin, last_end_, inner);
  }
  return builder_.add(Op::Not, token.begin, last_end_, inner);
}

std::uint32_t ExpressionParser::operand() {
  switch (peek().kind) {
    case TokenKind::Identifier:
      return identifier();
    case TokenKind::Number:
      return number();
    case TokenKind::Quote:
      return quoted();
    case TokenKind::Heredoc:
      return heredoc();
    case TokenKind::OpenParen:
      return parentheses();
    case TokenKind::OpenBracket:
      return tuple();
    case TokenKind::OpenBrace:
      return object();
    case TokenKind::End:
    case TokenKind::Newline:
      unexpected(peek(), codes::kExpression, "Missing expression", "An expression is needed here");
      return kNone;
    default:
      unexpected(peek(), codes::kExpression, "Invalid expression", "An expression is needed here");
      return kNone;
  }
}

std::uint32_t ExpressionParser::number() {
  const Token token = take();
  const auto value = Number::parse(text_of(token));
  if (!value) {
    error(codes::kNumber, "Invalid number",
          "The number " + std::string(text_of(token)) + " is out of range.", token.begin,
          token.end);
    return kNone;
  }
  return builder_.constant(make_number(builder_.arena(), *value), token.begin, token.end);
}

std::uint32_t ExpressionParser::local_slot(Symbol name) const {
  for (std::size_t i = locals_.size(); i-- > 0;) {
    if (locals_[i].first == name) return locals_[i].second;
  }
  return kNone;
}

std::uint32_t ExpressionParser::identifier() {
  const Token token = take();
  if (at(TokenKind::OpenParen) || at(TokenKind::DoubleColon)) return call(token);
  const auto name = text_of(token);
  if (name == "true" || name == "false") {
    return builder_.constant(Value::boolean(name == "true"), token.begin, token.end);
  }
  if (name == "null") return builder_.constant(Value(), token.begin, token.end);
  const Symbol root(name);
  if (const auto slot = local_slot(root); slot != kNone) {
    return builder_.add(Op::Local, token.begin, token.end, slot);
  }
  return builder_.reference({root, {}, span_of(token.begin, token.end)}, token.begin, token.end);
}

std::uint32_t ExpressionParser::call(const Token& first) {
  std::string name(text_of(first));
  while (take_if(TokenKind::DoubleColon)) {
    if (!at(TokenKind::Identifier)) {
      unexpected(peek(), codes::kCall, "Missing function name",
                 "A function's name is needed after \"::\"");
      return kNone;
    }
    name += "::";
    name += text_of(take());
  }
  CallCode call;
  call.name_begin = first.begin;
  call.name_end = last_end_;
  if (!at(TokenKind::OpenParen)) {
    unexpected(peek(), codes::kCall, "Missing open parenthesis",
               "A name with \"::\" is a function's, and its arguments stand in parentheses");
    return kNone;
  }
  constexpr std::string_view kCore = "core::";
  if (name.starts_with(kCore)) name.erase(0, kCore.size());
  call.name = Symbol(name);
  const Token open = take();
  std::vector<std::uint32_t> arguments;
  {
    const LineEnds line_ends(*this, true);
    while (!at(TokenKind::CloseParen)) {
      const auto argument = expression();
      if (argument == kNone) return kNone;
      arguments.push_back(argument);
      if (take_if(TokenKind::Ellipsis)) {
        call.expand = true;
        if (!at(TokenKind::CloseParen)) {
          unexpected(peek(), codes::kCall, "Missing closing parenthesis",
                     "An argument with \"...\" is the last one, so \")\" was expected");
          return kNone;
        }
        break;
      }
      if (at(TokenKind::CloseParen)) break;
      if (!take_if(TokenKind::Comma)) {
        if (at(TokenKind::End)) {
          error(codes::kBracket, "Unterminated function call",
                "The parenthesis opened here is never closed.", open.begin, open.end);
        } else {
          unexpected(peek(), codes::kCall, "Missing argument separator",
                     "Arguments of a function are separated by commas");
        }
        return kNone;
      }
    }
    take();
  }
  return builder_.call(call, arguments, first.begin, last_end_);
}

std::uint32_t ExpressionParser::parentheses() {
  const Token open = take();
  const LineEnds line_ends(*this, true);
  const auto inner = expression();
  if (inner == kNone) return kNone;
  if (at(TokenKind::CloseParen)) {
    take();
    return inner;
  }
  if (at(TokenKind::End)) {
    error(codes::kBracket, "Unbalanced parentheses", "The parenthesis opened here is never closed.",
          open.begin, open.end);
  } else {
    unexpected(peek(), codes::kBracket, "Unbalanced parentheses",
               "A closing parenthesis was expected to end this expression");
  }
  return kNone;
}

std::uint32_t ExpressionParser::tuple() {
  const Token open = take();
  const LineEnds line_ends(*this, true);
  if (at_word("for")) return for_expression(open, false);
  std::vector<std::uint32_t> elements;
  while (!at(TokenKind::CloseBracket)) {
    const auto element = expression();
    if (element == kNone) return kNone;
    elements.push_back(element);
    if (at(TokenKind::CloseBracket)) break;
    if (!take_if(TokenKind::Comma)) {
      if (at(TokenKind::End)) {
        error(codes::kBracket, "Unterminated tuple constructor expression",
              "The bracket opened here is never closed.", open.begin, open.end);
      } else {
        unexpected(peek(), codes::kBracket, "Missing item separator",
                   "The items of a list are separated by commas");
      }
      return kNone;
    }
  }
  take();
  return builder_.tuple(elements, open.begin, last_end_);
}

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
