// Decimal: a number as decimal digits, for the formats that print numbers with a given precision.
// Rounding is to nearest, ties to even, of the number's exact value. Pure.
#pragma once

#include <cstdint>
#include <string>

#include "schema/value/number.h"

namespace tenon::lang::functions {

struct Decimal {
  bool negative = false;
  std::string digits;         // without zeros at either end; empty for zero
  std::int64_t exponent = 0;  // value = 0.DIGITS × 10^exponent
};

// The shortest digits that mean exactly this number. REQUIRES: finite
Decimal decimal_of(const Number& number);
// Of `number`, only the first `keep` digits (may be zero or negative: nothing, or a carry).
Decimal rounded(const Decimal& decimal, const Number& number, std::int64_t keep);

// As C's printf, without sign: %f, %e, and %g (`precision` < 0: the shortest that reads back).
std::string fixed_text(const Number& number, int precision);
std::string scientific_text(const Number& number, int precision, char letter);
std::string general_text(const Number& number, int precision, char letter);

}  // namespace tenon::lang::functions
