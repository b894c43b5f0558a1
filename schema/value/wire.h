// The canonical wire form of values: what state rows, journals, plan files and certificates hold.
// The same value has the same bytes always (sets and maps are sorted, numbers have one form), and
// decode(encode(v)) is identical to v, marks and unknowns included. Version 1 of the format is
// specified in docs/state.md. Integers are LEB128; strings are length and UTF-8 bytes.
#pragma once

#include <string>
#include <string_view>

#include "schema/base/result.h"
#include "schema/value/value.h"

namespace tenon {

// Appends to `to`. `as` is the type that the reader will know (a resource's schema type): slots are
// written without names, and only positions of dynamic type carry their type with them. REQUIRES:
// value.type() is `as`, or `as` has_dynamic() where they differ.
void encode(const Value& value, Type as, std::string& to);
// Reads exactly one value from the front of `bytes` and moves past it. Corrupt bytes are an Error,
// never a crash; nesting is bounded. Strings are NOT copied: `bytes` must outlive the value, unless
// `copy_strings`.
enum class Strings { View, Copy };
Result<Value> decode(Arena& arena, std::string_view& bytes, Type as,
                     Strings strings = Strings::Copy);

void encode_type(Type type, std::string& to);
Result<Type> decode_type(std::string_view& bytes);

// Only the slots at `wanted` of an encoded object of type `as`, without decoding the rest; others
// are left null.
Result<Value> decode_slots(Arena& arena, std::string_view bytes, Type as,
                           std::span<const std::uint32_t> wanted);

void put_varint(std::string& to, std::uint64_t value);
Result<std::uint64_t> take_varint(std::string_view& bytes);
void put_bytes(std::string& to, std::string_view bytes);  // length, then the bytes
Result<std::string_view> take_bytes(std::string_view& bytes);

}  // namespace tenon
