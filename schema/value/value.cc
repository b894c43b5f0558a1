#include "schema/value/value.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

#include "schema/value/compare.h"
#include "schema/value/number.h"
#include "schema/value/value_layout.h"

namespace tenon {

namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Unicode normalisation form C (UAX #15).
std::string_view normalised(Arena& arena, std::string_view text) {
  if (is_ascii(text)) return arena.copy_string(text);
  utf8proc_uint8_t* out = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &out,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  if (size < 0) return arena.copy_string(text);
  const std::string_view kept =
      arena.copy_string({reinterpret_cast<const char*>(out), static_cast<std::size_t>(size)});
  std::free(out);
  return kept;
}

const ElementsLayout& elements_of(const Value& value) {
  return *static_cast<const ElementsLayout*>(ValueAccess::pointer(value));
}
const EntriesLayout& entries_of(const Value& value) {
  return *static_cast<const EntriesLayout*>(ValueAccess::pointer(value));
}

Value with_elements(Arena& arena, Type type, std::span<const Value> elements) {
  Value value = ValueAccess::make(ValueState::Known, type);
  std::uint8_t flags = 0;
  for (const Value& element : elements) flags |= ValueAccess::inherited(element);
  const auto kept = arena.copy_span(elements);
  ValueAccess::set_pointer(value, arena.create<ElementsLayout>(kept.size(), kept.data()));
  ValueAccess::set_flags(value, flags);
  return value;
}

}  // namespace

Value Value::null(Type type) {
  return ValueAccess::make(ValueState::Null, type.without_optional());
}

Value Value::unknown(Type type) {
  Value value = ValueAccess::make(ValueState::Unknown, type.without_optional());
  ValueAccess::set_pointer(value, nullptr);
  return value;
}

Value Value::unknown(Arena& arena, Type type, const Refinement& refinement) {
  Value value = unknown(type);
  auto* kept = arena.create<Refinement>(refinement);
  kept->prefix = arena.copy_string(refinement.prefix);
  ValueAccess::set_pointer(value, kept);
  return value;
}

Value Value::boolean(bool flag) {
  Value value = ValueAccess::make(ValueState::Known, Type::boolean());
  ValueAccess::set_bool(value, flag);
  return value;
}

Value Value::number(std::int64_t number) {
  Value value = ValueAccess::make(ValueState::Known, Type::number());
  ValueAccess::set_int(value, number);
  return value;
}

Value Value::number(Arena& arena, const Number& number) {
  if (const auto small = number.to_int64()) return Value::number(*small);
  Value value = ValueAccess::make(ValueState::Known, Type::number());
  ValueAccess::set_big(value);
  ValueAccess::set_pointer(value, arena.create<Number>(number));
  return value;
}

Value make_number(Arena& arena, const Number& number) { return Value::number(arena, number); }

Value Value::string_view(Arena& arena, std::string_view text) {
  Value value = ValueAccess::make(ValueState::Known, Type::string());
  ValueAccess::set_pointer(
      value, arena.create<TextLayout>(static_cast<std::uint32_t>(text.size()), text.data()));
  return value;
}

Value Value::string(Arena& arena, std::string_view text) {
  return string_view(arena, normalised(arena, text));
}

Value Value::list(Arena& arena, Type element, std::span<const Value> elements) {
  return with_elements(arena, Type::list_of(element), elements);
}

Value Value::set(Arena& arena, Type element, std::span<const Value> elements) {
  std::vector<Value> sorted(elements.begin(), elements.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Value& a, const Value& b) { return set_order(a, b) < 0; });
  sorted.erase(std::unique(sorted.begin(), sorted.end(),
                           [](const Value& a, const Value& b) {
                             return a.is_wholly_known() && b.is_wholly_known() &&
                                    set_order(a, b) == 0;
                           }),
               sorted.end());
  return with_elements(arena, Type::set_of(element), sorted);
}

