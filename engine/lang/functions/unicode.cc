#include "engine/lang/functions/unicode.h"

#include <utf8proc.h>

#include <algorithm>

namespace tenon::lang::functions {

namespace {

constexpr std::int32_t kSharpS =
    0xDF;  // has no upper case of one code point in the simple mappings

template <typename Map>
std::string mapped(std::string_view text, Map map) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) append_point(result, map(take_point(text)));
  return result;
}

bool is_letter_or_digit(std::int32_t point) {
  switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
      return true;
    default:
      return false;
  }
}

// What a word may follow.
bool separates_words(std::int32_t point) {
  if (point < 0x80) return point != '_' && !is_letter_or_digit(point);
  return !is_letter_or_digit(point) && is_space(point);
}

std::int32_t last_point(std::string_view text, std::size_t& begin) {
  begin = text.size() - 1;
  while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
  std::string_view rest = text.substr(begin);
  return take_point(rest);
}

template <typename Drop>
std::string_view trimmed(std::string_view text, Drop drop) {
  while (!text.empty()) {
    std::string_view rest = text;
    if (!drop(take_point(rest))) break;
    text = rest;
  }
  while (!text.empty()) {
    std::size_t begin = 0;
    if (!drop(last_point(text, begin))) break;
    text = text.substr(0, begin);
  }
  return text;
}

}  // namespace

std::int32_t take_point(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) {
    text.remove_prefix(1);
    return first;
  }
  utf8proc_int32_t point = 0;
  const auto used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &point);
  if (used <= 0) {
    text.remove_prefix(1);
    return 0xFFFD;
  }
  text.remove_prefix(static_cast<std::size_t>(used));
  return point;
}

void append_point(std::string& text, std::int32_t point) {
  if (point >= 0 && point < 0x80) {
    text += static_cast<char>(point);
    return;
  }
  utf8proc_uint8_t bytes[4];
  const auto size = utf8proc_encode_char(point, bytes);
  text.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

std::string_view take_grapheme(std::string_view& text) {
  if (text.empty()) return {};
  std::string_view rest = text;
  std::int32_t before = take_point(rest);
  utf8proc_int32_t state = 0;
  while (!rest.empty()) {
    std::string_view next = rest;
    const std::int32_t point = take_point(next);
    if (utf8proc_grapheme_break_stateful(before, point, &state) != 0) break;
    before = point;
    rest = next;
  }
  const auto cluster = text.substr(0, text.size() - rest.size());
  text = rest;
  return cluster;
}

std::size_t grapheme_count(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    take_grapheme(text);
    ++count;
  }
  return count;
}

std::string upper_case(std::string_view text) {
  return mapped(
      text, [](std::int32_t point) { return point == kSharpS ? point : utf8proc_toupper(point); });
}

std::string lower_case(std::string_view text) {
  return mapped(text, [](std::int32_t point) { return utf8proc_tolower(point); });
}

std::string title_case(std::string_view text) {
  bool at_start = true;
  return mapped(text, [&](std::int32_t point) {
    const bool first = at_start;
    at_start = separates_words(point);
    return first && point != kSharpS ? utf8proc_totitle(point) : point;
  });
}

bool is_space(std::int32_t point) {
  switch (point) {
    case ' ':
    case '\t':
    case '\n':
    case '\v':
    case '\f':
    case '\r':
    case 0x85:
    case 0xA0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
      return true;
    default:
      return point >= 0x2000 && point <= 0x200A;
  }
}

std::string_view trim_space(std::string_view text) {
  return trimmed(text, [](std::int32_t point) { return is_space(point); });
}

std::string_view trim_points(std::string_view text, std::string_view set) {
  std::vector<std::int32_t> points;
  while (!set.empty()) points.push_back(take_point(set));
  return trimmed(text, [&](std::int32_t point) {
    return std::find(points.begin(), points.end(), point) != points.end();
  });
}

}  // namespace tenon::lang::functions
