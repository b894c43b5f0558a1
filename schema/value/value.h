// Value: one value of the language. Sixteen bytes, immutable, trivially copyable; composite values
// point into an Arena.
//
// Every value has a type. It is null, unknown or known:
// - null has a type and nothing else (`Value()` is null of dynamic type);
// - unknown stands for what only apply will tell, optionally with a Refinement that is already
// certain;
// - known holds a bool, a number, a string, or elements, which may themselves be null, unknown or
// marked. Marks are bits of the value itself; has_*_inside() tell in O(1) whether anything below
// carries one, and is_wholly_known() whether nothing below is unknown, because constructors gather
// both.
//
// Invariants, which constructors keep: elements of a list, set or map have exactly the element type
// (unless that has_dynamic()); a set is sorted in the language's order and holds no duplicates; a
// map is sorted by key bytes; strings are valid UTF-8 in NFC; a number has one representation (an
// integer that fits in int64 is stored as such); an object's slots follow its shape.
//
// Owner: the arena that made it; copying the sixteen bytes does not extend its life; deep_copy()
// moves it to another arena. Threads: values are immutable and may be read from any thread. A Value
// cannot be streamed or logged: value/print renders it and redacts. Cost: constructors are
// O(elements), accessors O(1) unless said otherwise.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "schema/base/arena.h"
#include "schema/base/check.h"
#include "schema/base/symbol.h"
#include "schema/value/mark.h"
#include "schema/value/type.h"

namespace tenon {

class Number;  // value/number.h
class Value;
struct MapEntry;

// What is certain about an unknown value. Length bounds are for collections, prefix for strings;
// number bounds are not kept.
struct Refinement {
  bool not_null = false;
  std::string_view prefix;  // in the value's arena
  std::uint64_t length_min = 0;
  std::uint64_t length_max = ~0ull;
};

enum class ValueState : std::uint8_t { Null, Unknown, Known };

class Value {
 public:
  constexpr Value() = default;  // null of dynamic type

  // --- making
  // -------------------------------------------------------------------------------------------------
  static Value null(Type type);
  static Value unknown(Type type);
  // `refinement` is copied. A refinement that leaves one value only is not collapsed.
  static Value unknown(Arena& arena, Type type, const Refinement& refinement);
  static Value boolean(bool value);
  static Value number(std::int64_t value);
  static Value number(Arena& arena, const Number& value);
  // Copied, and brought into NFC. REQUIRES: valid UTF-8.
  static Value string(Arena& arena, std::string_view text);
  // Not copied: `text` must outlive the value, be valid UTF-8 and in NFC already (literals,
  // symbols, wire bytes).
  static Value string_view(Arena& arena, std::string_view text);
  // The elements are copied. REQUIRES for list_of, set_of, map_of: each element has the element
  // type, or that has_dynamic().
  static Value list(Arena& arena, Type element, std::span<const Value> elements);
  // Sorts, drops duplicates. A set with an unknown inside keeps it as an element.
  static Value set(Arena& arena, Type element, std::span<const Value> elements);
  // In any order; of equal keys the last one counts.
  static Value map(Arena& arena, Type element, std::span<const MapEntry> entries);
  static Value tuple(Arena& arena, std::span<const Value> elements);
  // One value for each slot of `shape`.
  static Value object(Arena& arena, const ObjectShape& shape, std::span<const Value> slots);
  // The same with the object's type given (its slots' types may be less precise where it
  // has_dynamic()); cheaper.
  static Value object(Arena& arena, Type type, std::span<const Value> slots);
  static Value empty_object();
  static Value empty_tuple();

  // --- asking
  // -------------------------------------------------------------------------------------------------
  Type type() const { return Type::from_index(type_); }
  ValueState state() const { return state_; }
  bool is_null() const { return state_ == ValueState::Null; }
  bool is_unknown() const { return state_ == ValueState::Unknown; }
  bool is_known() const { return state_ == ValueState::Known; }
  // Known or null, and so is everything inside.
  bool is_wholly_known() const {
    return state_ != ValueState::Unknown && (flags_ & kUnknownInside) == 0;
  }

  Marks marks() const { return static_cast<Marks>(flags_ & kMarksMask); }
  bool is_sensitive() const { return any(marks() & Marks::Sensitive); }
  bool is_ephemeral() const { return any(marks() & Marks::Ephemeral); }
  // The value's own marks and all below it, together.
  Marks all_marks() const {
    return static_cast<Marks>((flags_ & kMarksMask) | ((flags_ >> 2) & kMarksMask));
  }
  // The same value with further marks of its own.
  Value with_marks(Marks marks) const;
  // Without its own marks; those of its elements stay.
  Value without_own_marks() const;
  // Without any mark at any depth. O(size) where something is marked below.
  Value without_marks(Arena& arena) const;

  // nullptr where nothing is certain. REQUIRES: is_unknown()
  const Refinement* refinement() const;
  bool is_certainly_not_null() const;

  // Each REQUIRES is_known() and the type in question.
  bool as_bool() const;
  std::string_view as_string() const;
  bool is_int64() const { return is_known() && (flags_ & kBig) == 0; }  // REQUIRES: a number
  std::int64_t as_int64() const;                                        // REQUIRES: is_int64()
  const Number& as_big_number() const;  // REQUIRES: a number, not is_int64()
  // List, set, tuple: the elements; object: its slots.
  std::span<const Value> elements() const;
  std::span<const MapEntry> entries() const;  // map
  std::size_t length() const;                 // elements, slots or entries
  // By attribute name of an object, or key of a map; nothing where there is none. O(log n).
  std::optional<Value> attribute(Symbol name) const;
  std::optional<Value> key(std::string_view key) const;

  // Same type, same bits of content below, marks included. Unknowns are equal where types and
  // refinements are. For the language's `==` see value/compare.h.
  friend bool identical(const Value& a, const Value& b);

 private:
  friend struct ValueAccess;  // value/*.cc only
  static constexpr std::uint8_t kMarksMask = 0x03;
  static constexpr std::uint8_t kInsideShift = 2;  // bits 2, 3: marks inside
  static constexpr std::uint8_t kUnknownInside = 0x10;
  static constexpr std::uint8_t kBig = 0x20;  // payload points to a Number

  ValueState state_ = ValueState::Null;
  std::uint8_t flags_ = 0;
  std::uint16_t reserved_ = 0;
  std::uint32_t type_ = 0;
  union {
    std::uint64_t bits_ = 0;
    bool bool_;
    std::int64_t int_;
    const void*
        pointer_;  // Number, or Text / Elements / Entries of value.cc, or Refinement (may be null)
  };
};
static_assert(sizeof(Value) == 16);

struct MapEntry {
  std::string_view key;  // in the map's arena, NFC
  Value value;
};

// The same value with everything that it points to in `arena`.
Value deep_copy(Arena& arena, const Value& value);

// Streaming a value would show secrets: use value/print.h.
template <typename Stream>
Stream& operator<<(Stream& stream, const Value& value) = delete;

}  // namespace tenon
