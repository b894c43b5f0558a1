// Number: the language's number beyond int64: a binary floating-point number with 512 bits of
// mantissa, rounded to nearest even, as Terraform's language promises. Every Value that fits in
// int64 is stored without one. Trivially destructible; lives in an arena. Threads: immutable after
// it was made.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tenon {

class Value;
class Arena;

class Number {
 public:
  Number();  // 0
  explicit Number(std::int64_t value);
  explicit Number(double value);  // REQUIRES: finite
  // Decimal text as in JSON and HCL: digits, fraction, exponent, sign; also "0x", "0b", "0o" are
  // NOT accepted. Nothing where it is no number. The exponent is bounded: |exponent| > 100,000 is
  // refused.
  static std::optional<Number> parse(std::string_view text);
  static Number of(const Value& number);  // REQUIRES: a known number

  bool is_integer() const;
  bool is_zero() const;
  bool is_negative() const;
  bool is_infinite() const;
  std::optional<std::int64_t> to_int64() const;  // nothing where it is not exactly one
  double to_double() const;
  // Shortest decimal text without exponent that reads back as this number: "0.3",
  // "12345678901234567890".
  std::string text() const;

  Number operator-() const;
  friend Number operator+(const Number& a, const Number& b);
  friend Number operator-(const Number& a, const Number& b);
  friend Number operator*(const Number& a, const Number& b);
  // REQUIRES: b is not zero
  friend Number operator/(const Number& a, const Number& b);
  // Truncated, as HCL's %: the sign of a. REQUIRES: b is not zero
  friend Number operator%(const Number& a, const Number& b);
  friend std::strong_ordering operator<=>(const Number& a, const Number& b);
  friend bool operator==(const Number& a, const Number& b);
  Number floor() const;
  Number ceiling() const;
  Number truncated() const;
  // Integer text in `base` (2 to 62, digits then lower then upper case). REQUIRES: is_integer()
  std::string text_in_base(int base) const;
  static std::optional<Number> parse_in_base(std::string_view text, int base);

 private:
  friend struct NumberAccess;
  // Room for a Boost cpp_bin_float of 512 bits, which stays out of headers.
  alignas(16) std::byte storage_[112];
};

// The Value of a number: int64 where it fits.
Value make_number(Arena& arena, const Number& number);

}  // namespace tenon
