#include "state/statefile/json_cursor.h"

#include <array>
#include <cstdint>
#include <cstring>

namespace tenon {

namespace {

constexpr int kDeepest = 500;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void put_utf8(std::string& to, std::uint32_t point) {
  const auto byte = [&](std::uint32_t value) { to += static_cast<char>(value); };
  if (point < 0x80) {
    byte(point);
  } else if (point < 0x800) {
    byte(0xC0 | point >> 6);
    byte(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    byte(0xE0 | point >> 12);
    byte(0x80 | (point >> 6 & 0x3F));
    byte(0x80 | (point & 0x3F));
  } else {
    byte(0xF0 | point >> 18);
    byte(0x80 | (point >> 12 & 0x3F));
    byte(0x80 | (point >> 6 & 0x3F));
    byte(0x80 | (point & 0x3F));
  }
}

// The four digits after \u, or -1.
std::int32_t code_unit(const char* at, const char* end) {
  if (end - at < 4) return -1;
  std::int32_t unit = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = hex_digit(at[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

// What ends a run of plain characters inside a string.
constexpr std::array<bool, 256> special_characters() {
  std::array<bool, 256> table{};
  for (std::size_t i = 0; i < 0x20; ++i) table[i] = true;
  table['"'] = table['\\'] = true;
  return table;
}
constexpr std::array<bool, 256> kSpecial = special_characters();

bool is_special(char c) { return kSpecial[static_cast<unsigned char>(c)]; }

}  // namespace

void JsonCursor::fail(std::string_view what) {
  if (!error_.empty()) return;
  std::size_t line = 1;
  std::size_t column = 1;
  for (const char* c = whole_.data(); c < at_; ++c) {
    ++column;
    if (*c == '\n') {
      ++line;
      column = 1;
    }
  }
  error_ = "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " +
           std::string(what);
  at_ = end_;
}

void JsonCursor::skip_space() {
  while (at_ < end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r')) ++at_;
}

char JsonCursor::peek() {
  skip_space();
  return at_ < end_ ? *at_ : '\0';
}

bool JsonCursor::enter(char bracket) {
  if (peek() != bracket) {
    fail(bracket == '{' ? "an object is expected here" : "an array is expected here");
    return false;
  }
  if (++depth_ > kDeepest) {
    fail("nested too deep");
    return false;
  }
  ++at_;
  first_ = true;
  return true;
}

bool JsonCursor::next_member(std::string_view* name, std::string& scratch) {
  const char next = peek();
  if (next == '}') {
    ++at_;
    --depth_;
    first_ = false;
    return false;
  }
  if (!first_) {
    if (next != ',') {
      fail("a comma or the end of the object is expected here");
      return false;
    }
    ++at_;
  }
  first_ = false;
  if (peek() != '"') {
    fail("the name of a member is expected here");
    return false;
  }
  *name = string(scratch);
  if (!ok()) return false;
  if (peek() != ':') {
    fail("a colon is expected here");
    return false;
  }
  ++at_;
  return true;
}

bool JsonCursor::next_element() {
  const char next = peek();
  if (next == ']') {
    ++at_;
    --depth_;
    first_ = false;
    return false;
  }
  if (!first_) {
    if (next != ',') {
      fail("a comma or the end of the array is expected here");
      return false;
    }
    ++at_;
    if (peek() == ']') {
      fail("a value is expected here");
      return false;
    }
  }
  first_ = false;
  if (at_ < end_) return true;
  fail("the text ends too early");
  return false;
}

std::string_view JsonCursor::skip() {
  const char next = peek();
  const char* start = at_;
  std::string scratch;
  switch (next) {
    case '{': {
      std::string_view name;
      for (enter('{'); ok() && next_member(&name, scratch);) skip();
      break;
    }
    case '[':
      for (enter('['); ok() && next_element();) skip();
      break;
    case '"':
      string(scratch);
      break;
    case 't':
    case 'f':
      boolean();
      break;
    case 'n':
      null();
      break;
    default:
      number();
  }
  if (!ok()) return {};
  return {start, static_cast<std::size_t>(at_ - start)};
}

std::string_view JsonCursor::string(std::string& scratch, bool* verbatim) {
  if (verbatim != nullptr) *verbatim = true;
  if (peek() != '"') {
    fail("a string is expected here");
    return {};
  }
  const char* start = ++at_;
  while (at_ < end_ && !is_special(*at_)) ++at_;
  if (at_ < end_ && *at_ == '"') return {start, static_cast<std::size_t>(at_++ - start)};
  if (verbatim != nullptr) *verbatim = false;
  scratch.assign(start, at_);
  while (at_ < end_) {
    const char c = *at_;
    if (c == '"') {
      ++at_;
      return scratch;
    }
    if (static_cast<unsigned char>(c) < 0x20) break;
    if (c != '\\') {
      const char* run = at_;
      while (at_ < end_ && !is_special(*at_)) ++at_;
      scratch.append(run, at_);
      continue;
    }
    if (end_ - at_ < 2) break;
    const char escape = at_[1];
    at_ += 2;
    static constexpr std::string_view kFrom = "\"\\/bfnrt";
    static constexpr std::string_view kTo = "\"\\/\b\f\n\r\t";
    if (const auto known = kFrom.find(escape); known != std::string_view::npos) {
      scratch += kTo[known];
      continue;
    }
    std::int32_t unit = escape == 'u' ? code_unit(at_, end_) : -1;
    if (unit < 0) break;
    at_ += 4;
    if (unit >= 0xD800 && unit < 0xDC00 && end_ - at_ >= 6 && at_[0] == '\\' && at_[1] == 'u') {
      const std::int32_t low = code_unit(at_ + 2, end_);
      if (low >= 0xDC00 && low < 0xE000) {
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        at_ += 6;
      }
    }
    // Half of a pair alone is no character.
    if (unit >= 0xD800 && unit < 0xE000) unit = 0xFFFD;
    put_utf8(scratch, static_cast<std::uint32_t>(unit));
  }
  fail("a string is not ended, or holds what must be escaped");
  return {};
}

std::string_view JsonCursor::number() {
  skip_space();
  const char* start = at_;
  const auto digits = [&] {
    const char* before = at_;
    while (at_ < end_ && *at_ >= '0' && *at_ <= '9') ++at_;
    return at_ != before;
  };
  bool fine = true;
  if (at_ < end_ && *at_ == '-') ++at_;
  fine = digits();
  if (fine && at_ < end_ && *at_ == '.') {
    ++at_;
    fine = digits();
  }
  if (fine && at_ < end_ && (*at_ == 'e' || *at_ == 'E')) {
    ++at_;
    if (at_ < end_ && (*at_ == '+' || *at_ == '-')) ++at_;
    fine = digits();
  }
  if (!fine) {
    at_ = start;
    fail("a value is expected here");
    return {};
  }
  return {start, static_cast<std::size_t>(at_ - start)};
}

bool JsonCursor::literal(std::string_view word) {
  skip_space();
  if (static_cast<std::size_t>(end_ - at_) < word.size() ||
      std::memcmp(at_, word.data(), word.size()) != 0)
    return false;
  at_ += word.size();
  return true;
}

bool JsonCursor::boolean() {
  if (literal("true")) return true;
  if (!literal("false")) fail("true or false is expected here");
  return false;
}

void JsonCursor::null() {
  if (!literal("null")) fail("null is expected here");
}

}  // namespace tenon