Value Value::map(Arena& arena, Type element, std::span<const MapEntry> entries) {
  std::vector<MapEntry> sorted(entries.begin(), entries.end());
  for (MapEntry& entry : sorted) entry.key = normalised(arena, entry.key);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const MapEntry& a, const MapEntry& b) { return a.key < b.key; });
  std::vector<MapEntry> unique;
  for (const MapEntry& entry : sorted) {
    if (!unique.empty() && unique.back().key == entry.key) {
      unique.back() = entry;
    } else {
      unique.push_back(entry);
    }
  }
  Value value = ValueAccess::make(ValueState::Known, Type::map_of(element));
  std::uint8_t flags = 0;
  for (const MapEntry& entry : unique) flags |= ValueAccess::inherited(entry.value);
  const auto kept = arena.copy_span(std::span<const MapEntry>(unique));
  ValueAccess::set_pointer(value, arena.create<EntriesLayout>(kept.size(), kept.data()));
  ValueAccess::set_flags(value, flags);
  return value;
}

Value Value::tuple(Arena& arena, std::span<const Value> elements) {
  std::vector<Type> types;
  types.reserve(elements.size());
  for (const Value& element : elements) types.push_back(element.type());
  return with_elements(arena, Type::tuple_of(types), elements);
}

Value Value::object(Arena& arena, const ObjectShape& shape, std::span<const Value> slots) {
  constexpr std::size_t kInline = 32;
  std::array<Type, kInline> few;
  std::vector<Type> many;
  std::span<Type> types;
  if (slots.size() <= kInline) {
    types = std::span<Type>(few.data(), slots.size());
  } else {
    many.resize(slots.size());
    types = many;
  }
  for (std::size_t i = 0; i < slots.size(); ++i) types[i] = slots[i].type();
  return with_elements(arena, Type::object_of(shape, types), slots);
}

Value Value::object(Arena& arena, Type type, std::span<const Value> slots) {
  // A type with dynamic parts is made precise, so that values of one content have one type.
  if (type.has_dynamic()) return object(arena, type.shape(), slots);
  return with_elements(arena, type.without_optional(), slots);
}

Value Value::empty_object() {
  static const ElementsLayout kNone{0, nullptr};
  Value value = ValueAccess::make(ValueState::Known, Type::empty_object());
  ValueAccess::set_pointer(value, &kNone);
  return value;
}

Value Value::empty_tuple() {
  static const ElementsLayout kNone{0, nullptr};
  Value value = ValueAccess::make(ValueState::Known, Type::empty_tuple());
  ValueAccess::set_pointer(value, &kNone);
  return value;
}

Value Value::with_marks(Marks marks) const {
  Value value = *this;
  value.flags_ |= static_cast<std::uint8_t>(marks);
  return value;
}

Value Value::without_own_marks() const {
  Value value = *this;
  value.flags_ = static_cast<std::uint8_t>(value.flags_ & ~kMarksMask);
  return value;
}

Value Value::without_marks(Arena& arena) const {
  const Value bare = without_own_marks();
  if ((bare.flags_ & (kMarksMask << kInsideShift)) == 0) return bare;
  if (type().kind() == TypeKind::Map) {
    std::vector<MapEntry> entries_copy;
    for (const MapEntry& entry : entries())
      entries_copy.push_back({entry.key, entry.value.without_marks(arena)});
    return map(arena, type().element(), entries_copy);
  }
  std::vector<Value> elements_copy;
  for (const Value& element : elements()) elements_copy.push_back(element.without_marks(arena));
  if (type().kind() == TypeKind::Set) return set(arena, type().element(), elements_copy);
  return with_elements(arena, type(), elements_copy);
}

const Refinement* Value::refinement() const {
  CHECK(is_unknown());
  return static_cast<const Refinement*>(pointer_);
}

bool Value::is_certainly_not_null() const {
  if (is_known()) return true;
  return is_unknown() && refinement() != nullptr && refinement()->not_null;
}

bool Value::as_bool() const {
  CHECK(is_known() && type() == Type::boolean());
  return bits_ != 0;
}

std::string_view Value::as_string() const {
  CHECK(is_known() && type() == Type::string());
  const auto& text = *static_cast<const TextLayout*>(pointer_);
  return {text.data, text.size};
}

std::int64_t Value::as_int64() const {
  CHECK(is_int64() && type() == Type::number());
  return int_;
}

