#include "engine/lang/lexer.h"

#include <utf8proc.h>

namespace tenon::lang::detail {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Length of the character at the front of `text` if it may stand in an identifier at that place,
// else 0.
std::size_t identifier_character(std::string_view text, bool first) {
  const char c = text.front();
  if (is_ascii_letter(c) || c == '_') return 1;
  if ((is_digit(c) || c == '-') && !first) return 1;
  if (static_cast<unsigned char>(c) < 0x80) return 0;
  utf8proc_int32_t point = 0;
  const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &point);
  if (length <= 0) return 0;
  switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
      return static_cast<std::size_t>(length);
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC:
      return first ? 0 : static_cast<std::size_t>(length);
    default:
      return 0;
  }
}

// Position after blanks and comments; a comment to the end of the line stops before its line end.
// npos: a comment is not closed.
std::size_t skip_blanks(std::string_view text, std::size_t at, bool skip_newlines) {
  while (at < text.size()) {
    const char c = text[at];
    if (c == ' ' || c == '\t') {
      ++at;
    } else if (c == '\r' && at + 1 < text.size() && text[at + 1] == '\n') {
      ++at;
    } else if (c == '\n' && skip_newlines) {
      ++at;
    } else if (c == '#' || text.substr(at, 2) == "//") {
      while (at < text.size() && text[at] != '\n') ++at;
    } else if (text.substr(at, 2) == "/*") {
      const auto close = text.find("*/", at + 2);
      if (close == std::string_view::npos) return close;
      at = close + 2;
    } else {
      break;
    }
  }
  return at;
}

struct Punctuation {
  std::string_view text;
  TokenKind kind;
};

// Longer ones first.
constexpr Punctuation kPunctuation[] = {
    {"...", TokenKind::Ellipsis},  {"<<", TokenKind::Heredoc},      {"::", TokenKind::DoubleColon},
    {"=>", TokenKind::Arrow},      {"==", TokenKind::EqualEqual},   {"!=", TokenKind::NotEqual},
    {"<=", TokenKind::LessEqual},  {">=", TokenKind::GreaterEqual}, {"&&", TokenKind::And},
    {"||", TokenKind::Or},         {"(", TokenKind::OpenParen},     {")", TokenKind::CloseParen},
    {"[", TokenKind::OpenBracket}, {"]", TokenKind::CloseBracket},  {"{", TokenKind::OpenBrace},
    {"}", TokenKind::CloseBrace},  {".", TokenKind::Dot},           {",", TokenKind::Comma},
    {":", TokenKind::Colon},       {"=", TokenKind::Equal},         {"<", TokenKind::Less},
    {">", TokenKind::Greater},     {"!", TokenKind::Not},           {"+", TokenKind::Plus},
    {"-", TokenKind::Minus},       {"*", TokenKind::Star},          {"/", TokenKind::Slash},
    {"%", TokenKind::Percent},     {"?", TokenKind::Question},      {"~", TokenKind::Tilde},
    {"\"", TokenKind::Quote},      {"\n", TokenKind::Newline},
};

}  // namespace

std::size_t identifier_length(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto length = identifier_character(text.substr(at), at == 0);
    if (length == 0) break;
    at += length;
  }
  return at;
}

bool is_identifier(std::string_view text) {
  return !text.empty() && identifier_length(text) == text.size();
}

std::size_t number_length(std::string_view text) {
  const auto digits = [&](std::size_t at) {
    while (at < text.size() && is_digit(text[at])) ++at;
    return at;
  };
  std::size_t at = digits(0);
  if (at == 0) return 0;
  if (at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) at = digits(at + 1);
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    std::size_t exponent = at + 1;
    if (exponent < text.size() && (text[exponent] == '+' || text[exponent] == '-')) ++exponent;
    if (const auto end = digits(exponent); end > exponent) at = end;
  }
  return at;
}

Token next_token(std::string_view text, std::uint32_t from, bool skip_newlines) {
  const auto start = skip_blanks(text, from, skip_newlines);
  const auto token = [](TokenKind kind, std::size_t begin, std::size_t length) {
    return Token{kind, static_cast<std::uint32_t>(begin),
                 static_cast<std::uint32_t>(begin + length)};
  };
  if (start == std::string_view::npos) {
    const auto open = text.find("/*", from);
    return token(TokenKind::UnclosedComment, open, 2);
  }
  if (start >= text.size()) return token(TokenKind::End, text.size(), 0);
  const auto rest = text.substr(start);
  if (const auto length = identifier_length(rest); length > 0) {
    return token(TokenKind::Identifier, start, length);
  }
  if (const auto length = number_length(rest); length > 0) {
    return token(TokenKind::Number, start, length);
  }
  for (const auto& [spelling, kind] : kPunctuation) {
    if (rest.starts_with(spelling)) return token(kind, start, spelling.size());
  }
  std::size_t length = 1;  // the whole character, for the message
  while (length < rest.size() && (static_cast<unsigned char>(rest[length]) & 0xC0) == 0x80)
    ++length;
  return token(TokenKind::Invalid, start, length);
}

std::string_view token_name(TokenKind kind) {
  switch (kind) {
    case TokenKind::End:
      return "the end of the text";
    case TokenKind::Newline:
      return "the end of the line";
    case TokenKind::Identifier:
      return "a name";
    case TokenKind::Number:
      return "a number";
    case TokenKind::Heredoc:
      return "a heredoc";
    case TokenKind::Quote:
      return "a quoted string";
    case TokenKind::UnclosedComment:
      return "a comment that is never closed";
    case TokenKind::Invalid:
      return "a character that is not used";
    default:
      for (const auto& [spelling, known] : kPunctuation) {
        if (known == kind) return spelling;
      }
      return "";
  }
}

}  // namespace tenon::lang::detail
