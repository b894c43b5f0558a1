#include "engine/lang/functions/decimal.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "schema/base/check.h"

namespace tenon::lang::functions {

namespace {

// Whether the exact number lies above (1), on (0) or below (-1) the decimal `tie`, which its
// shortest text cannot tell. The number is split so that both parts can be scaled without rounding.
int side_of_tie(const Number& number, const Decimal& tie) {
  const std::int64_t scale = static_cast<std::int64_t>(tie.digits.size()) - tie.exponent;
  if (scale < 0 || scale > 15 || tie.digits.size() > 30) return 0;
  Number magnitude = number.is_negative() ? -number : number;
  const double high = magnitude.to_double();
  if (!std::isfinite(high)) return 0;
  const Number low = magnitude - Number(high);
  std::int64_t power = 1;
  for (std::int64_t i = 0; i < scale; ++i) power *= 10;
  const auto target = Number::parse(tie.digits);
  CHECK(target.has_value());
  const Number difference = (Number(high) * Number(power) - *target) + low * Number(power);
  return difference.is_zero() ? 0 : difference.is_negative() ? -1 : 1;
}

void drop_zeros(Decimal& decimal) {
  while (!decimal.digits.empty() && decimal.digits.back() == '0') decimal.digits.pop_back();
  if (decimal.digits.empty()) decimal.exponent = 0;
}

bool rounds_up(const Decimal& decimal, const Number& number, std::int64_t keep) {
  if (keep < 0) return false;
  const auto at = static_cast<std::size_t>(keep);
  if (at >= decimal.digits.size()) return false;
  const char next = decimal.digits[at];
  if (next != '5') return next > '5';
  if (at + 1 < decimal.digits.size()) return true;
  const int side = side_of_tie(number, decimal);
  if (side != 0) return side > 0;
  return at > 0 && (decimal.digits[at - 1] - '0') % 2 == 1;
}

std::string exponent_text(std::int64_t exponent, char letter) {
  std::string text(1, letter);
  text += exponent < 0 ? '-' : '+';
  const std::string digits = std::to_string(exponent < 0 ? -exponent : exponent);
  if (digits.size() < 2) text += '0';
  return text + digits;
}

// D.DDDDe+XX with `decimals` digits after the point.
std::string scientific_of(const Decimal& decimal, std::size_t decimals, char letter) {
  std::string digits = decimal.digits;
  digits.resize(decimals + 1, '0');
  std::string text = digits.substr(0, 1);
  if (decimals > 0) text += "." + digits.substr(1);
  return text + exponent_text(decimal.digits.empty() ? 0 : decimal.exponent - 1, letter);
}

std::string fixed_of(const Decimal& decimal, std::size_t decimals) {
  std::string text;
  const auto digit = [&](std::int64_t at) {
    return at >= 0 && at < static_cast<std::int64_t>(decimal.digits.size())
               ? decimal.digits[static_cast<std::size_t>(at)]
               : '0';
  };
  if (decimal.exponent <= 0) {
    text = "0";
  } else {
    for (std::int64_t at = 0; at < decimal.exponent; ++at) text += digit(at);
  }
  if (decimals > 0) text += '.';
  for (std::size_t i = 0; i < decimals; ++i) {
    text += digit(decimal.exponent + static_cast<std::int64_t>(i));
  }
  return text;
}

}  // namespace

Decimal decimal_of(const Number& number) {
  Decimal decimal;
  std::string text = number.text();
  decimal.negative = !text.empty() && text.front() == '-';
  if (decimal.negative) text.erase(0, 1);
  const auto point = text.find('.');
  decimal.exponent = static_cast<std::int64_t>(point == std::string::npos ? text.size() : point);
  if (point != std::string::npos) text.erase(point, 1);
  const auto first = text.find_first_not_of('0');
  if (first == std::string::npos) return {decimal.negative, {}, 0};
  decimal.exponent -= static_cast<std::int64_t>(first);
  decimal.digits = text.substr(first);
  drop_zeros(decimal);
  return decimal;
}

Decimal rounded(const Decimal& decimal, const Number& number, std::int64_t keep) {
  if (keep >= static_cast<std::int64_t>(decimal.digits.size())) return decimal;
  Decimal result = decimal;
  const bool up = rounds_up(decimal, number, keep);
  result.digits.resize(static_cast<std::size_t>(std::max<std::int64_t>(keep, 0)));
  if (up) {
    std::size_t at = result.digits.size();
    while (at > 0 && result.digits[at - 1] == '9') --at;
    if (at == 0) {
      result.digits = "1";
      ++result.exponent;
      return result;
    }
    result.digits.resize(at);
    ++result.digits[at - 1];
  }
  drop_zeros(result);
  return result;
}

std::string fixed_text(const Number& number, int precision) {
  const Decimal exact = decimal_of(number);
  return fixed_of(rounded(exact, number, exact.exponent + precision),
                  static_cast<std::size_t>(precision));
}

std::string scientific_text(const Number& number, int precision, char letter) {
  const Decimal exact = decimal_of(number);
  return scientific_of(rounded(exact, number, precision + 1), static_cast<std::size_t>(precision),
                       letter);
}

std::string general_text(const Number& number, int precision, char letter) {
  Decimal decimal = decimal_of(number);
  const bool shortest = precision < 0;
  if (!shortest) decimal = rounded(decimal, number, std::max(precision, 1));
  const auto size = static_cast<std::int64_t>(decimal.digits.size());
  std::int64_t limit = shortest ? 6 : std::max(precision, 1);
  if (!shortest && limit > size && size >= decimal.exponent) limit = size;
  const std::int64_t power = decimal.digits.empty() ? 0 : decimal.exponent - 1;
  if (power < -4 || power >= std::max<std::int64_t>(limit, 1)) {
    return scientific_of(decimal, size > 0 ? static_cast<std::size_t>(size - 1) : 0, letter);
  }
  return fixed_of(decimal,
                  static_cast<std::size_t>(std::max<std::int64_t>(size - decimal.exponent, 0)));
}

}  // namespace tenon::lang::functions
