// Conversions and marks: tobool … tostring, sensitive, nonsensitive, issensitive, ephemeralasnull.
// All take any value, null, unknown and marked ones too.
#include <string>

#include "engine/lang/functions/body.h"
#include "schema/value/convert.h"

namespace tenon::lang::functions {

namespace {

std::nullopt_t impossible(const Value& value, Type type, const ConversionError& problem,
                          FunctionError& error) {
  std::string message = "it cannot be converted to " + friendly_name(type);
  if (!problem.message.empty()) {
    message += ": " + conversion_message(problem.path, problem.message);
  } else {
    message += " from " + friendly_name(value.type());
  }
  return refuse(error, 0, message);
}

Answer converted_to(FunctionContext& context, const Value& value, Type type, FunctionError& error) {
  ConversionError problem;
  const Type wanted = value.is_known() ? type : settled_type(value.type(), type);
  auto result = convert(*context.arena, value, wanted, &problem);
  if (!result) return impossible(value, type, problem, error);
  return result;
}

Answer to_bool(FunctionContext& context, Arguments arguments, FunctionError& error) {
  return converted_to(context, arguments[0], Type::boolean(), error);
}
Answer to_number(FunctionContext& context, Arguments arguments, FunctionError& error) {
  return converted_to(context, arguments[0], Type::number(), error);
}
Answer to_string(FunctionContext& context, Arguments arguments, FunctionError& error) {
  return converted_to(context, arguments[0], Type::string(), error);
}
Answer to_list(FunctionContext& context, Arguments arguments, FunctionError& error) {
  return converted_to(context, arguments[0], Type::list_of(Type::dynamic()), error);
}
Answer to_map(FunctionContext& context, Arguments arguments, FunctionError& error) {
  return converted_to(context, arguments[0], Type::map_of(Type::dynamic()), error);
}
Answer to_set(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto set = converted_to(context, arguments[0], Type::set_of(Type::dynamic()), error);
  if (!set || !any(set->all_marks())) return set;
  // Which elements a set has tells what they are, so their marks are the set's.
  return set->without_marks(*context.arena).with_marks(set->all_marks());
}

Answer sensitive(FunctionContext&, Arguments arguments, FunctionError&) {
  return arguments[0].with_marks(Marks::Sensitive);
}

Answer nonsensitive(FunctionContext&, Arguments arguments, FunctionError&) {
  const Value& value = arguments[0];
  if (!value.is_sensitive()) return value;
  const Marks rest = value.marks() & Marks::Ephemeral;
  const Value bare = value.without_own_marks();
  return any(rest) ? bare.with_marks(rest) : bare;
}

Answer is_sensitive(FunctionContext& context, Arguments arguments, FunctionError&) {
  const Value& value = arguments[0];
  if (value.is_sensitive()) return Value::boolean(true);
  // What is not known yet may still turn out sensitive.
  if (value.is_unknown()) return unknown_not_null(*context.arena, Type::boolean());
  return Value::boolean(false);
}

Value without_ephemeral(Arena& arena, const Value& value);

std::vector<Value> all_without_ephemeral(Arena& arena, std::span<const Value> elements) {
  std::vector<Value> result;
  for (const Value& element : elements) result.push_back(without_ephemeral(arena, element));
  return result;
}

Value without_ephemeral(Arena& arena, const Value& value) {
  if (value.is_ephemeral()) {
    const Value null = Value::null(value.type());
    return value.is_sensitive() ? null.with_marks(Marks::Sensitive) : null;
  }
  if (!value.is_known() || !any(value.all_marks() & Marks::Ephemeral)) return value;
  const Type type = value.type();
  switch (type.kind()) {
    case TypeKind::List:
      return marked_like(
          Value::list(arena, type.element(), all_without_ephemeral(arena, value.elements())),
          value);
    case TypeKind::Set:
      return marked_like(
          Value::set(arena, type.element(), all_without_ephemeral(arena, value.elements())), value);
    case TypeKind::Tuple:
      return marked_like(Value::tuple(arena, all_without_ephemeral(arena, value.elements())),
                         value);
    case TypeKind::Object:
      return marked_like(Value::object(arena, type, all_without_ephemeral(arena, value.elements())),
                         value);
    case TypeKind::Map: {
      std::vector<MapEntry> entries;
      for (const MapEntry& entry : value.entries())
        entries.push_back({entry.key, without_ephemeral(arena, entry.value)});
      return marked_like(Value::map(arena, type.element(), entries), value);
    }
    default:
      return value;
  }
}

Answer ephemeral_as_null(FunctionContext& context, Arguments arguments, FunctionError&) {
  return without_ephemeral(*context.arena, arguments[0]);
}

}  // namespace

void add_conversions(FunctionTable& table) {
  static const Parameter kValue[] = {{.name = "v",
                                      .type = Type::dynamic(),
                                      .allow_null = true,
                                      .allow_unknown = true,
                                      .allow_marked = true}};
  static const Function kFunctions[] = {
      {.name = "tobool",
       .parameters = kValue,
       .result = Type::boolean(),
       .body = to_bool,
       .result_may_be_null = true,
       .description = "The value as a bool."},
      {.name = "tolist",
       .parameters = kValue,
       .result = Type::list_of(Type::dynamic()),
       .body = to_list,
       .result_may_be_null = true,
       .description = "The value as a list."},
      {.name = "tomap",
       .parameters = kValue,
       .result = Type::map_of(Type::dynamic()),
       .body = to_map,
       .result_may_be_null = true,
       .description = "The value as a map."},
      {.name = "tonumber",
       .parameters = kValue,
       .result = Type::number(),
       .body = to_number,
       .result_may_be_null = true,
       .description = "The value as a number."},
      {.name = "toset",
       .parameters = kValue,
       .result = Type::set_of(Type::dynamic()),
       .body = to_set,
       .result_may_be_null = true,
       .description = "The value as a set."},
      {.name = "tostring",
       .parameters = kValue,
       .result = Type::string(),
       .body = to_string,
       .result_may_be_null = true,
       .description = "The value as a string."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

void add_marks(FunctionTable& table) {
  static const Parameter kValue[] = {{.name = "value",
                                      .type = Type::dynamic(),
                                      .allow_null = true,
                                      .allow_unknown = true,
                                      .allow_marked = true}};
  static const Function kFunctions[] = {
      {.name = "ephemeralasnull",
       .parameters = kValue,
       .result = Type::dynamic(),
       .body = ephemeral_as_null,
       .result_may_be_null = true,
       .description = "The value with null in place of what is ephemeral."},
      {.name = "issensitive",
       .parameters = kValue,
       .result = Type::boolean(),
       .body = is_sensitive,
       .description = "Whether the value is marked as sensitive."},
      {.name = "nonsensitive",
       .parameters = kValue,
       .result = Type::dynamic(),
       .body = nonsensitive,
       .result_may_be_null = true,
       .description = "The value without its sensitive mark."},
      {.name = "sensitive",
       .parameters = kValue,
       .result = Type::dynamic(),
       .body = sensitive,
       .result_may_be_null = true,
       .description = "The value marked as sensitive, so that it is not shown."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
