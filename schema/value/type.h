// Type: a type of the language (HCL's: bool, number, string, list, set, map, tuple, object, and
// "dynamic" for what is not known yet), four bytes, interned: equal exactly when the types are
// equal. Composite types live until the process ends. Threads: everything here is safe from any
// thread. Cost: making a known type is one lookup under a shared lock.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "schema/base/symbol.h"

namespace tenon {

enum class TypeKind : std::uint8_t { Dynamic, Bool, Number, String, List, Set, Map, Tuple, Object };

class Type;
struct ObjectShape;

struct ObjectAttribute;

class Type {
 public:
  constexpr Type() = default;  // dynamic
  static constexpr Type dynamic() { return Type(0); }
  static constexpr Type boolean() { return Type(1); }
  static constexpr Type number() { return Type(2); }
  static constexpr Type string() { return Type(3); }
  static Type list_of(Type element);
  static Type set_of(Type element);
  static Type map_of(Type element);
  static Type tuple_of(std::span<const Type> elements);
  // In any order; a name may stand once. `optional` matters to conversion only (optional(...) in a
  // type constraint).
  static Type object_of(std::span<const ObjectAttribute> attributes);
  // For those who have the shape already; one type per slot of the shape, none optional.
  static Type object_of(const ObjectShape& shape, std::span<const Type> slot_types);
  static Type empty_object();
  static Type empty_tuple();

  TypeKind kind() const;
  bool is_dynamic() const { return index_ == 0; }
  bool is_primitive() const { return index_ >= 1 && index_ <= 3; }
  bool is_collection() const;  // list, set, map
  bool is_object() const { return kind() == TypeKind::Object; }
  bool is_tuple() const { return kind() == TypeKind::Tuple; }
  // Whether `dynamic` occurs in it anywhere (itself included).
  bool has_dynamic() const;
  bool has_optional() const;

  Type element() const;                    // REQUIRES: is_collection()
  std::span<const Type> elements() const;  // tuple: by position; object: by slot of shape()
  const ObjectShape& shape() const;        // REQUIRES: is_object()
  bool attribute_is_optional(std::uint32_t slot) const;  // REQUIRES: is_object()
  // The same type with nothing optional: the type that values have after conversion.
  Type without_optional() const;

  constexpr std::uint32_t index() const { return index_; }
  static constexpr Type from_index(std::uint32_t index) { return Type(index); }
  friend bool operator==(Type a, Type b) = default;

 private:
  explicit constexpr Type(std::uint32_t index) : index_(index) {}
  std::uint32_t index_ = 0;
};

struct ObjectAttribute {
  Symbol name;
  Type type;
  bool optional = false;
};

// The attribute set of an object: names sorted by their bytes; an attribute's position is its slot.
// Interned: the same set of names is the same object. Lives until the process ends.
struct ObjectShape {
  std::span<const Symbol> names;

  std::uint32_t size() const { return static_cast<std::uint32_t>(names.size()); }
  static constexpr std::uint32_t kAbsent = ~0u;
  // The slot of `name`, or kAbsent.
  std::uint32_t slot_of(Symbol name) const;
  // Of any set of different names, in any order.
  static const ObjectShape& of(std::span<const Symbol> names);
};

// As diagnostics say it: "list of string", "object".
std::string friendly_name(Type type);
// As a type constraint is written: "list(object({a=string,b=optional(number)}))".
std::string constraint_text(Type type);
// Terraform's JSON form of a type: "string", ["list","string"], ["object",{"a":"number"}].
std::string type_json(Type type);

}  // namespace tenon

template <>
struct std::hash<tenon::Type> {
  std::size_t operator()(tenon::Type type) const noexcept {
    return type.index() * 0x9E3779B97F4A7C15ULL;
  }
};
