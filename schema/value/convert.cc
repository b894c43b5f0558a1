#include "schema/value/convert.h"

#include <algorithm>

#include "schema/base/text.h"
#include "schema/value/number.h"

namespace tenon {

namespace {

class Converter {
 public:
  Converter(Arena& arena, ConversionError* error) : arena_(arena), error_(error) {}

  std::optional<Value> run(const Value& value, Type type) {
    if (type.is_dynamic() || value.type() == type) return value;
    const auto bare = convert_bare(value, type);
    if (!bare) return std::nullopt;
    return bare->with_marks(value.marks());
  }

 private:
  std::optional<Value> fail(std::string message) {
    if (error_ != nullptr && error_->message.empty()) {
      error_->path = at_;
      error_->message = std::move(message);
    }
    return std::nullopt;
  }

  std::optional<Value> convert_bare(const Value& value, Type type) {
    if (value.is_null()) {
      if (!value.type().is_dynamic() && !possible(value.type(), type))
        return fail(required(value.type(), type));
      return Value::null(type);
    }
    if (value.is_unknown()) {
      if (!value.type().is_dynamic() && !possible(value.type(), type))
        return fail(required(value.type(), type));
      const Refinement* refinement = value.refinement();
      if (refinement == nullptr)
        return Value::unknown(type.has_dynamic()
                                  ? (type.is_primitive() ? type : refine_type(value.type(), type))
                                  : type);
      Refinement kept;
      kept.not_null = refinement->not_null;
      if (type == Type::string() && value.type() == Type::string())
        kept.prefix = refinement->prefix;
      if (type.is_collection() && value.type().is_collection() && type.kind() != TypeKind::Set &&
          value.type().kind() != TypeKind::Set) {
        kept.length_min = refinement->length_min;
        kept.length_max = refinement->length_max;
      }
      return Value::unknown(arena_, type, kept);
    }
    switch (type.kind()) {
      case TypeKind::Dynamic:
        return value;
      case TypeKind::Bool:
        return to_bool(value);
      case TypeKind::Number:
        return to_number(value);
      case TypeKind::String:
        return to_string(value);
      case TypeKind::List:
      case TypeKind::Set:
        return to_sequence(value, type);
      case TypeKind::Map:
        return to_map(value, type);
      case TypeKind::Tuple:
        return to_tuple(value, type);
      case TypeKind::Object:
        return to_object(value, type);
    }
    return std::nullopt;
  }

  static Type refine_type(Type, Type to) { return to.without_optional(); }

  static std::string required(Type from, Type type) {
    switch (type.kind()) {
      case TypeKind::Bool:
        return from.is_primitive() ? "a bool is required"
                                   : "bool required, but have " + friendly_name(from);
      case TypeKind::Number:
        return from.is_primitive() ? "a number is required"
                                   : "number required, but have " + friendly_name(from);
      case TypeKind::String:
        return "string required, but have " + friendly_name(from);
      default:
        return friendly_name(type) + " required, but have " + friendly_name(from);
    }
  }

