#include "engine/lang/functions/yaml_scalars.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>

#include "engine/lang/functions/body.h"
#include "engine/lang/functions/timestamp.h"
#include "schema/base/digest.h"
#include "schema/value/number.h"

namespace tenon::lang::functions {

namespace {

constexpr std::string_view kTagPrefix = "tag:yaml.org,2002:";

template <std::size_t size>
bool is_one_of(std::string_view text, const std::array<std::string_view, size>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_null_word(std::string_view text) {
  return is_one_of(text, std::array<std::string_view, 5>{"", "~", "null", "Null", "NULL"});
}

std::optional<bool> bool_of(std::string_view text) {
  constexpr std::array<std::string_view, 11> kTrue = {"y",    "Y",    "yes", "Yes", "YES", "true",
                                                      "True", "TRUE", "on",  "On",  "ON"};
  constexpr std::array<std::string_view, 11> kFalse = {
      "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"};
  if (is_one_of(text, kTrue)) return true;
  if (is_one_of(text, kFalse)) return false;
  return std::nullopt;
}

bool all_in(std::string_view text, std::string_view digits) {
  return !text.empty() && text.find_first_not_of(digits) == std::string_view::npos;
}

std::optional<Value> number_of(Arena& arena, std::string_view text) {
  if (text.starts_with("0x") && all_in(text.substr(2), "0123456789abcdefABCDEF")) {
    if (const auto number = Number::parse_in_base(text.substr(2), 16)) {
      return make_number(arena, *number);
    }
  }
  if (text.starts_with("0o") && all_in(text.substr(2), "01234567")) {
    if (const auto number = Number::parse_in_base(text.substr(2), 8)) {
      return make_number(arena, *number);
    }
  }
  std::string_view magnitude = text;
  if (text.starts_with("+") || text.starts_with("-")) magnitude.remove_prefix(1);
  if (is_one_of(magnitude, std::array<std::string_view, 3>{".inf", ".Inf", ".INF"})) {
    const double infinity = std::numeric_limits<double>::infinity();
    return make_number(arena, Number(text.starts_with("-") ? -infinity : infinity));
  }
  if (const auto number = Number::parse(text)) return make_number(arena, *number);
  return std::nullopt;
}

bool is_not_a_number(std::string_view text) {
  return is_one_of(text, std::array<std::string_view, 3>{".nan", ".NaN", ".NAN"});
}

}  // namespace

std::optional<Value> plain_scalar(Arena& arena, std::string_view text, std::string& problem) {
  if (is_null_word(text)) return Value::null(Type::dynamic());
  if (const auto flag = bool_of(text)) return Value::boolean(*flag);
  const char first = text.front();
  if ((first >= '0' && first <= '9') || first == '.' || first == '+' || first == '-') {
    if (is_not_a_number(text)) {
      problem = "the language has no not-a-number";
      return std::nullopt;
    }
    if (const auto number = number_of(arena, text)) return number;
    if (const auto time = parse_yaml_time(text)) return Value::string(arena, format_rfc3339(*time));
  }
  return Value::string(arena, text);
}

std::optional<Value> tagged_scalar(Arena& arena, std::string_view tag, std::string_view text,
                                   bool plain, std::string& problem) {
  if (!tag.starts_with(kTagPrefix)) {
    problem = "the tag " + quoted(tag) + " is not supported";
    return std::nullopt;
  }
  const auto kind = tag.substr(kTagPrefix.size());
  const auto wrong = [&]() -> std::optional<Value> {
    problem = quoted(text) + " cannot be read as " + std::string(kind);
    return std::nullopt;
  };
  if (kind == "str") return Value::string(arena, text);
  if (kind == "null") return Value::null(Type::dynamic());
  if (kind == "binary") {
    std::string compact;
    for (const char c : text) {
      if (std::string_view(" \t\r\n").find(c) == std::string_view::npos) compact += c;
    }
    std::string bytes;
    if (!base64_decode(compact, bytes)) return wrong();
    return Value::string(arena, base64_encode(bytes));
  }
  if (kind == "bool") {
    const auto flag = bool_of(text);
    return flag ? std::optional<Value>(Value::boolean(*flag)) : wrong();
  }
  if (kind == "int" || kind == "float") {
    // A quoted scalar stays the string that it is.
    if (!plain) return Value::string(arena, text);
    const auto number = number_of(arena, text);
    if (!number || (kind == "int" && !Number::of(*number).is_integer())) return wrong();
    return number;
  }
  if (kind == "timestamp") {
    const auto time = parse_yaml_time(text);
    return time ? std::optional<Value>(Value::string(arena, format_rfc3339(*time))) : wrong();
  }
  problem = "the tag " + quoted(tag) + " is not supported";
  return std::nullopt;
}

}  // namespace tenon::lang::functions
