// Lists, sets and tuples: what answers a question about one or picks something from it.
#include <algorithm>
#include <string>
#include <unordered_set>

#include "engine/lang/functions/body.h"
#include "engine/lang/functions/unicode.h"
#include "schema/value/compare.h"
#include "schema/value/convert.h"

namespace tenon::lang::functions {

namespace {

// `wanted` true: anytrue; false: alltrue. What decides is an element equal to `wanted`.
template <bool wanted>
Answer any_is(FunctionContext& context, Arguments arguments, FunctionError&) {
  const Value& list = arguments[0];
  if (list.is_unknown()) return unknown_not_null(*context.arena, Type::boolean());
  bool unknown = false;
  for (const Value& element : list.elements()) {
    if (element.is_unknown()) {
      unknown = true;
      // An element that comes later decides for anytrue only, as recorded.
      if (!wanted) break;
      continue;
    }
    const bool flag = element.is_known() && element.as_bool();
    if (flag == wanted) return Value::boolean(wanted);
  }
  if (unknown) return unknown_not_null(*context.arena, Type::boolean());
  return Value::boolean(!wanted);
}

Value compared(const Value& a, const Value& b) {
  if (a.is_unknown() || b.is_unknown() || a.type() == b.type()) return equals(a, b);
  return Value::boolean(false);
}

Answer contains(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const Value& list = arguments[0];
  if (!is_sequence(list.type()) && !list.type().is_dynamic()) {
    return refuse(error, 0,
                  "a list, set or tuple is required, and this is " + friendly_name(list.type()));
  }
  bool unknown = list.is_unknown();
  if (!unknown) {
    for (const Value& element : list.elements()) {
      if (element.is_null()) continue;
      const Value same = compared(element, arguments[1]);
      if (same.is_unknown()) {
        unknown = true;
      } else if (same.as_bool()) {
        return Value::boolean(true);
      }
    }
  }
  if (unknown) return unknown_not_null(*context.arena, Type::boolean());
  return Value::boolean(false);
}

std::optional<Type> element_type(Arguments arguments, FunctionError& error) {
  const Type type = arguments[0].type();
  if (type.is_dynamic()) return type;
  if (type.kind() == TypeKind::List) return type.element();
  if (!type.is_tuple()) {
    return refuse(
        error, 0,
        "only lists and tuples have elements by index, and this is " + friendly_name(type));
  }
  if (type.elements().empty()) return refuse(error, 0, "the list is empty");
  return Type::dynamic();
}

Answer element(FunctionContext&, Arguments arguments, FunctionError& error) {
  const Value& list = arguments[0];
  const auto type = element_type(arguments, error);
  if (!type) return std::nullopt;
  const auto index = whole_number(arguments[1], error, 1);
  if (!index) return std::nullopt;
  const bool tuple = list.type().is_tuple();
  if (list.is_unknown() && !tuple) return marked_like(Value::unknown(*type), list);
  const auto length =
      static_cast<std::int64_t>(tuple ? list.type().elements().size() : list.length());
  if (length == 0) return refuse(error, 0, "the list is empty");
  const auto at = static_cast<std::size_t>(((*index % length) + length) % length);
  if (list.is_unknown()) return marked_like(Value::unknown(list.type().elements()[at]), list);
  return marked_like(list.elements()[at], list);
}

Answer index_of(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const Value& list = arguments[0];
  const auto kind = list.type().kind();
  if (kind != TypeKind::List && kind != TypeKind::Tuple && kind != TypeKind::Dynamic) {
    return refuse(error, 0,
                  "a list or tuple is required, and this is " + friendly_name(list.type()));
  }
  if (!list.is_unknown()) {
    if (list.length() == 0) return refuse(error, 0, "an empty list cannot be searched");
    std::size_t at = 0;
    bool unknown = false;
    for (const Value& candidate : list.elements()) {
      if (!candidate.is_null()) {
        const Value same = compared(candidate, arguments[1]);
        unknown = same.is_unknown();
        if (unknown) break;
        if (same.as_bool()) return Value::number(static_cast<std::int64_t>(at));
      }
      ++at;
    }
    if (!unknown) return refuse(error, "the value is not in the list");
  }
  return unknown_not_null(*context.arena, Type::number());
}

Value unknown_length(Arena& arena, const Value& value) {
  if (const Refinement* known = value.refinement();
      known != nullptr && value.type().is_collection() && known->length_min == known->length_max) {
    return Value::number(static_cast<std::int64_t>(known->length_min));
  }
  return unknown_not_null(arena, Type::number());
}

Answer length(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const Value& value = arguments[0];
  const Type type = value.type();
  std::size_t count = 0;
  switch (type.kind()) {
    case TypeKind::String:
      if (value.is_unknown()) {
        return marked_like(unknown_not_null(*context.arena, Type::number()), value);
      }
      count = grapheme_count(value.as_string());
      break;
    case TypeKind::Tuple:
      count = type.elements().size();
      break;
    case TypeKind::Object:
      count = type.shape().size();
      break;
    case TypeKind::Set:
      // Unknown elements may turn out equal to others.
      if (value.is_known() && !value.is_wholly_known() && value.length() > 1) {
        return marked_like(unknown_not_null(*context.arena, Type::number()), value);
      }
      [[fallthrough]];
    case TypeKind::List:
    case TypeKind::Map:
      if (value.is_unknown()) return marked_like(unknown_length(*context.arena, value), value);
      count = value.length();
      break;
    case TypeKind::Dynamic:
      return marked_like(unknown_not_null(*context.arena, Type::number()), value);
    default:
      return refuse(error, 0,
                    "a string, a collection or a structural value is required, and this is " +
                        friendly_name(type));
  }
  return marked_like(Value::number(static_cast<std::int64_t>(count)), value);
}

Answer match_keys(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const Value& values = arguments[0];
  const Value& keys = arguments[1];
  const Value& wanted = arguments[2];
  const Type types[] = {keys.type().element(), wanted.type().element()};
  const auto key_type = unify(types);
  if (!key_type) {
    return refuse(error, "the keys and the search set must have elements of one type");
  }
  if (values.length() != keys.length()) {
    return refuse(error, "there must be as many keys as values, and there are " +
                             std::to_string(keys.length()) + " keys and " +
                             std::to_string(values.length()) + " values");
  }
  std::unordered_set<std::string> set;
  for (const Value& element : wanted.elements()) {
    const auto key = converted(*context.arena, element, *key_type, error, 2);
    if (!key) return std::nullopt;
    if (!key->is_null()) set.insert(content_key(*key));
  }
  std::vector<Value> found;
  for (std::size_t i = 0; i < keys.length(); ++i) {
    const auto key = converted(*context.arena, keys.elements()[i], *key_type, error, 1);
    if (!key) return std::nullopt;
    if (set.count(content_key(*key)) > 0) found.push_back(values.elements()[i]);
  }
  return Value::list(*context.arena, values.type().element(), found);
}

std::optional<Type> first_type(Arguments arguments, FunctionError&) { return arguments[0].type(); }

Answer one(FunctionContext&, Arguments arguments, FunctionError& error) {
  const Value& list = arguments[0];
  const Type type = list.type();
  const auto too_many = [&] {
    return refuse(error, 0, "a list, set or tuple with either no or one element is required");
  };
  if (type.is_dynamic()) return marked_like(Value::unknown(type), list);
  if (!is_sequence(type)) return too_many();
  if (type.is_tuple()) {
    if (type.elements().size() > 1) return too_many();
    if (type.elements().empty()) return marked_like(Value::null(Type::dynamic()), list);
    if (list.is_unknown()) return marked_like(Value::unknown(type.elements()[0]), list);
    return marked_like(list.elements()[0], list);
  }
  if (list.is_unknown()) return marked_like(Value::unknown(type.element()), list);
  if (list.length() == 0) return marked_like(Value::null(type.element()), list);
  if (list.length() > 1) {
    // Two elements of a set that are not yet known may become one.
    if (type.kind() != TypeKind::Set || list.is_wholly_known()) return too_many();
    return marked_like(Value::unknown(type.element()), list);
  }
  return marked_like(list.elements()[0], list);
}

Answer coalesce(FunctionContext& context, Arguments arguments, FunctionError& error) {
  if (arguments.empty()) return refuse(error, "at least one value must be given");
  std::vector<Type> types;
  for (const Value& argument : arguments) {
    if (argument.is_unknown() && argument.type().is_dynamic())
      return Value::unknown(Type::dynamic());
    types.push_back(argument.type());
  }
  const auto type = unify(types);
  if (!type) return refuse(error, "all values must be of one type, or convertible to one");
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].is_null()) continue;
    const auto value = converted(*context.arena, arguments[i], *type, error, static_cast<int>(i));
    if (!value) return std::nullopt;
    if (value->is_unknown()) return unknown_not_null(*context.arena, *type);
    if (*type == Type::string() && value->as_string().empty()) continue;
    return value;
  }
  return refuse(error, "all values are null or the empty string");
}