  // Whether some value of `from` can become `to`.
  static bool possible(Type from, Type to) {
    if (from.is_dynamic() || to.is_dynamic() || from == to) return true;
    const TypeKind source = from.kind();
    const TypeKind target = to.kind();
    if (from.is_primitive() && to.is_primitive())
      return !(source == TypeKind::Bool && target == TypeKind::Number) &&
             !(source == TypeKind::Number && target == TypeKind::Bool);
    if (target == TypeKind::List || target == TypeKind::Set) {
      if (source == TypeKind::Tuple)
        return std::all_of(from.elements().begin(), from.elements().end(),
                           [&](Type each) { return possible(each, to.element()); });
      return (source == TypeKind::List || source == TypeKind::Set) &&
             possible(from.element(), to.element());
    }
    if (target == TypeKind::Map) {
      if (source == TypeKind::Object)
        return std::all_of(from.elements().begin(), from.elements().end(),
                           [&](Type each) { return possible(each, to.element()); });
      return source == TypeKind::Map && possible(from.element(), to.element());
    }
    if (target == TypeKind::Object) {
      if (source == TypeKind::Map) return true;
      if (source != TypeKind::Object) return false;
      for (std::uint32_t i = 0; i < to.shape().size(); ++i) {
        const std::uint32_t slot = from.shape().slot_of(to.shape().names[i]);
        if (slot == ObjectShape::kAbsent ? !to.attribute_is_optional(i)
                                         : !possible(from.elements()[slot], to.elements()[i]))
          return false;
      }
      return true;
    }
    if (target == TypeKind::Tuple) {
      if (source != TypeKind::Tuple || from.elements().size() != to.elements().size()) return false;
      for (std::size_t i = 0; i < to.elements().size(); ++i) {
        if (!possible(from.elements()[i], to.elements()[i])) return false;
      }
      return true;
    }
    return false;
  }

  std::optional<Value> to_bool(const Value& value) {
    if (value.type() == Type::string()) {
      const std::string_view text = value.as_string();
      if (text == "true" || text == "1") return Value::boolean(true);
      if (text == "false" || text == "0") return Value::boolean(false);
      if (text == "True" || text == "TRUE")
        return fail("a bool is required; to convert from string, use lowercase \"true\"");
      if (text == "False" || text == "FALSE")
        return fail("a bool is required; to convert from string, use lowercase \"false\"");
      return fail("a bool is required");
    }
    return fail(required(value.type(), Type::boolean()));
  }

  std::optional<Value> to_number(const Value& value) {
    if (value.type() == Type::string()) {
      const auto number = Number::parse(value.as_string());
      if (!number) return fail("a number is required");
      return Value::number(arena_, *number);
    }
    return fail(required(value.type(), Type::number()));
  }

  std::optional<Value> to_string(const Value& value) {
    if (value.type() == Type::number()) {
      return Value::string(arena_, value.is_int64() ? std::to_string(value.as_int64())
                                                    : value.as_big_number().text());
    }
    if (value.type() == Type::boolean())
      return Value::string_view(arena_, value.as_bool() ? "true" : "false");
    return fail(required(value.type(), Type::string()));
  }

  // The element type of "any": what all elements agree on.
  std::optional<Type> common(std::span<const Value> elements, Type wanted) {
    if (!wanted.has_dynamic()) return wanted;
    std::vector<Type> types;
    // A bare null agrees with everything.
    for (const Value& element : elements) {
      if (!(element.is_null() && element.type().is_dynamic())) types.push_back(element.type());
    }
    if (types.empty()) return wanted;
    return unify(types);
  }

  std::optional<Value> convert_element(const Value& value, Type type, const PathStep& step) {
    at_.push_back(step);
    auto converted = run(value, type);
    at_.pop_back();
    return converted;
  }

  std::optional<std::vector<Value>> convert_all(std::span<const Value> elements, Type wanted) {
    std::vector<Value> converted;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      auto each = convert_element(elements[i], wanted, PathStep::at(i));
      if (!each) return std::nullopt;
      converted.push_back(*each);
    }
    if (!wanted.has_dynamic()) return converted;
    // Each has become as precise as it can; now they must agree.
    const auto type = common(converted, wanted);
    if (!type) {
      fail("all elements must have the same type");
      return std::nullopt;
    }
    for (std::size_t i = 0; i < converted.size(); ++i) {
      auto each = convert_element(converted[i], *type, PathStep::at(i));
      if (!each) return std::nullopt;
      converted[i] = *each;
    }
    return converted;
  }

