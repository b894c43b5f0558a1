// How composite values lie in an arena; for schema/value/*.cc only.
#pragma once

#include <cstdint>

#include "schema/value/value.h"

namespace tenon {

struct TextLayout {
  std::uint32_t size;
  const char* data;
};
struct ElementsLayout {
  std::size_t count;
  const Value* data;
};
struct EntriesLayout {
  std::size_t count;
  const MapEntry* data;
};

struct ValueAccess {
  static Value make(ValueState state, Type type) {
    Value value;
    value.state_ = state;
    value.type_ = type.index();
    return value;
  }
  static const void* pointer(const Value& value) { return value.pointer_; }
  static void set_pointer(Value& value, const void* pointer) { value.pointer_ = pointer; }
  static void set_int(Value& value, std::int64_t number) { value.int_ = number; }
  static void set_bool(Value& value, bool flag) { value.bits_ = flag ? 1 : 0; }
  static std::uint8_t flags(const Value& value) { return value.flags_; }
  static void set_flags(Value& value, std::uint8_t flags) { value.flags_ = flags; }
  static void set_big(Value& value) { value.flags_ |= Value::kBig; }
  static void set_type(Value& value, Type type) { value.type_ = type.index(); }
  // What `inside` adds to the flags of what holds it.
  static std::uint8_t inherited(const Value& inside) {
    const std::uint8_t own = inside.flags_ & Value::kMarksMask;
    std::uint8_t flags =
        static_cast<std::uint8_t>((own << Value::kInsideShift) |
                                  (inside.flags_ & (Value::kMarksMask << Value::kInsideShift)));
    if (inside.state_ == ValueState::Unknown || (inside.flags_ & Value::kUnknownInside) != 0)
      flags |= Value::kUnknownInside;
    return flags;
  }
};

}  // namespace tenon
