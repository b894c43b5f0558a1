// Marks: what must be remembered about a value wherever it goes. Infectious: the result of an
// operation carries the marks of its operands.
#pragma once

#include <cstdint>

namespace tenon {

enum class Marks : std::uint8_t {
  None = 0,
  Sensitive = 1,  // never shown outside the formats that programs read
  Ephemeral = 2,  // must not be kept: neither in a plan nor in state
  Both = 3,
};

constexpr Marks operator|(Marks a, Marks b) {
  return static_cast<Marks>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}
constexpr Marks operator&(Marks a, Marks b) {
  return static_cast<Marks>(static_cast<std::uint8_t>(a) & static_cast<std::uint8_t>(b));
}
constexpr bool any(Marks marks) { return marks != Marks::None; }

}  // namespace tenon