Answer coalesce_list(FunctionContext& context, Arguments arguments, FunctionError& error) {
  if (arguments.empty()) return refuse(error, "at least one list or tuple must be given");
  bool same = true;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Type type = arguments[i].type();
    if (type.is_dynamic() && arguments[i].is_unknown()) return Value::unknown(type);
    if (type.kind() != TypeKind::List && !type.is_tuple()) {
      return refuse(error, static_cast<int>(i),
                    "a list or tuple is required, and this is " + friendly_name(type));
    }
    same = same && type == arguments[0].type();
  }
  for (const Value& argument : arguments) {
    if (argument.is_null()) continue;
    if (argument.is_unknown()) {
      return unknown_not_null(*context.arena, same ? argument.type() : Type::dynamic());
    }
    if (argument.length() > 0) return argument;
  }
  return refuse(error, "all lists are null or empty");
}

}  // namespace

void add_list_choices(FunctionTable& table) {
  static const Type kBools = Type::list_of(Type::boolean());
  static const Type kList = Type::list_of(Type::dynamic());
  static const Parameter kFlags[] = {{.name = "list", .type = kBools, .allow_unknown = true}};
  static const Parameter kSearch[] = {
      {.name = "list", .type = Type::dynamic(), .allow_unknown = true},
      {.name = "value", .type = Type::dynamic(), .allow_unknown = true}};
  static const Parameter kElement[] = {
      {.name = "list", .type = Type::dynamic(), .allow_unknown = true, .allow_marked = true},
      {"index", Type::number()}};
  static const Parameter kLength[] = {
      {.name = "value", .type = Type::dynamic(), .allow_unknown = true, .allow_marked = true}};
  static const Parameter kOne[] = {
      {.name = "list", .type = Type::dynamic(), .allow_unknown = true, .allow_marked = true}};
  static const Parameter kMatch[] = {{"values", kList}, {"keys", kList}, {"searchset", kList}};
  static const Parameter kValues = {
      .name = "vals", .type = Type::dynamic(), .allow_null = true, .allow_unknown = true};
  static const Function kFunctions[] = {
      {.name = "alltrue",
       .parameters = kFlags,
       .result = Type::boolean(),
       .body = any_is<false>,
       .description = "Whether all elements are true; so it is for an empty list."},
      {.name = "anytrue",
       .parameters = kFlags,
       .result = Type::boolean(),
       .body = any_is<true>,
       .description = "Whether any element is true."},
      {.name = "coalesce",
       .parameters = {},
       .variadic = &kValues,
       .result = Type::dynamic(),
       .body = coalesce,
       .description = "The first value that is neither null nor the empty string."},
      {.name = "coalescelist",
       .parameters = {},
       .variadic = &kValues,
       .result = Type::dynamic(),
       .body = coalesce_list,
       .description = "The first list that is neither null nor empty."},
      {.name = "contains",
       .parameters = kSearch,
       .result = Type::dynamic(),
       .body = contains,
       .description = "Whether a list, set or tuple contains a value."},
      {.name = "element",
       .parameters = kElement,
       .result = Type::dynamic(),
       .result_type = element_type,
       .body = element,
       .result_may_be_null = true,
       .description = "The element at an index, which starts over at the list's end."},
      {.name = "index",
       .parameters = kSearch,
       .result = Type::dynamic(),
       .body = index_of,
       .description = "The index of the first element that is equal to a value."},
      {.name = "length",
       .parameters = kLength,
       .result = Type::number(),
       .body = length,
       .description = "The number of elements, attributes or characters."},
      {.name = "matchkeys",
       .parameters = kMatch,
       .result = kList,
       .result_type = first_type,
       .body = match_keys,
       .description = "The values whose keys, at the same index, are in a search set."},
      {.name = "one",
       .parameters = kOne,
       .result = Type::dynamic(),
       .body = one,
       .result_may_be_null = true,
       .description = "The only element of a list, set or tuple, or null where it is empty."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