  std::optional<Value> to_sequence(const Value& value, Type type) {
    const TypeKind kind = value.type().kind();
    if (kind != TypeKind::List && kind != TypeKind::Set && kind != TypeKind::Tuple)
      return fail(required(value.type(), type));
    const auto elements = convert_all(value.elements(), type.element());
    if (!elements) return std::nullopt;
    const Type plain = type.element().without_optional();
    const Type element = !plain.has_dynamic() ? plain
                         : elements->empty()
                             ? (value.type().is_collection() ? value.type().element() : plain)
                             : elements->front().type();
    return type.kind() == TypeKind::List ? Value::list(arena_, element, *elements)
                                         : Value::set(arena_, element, *elements);
  }

  std::optional<Value> to_map(const Value& value, Type type) {
    std::vector<MapEntry> entries;
    if (value.type().kind() == TypeKind::Map) {
      entries.assign(value.entries().begin(), value.entries().end());
    } else if (value.type().kind() == TypeKind::Object) {
      for (std::uint32_t i = 0; i < value.type().shape().size(); ++i)
        entries.push_back({value.type().shape().names[i].view(), value.elements()[i]});
    } else {
      return fail(required(value.type(), type));
    }
    Type wanted = type.element();
    std::vector<Value> values;
    for (MapEntry& entry : entries) {
      auto each = convert_element(entry.value, wanted, PathStep::key(Symbol(entry.key)));
      if (!each) return std::nullopt;
      entry.value = *each;
      values.push_back(*each);
    }
    Type element = wanted.without_optional();
    if (wanted.has_dynamic()) {
      const auto agreed = common(values, wanted);
      if (!agreed) return fail("all elements must have the same type");
      for (MapEntry& entry : entries) {
        auto each = convert_element(entry.value, *agreed, PathStep::key(Symbol(entry.key)));
        if (!each) return std::nullopt;
        entry.value = *each;
      }
      element = entries.empty()
                    ? (value.type().kind() == TypeKind::Map ? value.type().element() : element)
                    : entries.front().value.type();
    }
    return Value::map(arena_, element, entries);
  }

  std::optional<Value> to_tuple(const Value& value, Type type) {
    if (value.type().kind() != TypeKind::Tuple) return fail(required(value.type(), type));
    if (value.length() != type.elements().size())
      return fail("tuple of " + std::to_string(type.elements().size()) +
                  " elements required, but have " + std::to_string(value.length()));
    std::vector<Value> elements;
    for (std::size_t i = 0; i < value.length(); ++i) {
      auto each = convert_element(value.elements()[i], type.elements()[i], PathStep::at(i));
      if (!each) return std::nullopt;
      elements.push_back(*each);
    }
    return Value::tuple(arena_, elements);
  }

  std::optional<Value> to_object(const Value& value, Type type) {
    const TypeKind kind = value.type().kind();
    if (kind != TypeKind::Object && kind != TypeKind::Map)
      return fail(required(value.type(), type));
    const ObjectShape& shape = type.shape();
    std::vector<Value> slots(shape.size());
    std::vector<std::string> missing;
    for (std::uint32_t i = 0; i < shape.size(); ++i) {
      const auto have = kind == TypeKind::Object ? value.attribute(shape.names[i])
                                                 : value.key(shape.names[i].view());
      if (!have) {
        if (!type.attribute_is_optional(i))
          missing.push_back("\"" + std::string(shape.names[i].view()) + "\"");
        slots[i] = Value::null(type.elements()[i]);
        continue;
      }
      auto each = convert_element(*have, type.elements()[i], PathStep::attribute(shape.names[i]));
      if (!each) return std::nullopt;
      slots[i] = *each;
    }
    if (missing.size() == 1) return fail("attribute " + missing[0] + " is required");
    if (!missing.empty()) {
      const std::string last = missing.back();
      missing.pop_back();
      return fail("attributes " + join(missing, ", ") + " and " + last + " are required");
    }
    return Value::object(arena_, shape, slots);
  }

