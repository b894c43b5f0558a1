// Symbol: an interned string, four bytes, equal exactly when the texts are equal. One table per
// process, append-only: a symbol and its text live until the process ends. Threads: everything here
// is safe from any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string_view>

namespace tenon {

class Symbol {
 public:
  constexpr Symbol() = default;  // the empty string
  explicit Symbol(std::string_view text);

  // The symbol of `text` if anybody interned it before; empty symbol otherwise. Never grows the
  // table.
  static Symbol find(std::string_view text);

  std::string_view view() const;
  bool empty() const { return index_ == 0; }
  std::uint32_t index() const { return index_; }
  static constexpr Symbol from_index(std::uint32_t index) {
    Symbol symbol;
    symbol.index_ = index;
    return symbol;
  }

  friend bool operator==(Symbol a, Symbol b) = default;
  // An arbitrary total order by index, for lookup tables; sort by view() where people see the
  // order.
  friend auto operator<=>(Symbol a, Symbol b) = default;

 private:
  std::uint32_t index_ = 0;
};

}  // namespace tenon

template <>
struct std::hash<tenon::Symbol> {
  std::size_t operator()(tenon::Symbol symbol) const noexcept {
    return static_cast<std::size_t>(symbol.index()) * 0x9E3779B97F4A7C15ULL;
  }
};
