// Lexer: the tokens of HCL's native syntax, one at a time and on demand, because what a byte means
// depends on where the parser is: inside a quoted template the parser reads bytes itself and comes
// back here for what stands in ${ }. It never fails: what is no token is Invalid, and the parser
// says why. Line ends are tokens; the parser asks for them or passes over them. Owner: looks into
// the caller's text. Threads: one lexer, one thread. Cost: linear, no memory.
#pragma once

#include <cstdint>
#include <string_view>

namespace tenon::lang::detail {

enum class TokenKind : std::uint8_t {
  End,
  Newline,
  Identifier,
  Number,
  Quote,    // " (the text behind it is the parser's)
  Heredoc,  // << or <<- (the same)
  OpenParen,
  CloseParen,
  OpenBracket,
  CloseBracket,
  OpenBrace,
  CloseBrace,
  Dot,
  Ellipsis,
  Comma,
  Colon,
  DoubleColon,
  Equal,
  Arrow,
  EqualEqual,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  And,
  Or,
  Not,
  Plus,
  Minus,
  Star,
  Slash,
  Percent,
  Question,
  Tilde,
  Invalid,
  UnclosedComment,
};

struct Token {
  TokenKind kind = TokenKind::End;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// The token at or after byte `at`; blanks and comments before it are passed over, line ends too
// where `skip_newlines`.
Token next_token(std::string_view text, std::uint32_t at, bool skip_newlines);

// Length in bytes of the identifier at the front of `text`; 0 where there is none. Letters, digits,
// _ and - of any script, by Unicode's ID_Start and ID_Continue.
std::size_t identifier_length(std::string_view text);
// Length of the number at the front: digits, fraction, exponent.
std::size_t number_length(std::string_view text);
bool is_identifier(std::string_view text);

// What a token is in a message: `"]"`, `an identifier`.
std::string_view token_name(TokenKind kind);

}  // namespace tenon::lang::detail
