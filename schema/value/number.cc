#include "schema/value/number.h"

#include <algorithm>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <cstring>
#include <limits>

#include "schema/base/check.h"
#include "schema/value/value.h"

namespace tenon {

namespace {

namespace mp = boost::multiprecision;
using Float = mp::number<mp::cpp_bin_float<512, mp::digit_base_2, void, std::int32_t>, mp::et_off>;

Float load(const std::byte* from) {
  Float number;
  std::memcpy(static_cast<void*>(&number), from, sizeof number);
  return number;
}

std::string digits_text(const Float& number, int digits) {
  return number.str(digits, std::ios_base::scientific);
}

// "-1.2345e+07" as plain decimal text without exponent.
std::string plain(const std::string& scientific) {
  std::string digits;
  bool negative = false;
  std::size_t point = std::string::npos;
  std::size_t at = 0;
  if (at < scientific.size() && scientific[at] == '-') {
    negative = true;
    ++at;
  }
  for (; at < scientific.size() && scientific[at] != 'e'; ++at) {
    if (scientific[at] == '.') {
      point = digits.size();
    } else {
      digits += scientific[at];
    }
  }
  if (point == std::string::npos) point = digits.size();
  const long exponent =
      at < scientific.size() ? std::strtol(scientific.c_str() + at + 1, nullptr, 10) : 0;
  const long position = static_cast<long>(point) + exponent;
  while (digits.size() > 1 && digits.back() == '0' && static_cast<long>(digits.size()) > position)
    digits.pop_back();
  std::string text;
  if (position <= 0) {
    text = "0." + std::string(static_cast<std::size_t>(-position), '0') + digits;
  } else if (position >= static_cast<long>(digits.size())) {
    text = digits + std::string(static_cast<std::size_t>(position) - digits.size(), '0');
  } else {
    text = digits.substr(0, static_cast<std::size_t>(position)) + "." +
           digits.substr(static_cast<std::size_t>(position));
  }
  if (text.find('.') != std::string::npos) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return negative ? "-" + text : text;
}

constexpr std::string_view kDigits =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

}  // namespace

// What number.cc does with the bytes of a Number.
struct NumberAccess {
  static Float get(const Number& number) { return load(number.storage_); }
  static Number make(const Float& value) {
    static_assert(sizeof(Float) <= sizeof(Number::storage_));
    Number number;
    std::memcpy(number.storage_, static_cast<const void*>(&value), sizeof value);
    return number;
  }
};

Number::Number() : storage_{} {
  const Float zero = 0;
  std::memcpy(storage_, static_cast<const void*>(&zero), sizeof zero);
}
Number::Number(std::int64_t value) : Number(NumberAccess::make(Float(value))) {}
Number::Number(double value) : Number(NumberAccess::make(Float(value))) {}

std::optional<Number> Number::parse(std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t start = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at > start;
  };
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
  bool any = digits();
  if (at < text.size() && text[at] == '.') {
    ++at;
    any = digits() || any;
  }
  if (!any) return std::nullopt;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    const std::size_t start = at;
    if (!digits() || at - start > 6 ||
        std::strtol(std::string(text.substr(start, at - start)).c_str(), nullptr, 10) > 100000)
      return std::nullopt;
  }
  if (at != text.size() || text.size() > 200'000) return std::nullopt;
  try {
    if (text[0] == '+') text.remove_prefix(1);
    return NumberAccess::make(Float(std::string(text)));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

Number Number::of(const Value& number) {
  return number.is_int64() ? Number(number.as_int64()) : number.as_big_number();
}

bool Number::is_integer() const {
  const Float value = NumberAccess::get(*this);
  return mp::isfinite(value) && mp::trunc(value) == value;
}
bool Number::is_zero() const { return NumberAccess::get(*this).is_zero(); }
bool Number::is_negative() const { return NumberAccess::get(*this) < 0; }
bool Number::is_infinite() const { return !mp::isfinite(NumberAccess::get(*this)); }

std::optional<std::int64_t> Number::to_int64() const {
  const Float value = NumberAccess::get(*this);
  static const Float kLeast(std::numeric_limits<std::int64_t>::min());
  static const Float kMost(std::numeric_limits<std::int64_t>::max());
  if (!(value >= kLeast && value <= kMost) || mp::trunc(value) != value) return std::nullopt;
  return value.convert_to<std::int64_t>();
}

double Number::to_double() const { return NumberAccess::get(*this).convert_to<double>(); }

std::string Number::text() const {
  const Float value = NumberAccess::get(*this);
  if (value.is_zero()) return "0";
  if (is_infinite()) return value < 0 ? "-Inf" : "+Inf";
  // Every number that people write has few digits: try those first, then everything that 512 bits
  // can need.
  for (const int digits : {17, 40, 80, 120, 153, 154, 155}) {
    const std::string text = digits_text(value, digits);
    if (Float(text) == value) return plain(text);
  }
  return plain(digits_text(value, 156));
}

Number Number::operator-() const { return NumberAccess::make(-NumberAccess::get(*this)); }
Number operator+(const Number& a, const Number& b) {
  return NumberAccess::make(NumberAccess::get(a) + NumberAccess::get(b));
}
Number operator-(const Number& a, const Number& b) {
  return NumberAccess::make(NumberAccess::get(a) - NumberAccess::get(b));
}
Number operator*(const Number& a, const Number& b) {
  return NumberAccess::make(NumberAccess::get(a) * NumberAccess::get(b));
}
Number operator/(const Number& a, const Number& b) {
  return NumberAccess::make(NumberAccess::get(a) / NumberAccess::get(b));
}
Number operator%(const Number& a, const Number& b) {
  const Float x = NumberAccess::get(a);
  const Float y = NumberAccess::get(b);
  return NumberAccess::make(x - y * mp::trunc(x / y));
}
std::strong_ordering operator<=>(const Number& a, const Number& b) {
  const int order = NumberAccess::get(a).compare(NumberAccess::get(b));
  return order < 0   ? std::strong_ordering::less
         : order > 0 ? std::strong_ordering::greater
                     : std::strong_ordering::equal;
}
bool operator==(const Number& a, const Number& b) {
  return NumberAccess::get(a) == NumberAccess::get(b);
}

Number Number::floor() const { return NumberAccess::make(mp::floor(NumberAccess::get(*this))); }
Number Number::ceiling() const { return NumberAccess::make(mp::ceil(NumberAccess::get(*this))); }
Number Number::truncated() const { return NumberAccess::make(mp::trunc(NumberAccess::get(*this))); }

std::string Number::text_in_base(int base) const {
  CHECK(is_integer() && base >= 2 && base <= 62);
  mp::cpp_int value(NumberAccess::get(*this));
  if (value == 0) return "0";
  const bool negative = value < 0;
  if (negative) value = -value;
  std::string text;
  while (value > 0) {
    text += kDigits[static_cast<std::size_t>(static_cast<int>(value % base))];
    value /= base;
  }
  if (negative) text += '-';
  std::reverse(text.begin(), text.end());
  return text;
}

std::optional<Number> Number::parse_in_base(std::string_view text, int base) {
  CHECK(base >= 2 && base <= 62);
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (text.empty() || text.size() > 10'000) return std::nullopt;
  mp::cpp_int value = 0;
  for (char c : text) {
    // Up to base 36 the case of a letter does not matter.
    if (base <= 36 && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const auto digit = kDigits.find(c);
    if (digit == std::string_view::npos || digit >= static_cast<std::size_t>(base))
      return std::nullopt;
    value = value * base + static_cast<int>(digit);
  }
  return NumberAccess::make(Float(negative ? mp::cpp_int(-value) : value));
}

}  // namespace tenon
