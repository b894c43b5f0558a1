// Maps and objects: keys, lookup, merge, transpose, values, zipmap.
#include <map>
#include <string>

#include "engine/lang/functions/body.h"
#include "schema/value/convert.h"

namespace tenon::lang::functions {

namespace {

std::nullopt_t not_a_map(Type type, int argument, FunctionError& error) {
  return refuse(error, argument,
                "a map or an object is required, and this is " + friendly_name(type));
}

std::optional<Type> keys_type(Arguments arguments, FunctionError& error) {
  const Type type = arguments[0].type();
  if (type.is_dynamic()) return type;
  if (type.kind() == TypeKind::Map) return Type::list_of(Type::string());
  if (!type.is_object()) return not_a_map(type, 0, error);
  const std::vector<Type> types(type.shape().size(), Type::string());
  return Type::tuple_of(types);
}

Answer keys(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const Value& map = arguments[0];
  const auto type = keys_type(arguments, error);
  if (!type) return std::nullopt;
  std::vector<Value> names;
  if (map.type().is_object()) {
    for (const Symbol name : map.type().shape().names)
      names.push_back(text_value(context, name.view()));
    return marked_like(Value::tuple(*context.arena, names), map);
  }
  if (map.is_unknown()) return marked_like(unknown_not_null(*context.arena, *type), map);
  for (const MapEntry& entry : map.entries()) {
    names.push_back(Value::string_view(*context.arena, entry.key));
  }
  return marked_like(Value::list(*context.arena, Type::string(), names), map);
}

std::optional<Type> values_type(Arguments arguments, FunctionError& error) {
  const Type type = arguments[0].type();
  if (type.is_dynamic()) return type;
  if (type.kind() == TypeKind::Map) return Type::list_of(type.element());
  if (type.is_object()) return Type::tuple_of(type.elements());
  return not_a_map(type, 0, error);
}

Answer values(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const Value& map = arguments[0];
  const auto type = values_type(arguments, error);
  if (!type) return std::nullopt;
  if (map.is_unknown()) return marked_like(unknown_not_null(*context.arena, *type), map);
  if (map.type().is_object()) {
    return marked_like(Value::tuple(*context.arena, map.elements()), map);
  }
  std::vector<Value> elements;
  for (const MapEntry& entry : map.entries()) elements.push_back(entry.value);
  return marked_like(Value::list(*context.arena, map.type().element(), elements), map);
}

// In an object: the attribute's own value, whatever the default is.
Answer lookup_attribute(Arguments arguments, FunctionError& error) {
  const Value& object = arguments[0];
  const auto name = arguments[1].as_string();
  const auto slot = object.type().shape().slot_of(Symbol::find(name));
  const bool exists =
      slot != ObjectShape::kAbsent && object.type().shape().names[slot].view() == name;
  if (exists) {
    return marked_like(object.is_unknown() ? Value::unknown(object.type().elements()[slot])
                                           : object.elements()[slot],
                       object);
  }
  if (arguments.size() == 3) return marked_like(arguments[2], object);
  return refuse(error, 1, "the object has no attribute " + quoted(name));
}

Answer lookup(FunctionContext& context, Arguments arguments, FunctionError& error) {
  if (arguments.size() > 3) {
    return refuse(error, "two or three arguments must be given");
  }
  const Value& map = arguments[0];
  const Value& key = arguments[1];
  const Type type = map.type();
  if (type.is_dynamic()) return marked_like(Value::unknown(type), map);
  if (!is_mapping(type)) return not_a_map(type, 0, error);
  if (type.is_object()) {
    if (key.is_unknown()) return marked_like(Value::unknown(Type::dynamic()), map);
    return lookup_attribute(arguments, error);
  }
  std::optional<Value> other;
  if (arguments.size() == 3) {
    ConversionError problem;
    other = convert(*context.arena, arguments[2], type.element(), &problem);
    if (!other) {
      return refuse(error, 2,
                    "the default value must have the type of the map's elements, " +
                        friendly_name(type.element()) + ": " +
                        conversion_message(problem.path, problem.message));
    }
  }
  if (map.is_unknown() || key.is_unknown()) {
    return marked_like(Value::unknown(type.element()), map);
  }
  if (const auto found = map.key(key.as_string())) return marked_like(*found, map);
  if (other) return marked_like(*other, map);
  return refuse(error, 1, "the map has no key " + quoted(key.as_string()));
}

// The type that all maps share, or the object of all attributes; dynamic where that is not known
// yet.
std::optional<Type> merge_type(Arguments arguments, FunctionError& error) {
  if (arguments.empty()) return Type::empty_object();
  bool same = true;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Type type = arguments[i].type();
    if (type.is_dynamic() && arguments[i].is_unknown()) return Type::dynamic();
    if (!type.is_dynamic() && !is_mapping(type)) {
      return not_a_map(type, static_cast<int>(i), error);
    }
    same = same && type == arguments[0].type();
  }
  if (same && arguments[0].type().kind() == TypeKind::Map) return arguments[0].type();
  std::map<Symbol, Type> attributes;
  for (const Value& argument : arguments) {
    const Type type = argument.type();
    if (argument.is_null()) continue;
    if (type.is_object()) {
      for (std::uint32_t slot = 0; slot < type.shape().size(); ++slot)
        attributes[type.shape().names[slot]] = type.elements()[slot];
    } else if (argument.is_unknown()) {
      return Type::dynamic();
    } else {
      for (const MapEntry& entry : argument.entries())
        attributes[Symbol(entry.key)] = entry.value.type();
    }
  }
  std::vector<ObjectAttribute> list;
  for (const auto& [name, attribute] : attributes) list.push_back({name, attribute});
  return Type::object_of(list);
}

Answer merge(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto type = merge_type(arguments, error);
  if (!type) return std::nullopt;
  Marks marks = Marks::None;
  bool unknown = type->is_dynamic();
  for (const Value& argument : arguments) {
    marks = marks | argument.marks();
    unknown = unknown || argument.is_unknown();
  }
  const auto marked = [&](const Value& value) {
    return any(marks) ? value.with_marks(marks) : value;
  };
  if (unknown) return marked(unknown_not_null(*context.arena, *type));
  if (type->kind() == TypeKind::Map) {
    std::vector<MapEntry> entries;
    for (const Value& argument : arguments) {
      if (argument.is_null()) continue;
      entries.insert(entries.end(), argument.entries().begin(), argument.entries().end());
    }
    return marked(Value::map(*context.arena, type->element(), entries));
  }
  const ObjectShape& shape = type->shape();
  std::vector<Value> slots(shape.size());
  for (const Value& argument : arguments) {
    if (argument.is_null()) continue;
    if (argument.type().is_object()) {
      const ObjectShape& from = argument.type().shape();
      for (std::uint32_t i = 0; i < from.size(); ++i)
        slots[shape.slot_of(from.names[i])] = argument.elements()[i];
    } else {
      for (const MapEntry& entry : argument.entries())
        slots[shape.slot_of(Symbol(entry.key))] = entry.value;
    }
  }
  return marked(Value::object(*context.arena, shape, slots));
}

Answer transpose(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const Type list = Type::list_of(Type::string());
  std::map<std::string_view, std::vector<Value>> turned;
  for (const MapEntry& entry : arguments[0].entries()) {
    if (entry.value.is_null()) {
      return refuse(error, 0, "the list of " + quoted(entry.key) + " is null");
    }
    for (const Value& element : entry.value.elements()) {
      if (element.is_null()) {
        return refuse(error, 0, "the list of " + quoted(entry.key) + " has a null element");
      }
      turned[element.as_string()].push_back(Value::string_view(*context.arena, entry.key));
    }
  }
  std::vector<MapEntry> entries;
  for (const auto& [key, names] : turned) {
    entries.push_back({key, Value::list(*context.arena, Type::string(), names)});
  }
  return Value::map(*context.arena, list, entries);
}

std::optional<Type> zip_type(Arguments arguments, FunctionError& error) {
  const Value& names = arguments[0];
  const Type type = arguments[1].type();
  if (type.kind() == TypeKind::List) return Type::map_of(type.element());
  if (type.is_dynamic()) return type;
  if (!type.is_tuple()) {
    return refuse(error, 1, "a list or tuple is required, and this is " + friendly_name(type));
  }
  if (!names.is_wholly_known()) return Type::dynamic();
  const auto elements = type.elements();
  if (names.length() != elements.size()) {
    return refuse(error, "there must be as many keys as values, and there are " +
                             std::to_string(names.length()) + " keys and " +
                             std::to_string(elements.size()) + " values");
  }
  std::map<Symbol, Type> attributes;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (names.elements()[i].is_null()) {
      return refuse(error, 0, "element " + std::to_string(i) + " is null and cannot be a key");
    }
    attributes[Symbol(names.elements()[i].as_string())] = elements[i];
  }
  std::vector<ObjectAttribute> list;
  for (const auto& [name, attribute] : attributes) list.push_back({name, attribute});
  return Type::object_of(list);
}