  Arena& arena_;
  ConversionError* error_;
  Path at_;
};

std::optional<Type> unify_objects(std::span<const Type> types) {
  const bool same_shape = std::all_of(
      types.begin(), types.end(), [&](Type type) { return &type.shape() == &types[0].shape(); });
  if (same_shape) {
    std::vector<Type> slots;
    bool fits = true;
    for (std::uint32_t i = 0; fits && i < types[0].shape().size(); ++i) {
      std::vector<Type> each;
      for (const Type type : types) each.push_back(type.elements()[i]);
      const auto unified = unify(each);
      fits = unified.has_value();
      if (fits) slots.push_back(*unified);
    }
    if (fits) return Type::object_of(types[0].shape(), slots);
  }
  std::vector<Type> all;
  for (const Type type : types)
    all.insert(all.end(), type.elements().begin(), type.elements().end());
  const auto element = unify(all);
  if (!element || all.empty()) return std::nullopt;
  return Type::map_of(*element);
}

std::optional<Type> unify_tuples(std::span<const Type> types) {
  const bool same_length = std::all_of(types.begin(), types.end(), [&](Type type) {
    return type.elements().size() == types[0].elements().size();
  });
  if (same_length) {
    std::vector<Type> slots;
    bool fits = true;
    for (std::size_t i = 0; fits && i < types[0].elements().size(); ++i) {
      std::vector<Type> each;
      for (const Type type : types) each.push_back(type.elements()[i]);
      const auto unified = unify(each);
      fits = unified.has_value();
      if (fits) slots.push_back(*unified);
    }
    if (fits) return Type::tuple_of(slots);
  }
  std::vector<Type> all;
  for (const Type type : types)
    all.insert(all.end(), type.elements().begin(), type.elements().end());
  const auto element = unify(all);
  if (!element || all.empty()) return std::nullopt;
  return Type::list_of(*element);
}

}  // namespace

std::optional<Value> convert(Arena& arena, const Value& value, Type type, ConversionError* error) {
  return Converter(arena, error).run(value, type);
}

bool is_safely_convertible(Type from, Type to) {
  if (from == to || to.is_dynamic()) return true;
  if (from.is_dynamic()) return false;
  if (to == Type::string()) return from.is_primitive();
  const TypeKind source = from.kind();
  const TypeKind target = to.kind();
  const auto all = [&](Type element) {
    return std::all_of(from.elements().begin(), from.elements().end(),
                       [&](Type each) { return is_safely_convertible(each, element); });
  };
  if (target == TypeKind::List || target == TypeKind::Set) {
    if (source == TypeKind::Tuple) return all(to.element());
    return (source == TypeKind::List || source == TypeKind::Set) &&
           is_safely_convertible(from.element(), to.element());
  }
  if (target == TypeKind::Map) {
    if (source == TypeKind::Object) return all(to.element());
    return source == TypeKind::Map && is_safely_convertible(from.element(), to.element());
  }
  if (target == TypeKind::Object && source == TypeKind::Object) {
    for (std::uint32_t i = 0; i < to.shape().size(); ++i) {
      const std::uint32_t slot = from.shape().slot_of(to.shape().names[i]);
      if (slot == ObjectShape::kAbsent
              ? !to.attribute_is_optional(i)
              : !is_safely_convertible(from.elements()[slot], to.elements()[i]))
        return false;
    }
    return true;
  }
  if (target == TypeKind::Tuple && source == TypeKind::Tuple &&
      from.elements().size() == to.elements().size()) {
    for (std::size_t i = 0; i < to.elements().size(); ++i) {
      if (!is_safely_convertible(from.elements()[i], to.elements()[i])) return false;
    }
    return true;
  }
  return false;
}

