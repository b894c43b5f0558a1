// The token part of ExpressionParser, and its complaints.
#include <algorithm>

#include "engine/lang/codes.h"
#include "engine/lang/expression_parser.h"

namespace tenon::lang::detail {

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

}  // namespace tenon::lang::detail