Answer zip_map(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const Value& names = arguments[0];
  const Value& list = arguments[1];
  const auto type = zip_type(arguments, error);
  if (!type) return std::nullopt;
  if (list.is_unknown()) return marked_like(unknown_not_null(*context.arena, *type), list);
  if (names.length() != list.length()) {
    return refuse(error, "there must be as many keys as values, and there are " +
                             std::to_string(names.length()) + " keys and " +
                             std::to_string(list.length()) + " values");
  }
  if (type->is_object()) {
    const ObjectShape& shape = type->shape();
    std::vector<Value> slots(shape.size());
    for (std::size_t i = 0; i < list.length(); ++i) {
      slots[shape.slot_of(Symbol(names.elements()[i].as_string()))] = list.elements()[i];
    }
    return marked_like(Value::object(*context.arena, shape, slots), list);
  }
  std::vector<MapEntry> entries;
  for (std::size_t i = 0; i < list.length(); ++i) {
    if (names.elements()[i].is_null()) {
      return refuse(error, 0, "element " + std::to_string(i) + " is null and cannot be a key");
    }
    entries.push_back({names.elements()[i].as_string(), list.elements()[i]});
  }
  return marked_like(Value::map(*context.arena, type->element(), entries), list);
}

}  // namespace

void add_maps(FunctionTable& table) {
  static const Type kTurned = Type::map_of(Type::list_of(Type::string()));
  static const Parameter kMap[] = {
      {.name = "inputMap", .type = Type::dynamic(), .allow_unknown = true, .allow_marked = true}};
  static const Parameter kMapping[] = {
      {.name = "mapping", .type = Type::dynamic(), .allow_unknown = true, .allow_marked = true}};
  static const Parameter kLookup[] = {
      kMap[0], {.name = "key", .type = Type::string(), .allow_unknown = true}};
  static const Parameter kDefault = {.name = "default",
                                     .type = Type::dynamic(),
                                     .allow_null = true,
                                     .allow_unknown = true,
                                     .allow_marked = true};
  static const Parameter kMaps = {.name = "maps",
                                  .type = Type::dynamic(),
                                  .allow_null = true,
                                  .allow_unknown = true,
                                  .allow_marked = true};
  static const Parameter kTranspose[] = {{"values", kTurned}};
  static const Parameter kZip[] = {
      {"keys", Type::list_of(Type::string())},
      {.name = "values", .type = Type::dynamic(), .allow_unknown = true, .allow_marked = true}};
  static const Function kFunctions[] = {
      {.name = "keys",
       .parameters = kMap,
       .result = Type::dynamic(),
       .result_type = keys_type,
       .body = keys,
       .description = "The keys of a map or the attribute names of an object, sorted."},
      {.name = "lookup",
       .parameters = kLookup,
       .variadic = &kDefault,
       .result = Type::dynamic(),
       .body = lookup,
       .result_may_be_null = true,
       .description = "The element with a key, or the default where there is none."},
      {.name = "merge",
       .parameters = {},
       .variadic = &kMaps,
       .result = Type::dynamic(),
       .result_type = merge_type,
       .body = merge,
       .description = "All elements of the given maps and objects; of equal keys the last counts."},
      {.name = "transpose",
       .parameters = kTranspose,
       .result = kTurned,
       .body = transpose,
       .description = "The keys by the strings in their lists."},
      {.name = "values",
       .parameters = kMapping,
       .result = Type::dynamic(),
       .result_type = values_type,
       .body = values,
       .description = "The elements of a map or object in the order of their keys."},
      {.name = "zipmap",
       .parameters = kZip,
       .result = Type::dynamic(),
       .result_type = zip_type,
       .body = zip_map,
       .description = "A map of the given keys and the values at the same index."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