std::optional<Type> unify(std::span<const Type> types) {
  if (types.empty()) return Type::dynamic();
  std::vector<Type> known;
  for (const Type type : types) {
    if (!type.is_dynamic()) known.push_back(type);
  }
  // What is not known yet, and a bare null, agree with everything.
  if (known.empty()) return Type::dynamic();
  if (std::all_of(known.begin(), known.end(), [&](Type type) { return type == known[0]; }))
    return known[0];
  const auto all_kind = [&](TypeKind kind) {
    return std::all_of(known.begin(), known.end(), [&](Type type) { return type.kind() == kind; });
  };
  if (all_kind(TypeKind::Object)) return unify_objects(known);
  if (all_kind(TypeKind::Tuple)) return unify_tuples(known);
  for (const TypeKind kind : {TypeKind::Map, TypeKind::List, TypeKind::Set}) {
    if (!all_kind(kind)) continue;
    std::vector<Type> elements;
    for (const Type type : known) elements.push_back(type.element());
    const auto element = unify(elements);
    if (!element) return std::nullopt;
    return kind == TypeKind::Map    ? Type::map_of(*element)
           : kind == TypeKind::List ? Type::list_of(*element)
                                    : Type::set_of(*element);
  }
  // Objects beside maps, tuples beside lists or sets: the collection, with the element type that
  // all agree on.
  const auto mixed = [&](TypeKind fixed, TypeKind collection) -> std::optional<Type> {
    std::vector<Type> elements;
    bool any = false;
    for (const Type type : known) {
      if (type.kind() == collection) {
        any = true;
        elements.push_back(type.element());
      } else if (type.kind() == fixed) {
        elements.insert(elements.end(), type.elements().begin(), type.elements().end());
      } else {
        return std::nullopt;
      }
    }
    const auto element = any ? unify(elements) : std::nullopt;
    if (!element) return std::nullopt;
    return collection == TypeKind::Map    ? Type::map_of(*element)
           : collection == TypeKind::List ? Type::list_of(*element)
                                          : Type::set_of(*element);
  };
  if (const auto type = mixed(TypeKind::Object, TypeKind::Map)) return type;
  if (const auto type = mixed(TypeKind::Tuple, TypeKind::List)) return type;
  if (const auto type = mixed(TypeKind::Tuple, TypeKind::Set)) return type;
  // One of them that all others can become.
  for (const Type candidate : known) {
    if (std::all_of(known.begin(), known.end(),
                    [&](Type type) { return is_safely_convertible(type, candidate); }))
      return candidate;
  }
  return std::nullopt;
}

Value conform(Arena& arena, const Value& value, Type type) {
  if (value.type() == type || type.is_dynamic()) return value;
  if (value.is_null() || (value.is_unknown() && !is_safely_convertible(value.type(), type)))
    return Value::null(type).with_marks(value.marks());
  const TypeKind kind = type.kind();
  if (value.is_known() && kind == TypeKind::Object && value.type().kind() == TypeKind::Object) {
    std::vector<Value> slots;
    for (std::uint32_t i = 0; i < type.shape().size(); ++i) {
      const auto have = value.attribute(type.shape().names[i]);
      slots.push_back(have ? conform(arena, *have, type.elements()[i])
                           : Value::null(type.elements()[i]));
    }
    return Value::object(arena, type, slots).with_marks(value.marks());
  }
  if (value.is_known() && (kind == TypeKind::List || kind == TypeKind::Set) &&
      (value.type().kind() == TypeKind::List || value.type().kind() == TypeKind::Set ||
       value.type().kind() == TypeKind::Tuple)) {
    std::vector<Value> elements;
    for (const Value& element : value.elements())
      elements.push_back(conform(arena, element, type.element()));
    return (kind == TypeKind::List ? Value::list(arena, type.element(), elements)
                                   : Value::set(arena, type.element(), elements))
        .with_marks(value.marks());
  }
  if (value.is_known() && kind == TypeKind::Map && value.type().kind() == TypeKind::Map) {
    std::vector<MapEntry> entries(value.entries().begin(), value.entries().end());
    for (MapEntry& entry : entries) entry.value = conform(arena, entry.value, type.element());
    return Value::map(arena, type.element(), entries).with_marks(value.marks());
  }
  const auto converted = convert(arena, value, type, nullptr);
  return converted ? *converted : Value::null(type).with_marks(value.marks());
}

}  // namespace tenon