const Number& Value::as_big_number() const {
  CHECK(is_known() && (flags_ & kBig) != 0);
  return *static_cast<const Number*>(pointer_);
}

std::span<const Value> Value::elements() const {
  CHECK(is_known());
  const ElementsLayout& layout = elements_of(*this);
  return {layout.data, layout.count};
}

std::span<const MapEntry> Value::entries() const {
  CHECK(is_known() && type().kind() == TypeKind::Map);
  const EntriesLayout& layout = entries_of(*this);
  return {layout.data, layout.count};
}

std::size_t Value::length() const {
  return type().kind() == TypeKind::Map ? entries().size() : elements().size();
}

std::optional<Value> Value::attribute(Symbol name) const {
  const std::uint32_t slot = type().shape().slot_of(name);
  if (slot == ObjectShape::kAbsent) return std::nullopt;
  return elements()[slot];
}

std::optional<Value> Value::key(std::string_view key) const {
  const auto all = entries();
  const auto found = std::lower_bound(
      all.begin(), all.end(), key,
      [](const MapEntry& entry, std::string_view wanted) { return entry.key < wanted; });
  if (found == all.end() || found->key != key) return std::nullopt;
  return found->value;
}

bool identical(const Value& a, const Value& b) {
  if (a.state_ != b.state_ || a.type_ != b.type_ || a.flags_ != b.flags_) return false;
  switch (a.state_) {
    case ValueState::Null:
      return true;
    case ValueState::Unknown: {
      const Refinement* x = a.refinement();
      const Refinement* y = b.refinement();
      const Refinement none;
      if (x == nullptr) x = &none;
      if (y == nullptr) y = &none;
      return x->not_null == y->not_null && x->prefix == y->prefix &&
             x->length_min == y->length_min && x->length_max == y->length_max;
    }
    case ValueState::Known:
      break;
  }
  switch (a.type().kind()) {
    case TypeKind::Bool:
      return a.as_bool() == b.as_bool();
    case TypeKind::Number:
      return a.is_int64() ? a.as_int64() == b.as_int64() : a.as_big_number() == b.as_big_number();
    case TypeKind::String:
      return a.as_string() == b.as_string();
    case TypeKind::Map:
      return std::equal(a.entries().begin(), a.entries().end(), b.entries().begin(),
                        b.entries().end(), [](const MapEntry& x, const MapEntry& y) {
                          return x.key == y.key && identical(x.value, y.value);
                        });
    default:
      return std::equal(a.elements().begin(), a.elements().end(), b.elements().begin(),
                        b.elements().end(), identical);
  }
}

Value deep_copy(Arena& arena, const Value& value) {
  Value copy = value;
  if (value.is_null()) return copy;
  if (value.is_unknown()) {
    if (value.refinement() != nullptr) {
      copy = Value::unknown(arena, value.type(), *value.refinement()).with_marks(value.marks());
    }
    return copy;
  }
  switch (value.type().kind()) {
    case TypeKind::Dynamic:
    case TypeKind::Bool:
      return copy;
    case TypeKind::Number:
      if (!value.is_int64())
        ValueAccess::set_pointer(copy, arena.create<Number>(value.as_big_number()));
      return copy;
    case TypeKind::String: {
      const std::string_view text = arena.copy_string(value.as_string());
      ValueAccess::set_pointer(
          copy, arena.create<TextLayout>(static_cast<std::uint32_t>(text.size()), text.data()));
      return copy;
    }
    case TypeKind::Map: {
      const auto entries = arena.copy_span(value.entries());
      for (MapEntry& entry : entries)
        entry = {arena.copy_string(entry.key), deep_copy(arena, entry.value)};
      ValueAccess::set_pointer(copy, arena.create<EntriesLayout>(entries.size(), entries.data()));
      return copy;
    }
    default: {
      const auto elements = arena.copy_span(value.elements());
      for (Value& element : elements) element = deep_copy(arena, element);
      ValueAccess::set_pointer(copy,
                               arena.create<ElementsLayout>(elements.size(), elements.data()));
      return copy;
    }
  }
}

}  // namespace tenon
