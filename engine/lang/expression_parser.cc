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

}  // namespace tenon::lang::detail
