// Lists, sets and tuples: what takes one and gives one back. Elements keep their marks and may be
// unknown wherever the answer does not hang on them.
#include <algorithm>
#include <string>
#include <unordered_set>

#include "engine/lang/functions/body.h"
#include "schema/value/convert.h"

namespace tenon::lang::functions {

namespace {

std::optional<Type> chunk_type(Arguments arguments, FunctionError&) {
  return Type::list_of(Type::list_of(arguments[0].type().element()));
}

Answer chunk_list(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const Value& list = arguments[0];
  const Type element = list.type().element();
  const Type chunk = Type::list_of(element);
  if (list.is_unknown()) {
    return marked_like(unknown_not_null(*context.arena, Type::list_of(chunk)), list);
  }
  const auto size = whole_number(arguments[1], error, 1);
  if (!size) return std::nullopt;
  if (*size < 0) return refuse(error, 1, "the size must not be negative");
  const auto elements = list.elements();
  const std::size_t step = *size == 0 ? elements.size() : static_cast<std::size_t>(*size);
  std::vector<Value> chunks;
  for (std::size_t at = 0; at < elements.size();) {
    const std::size_t count = std::min(step, elements.size() - at);
    chunks.push_back(Value::list(*context.arena, element, elements.subspan(at, count)));
    at += count;
  }
  return marked_like(Value::list(*context.arena, chunk, chunks), list);
}

Answer compact(FunctionContext& context, Arguments arguments, FunctionError&) {
  std::vector<Value> kept;
  for (const Value& element : arguments[0].elements()) {
    if (!element.is_null() && !element.as_string().empty()) kept.push_back(element);
  }
  return Value::list(*context.arena, Type::string(), kept);
}

// A list where all are lists, otherwise a tuple; dynamic where an unknown list hides how long the
// tuple is.
std::optional<Type> concat_type(Arguments arguments, FunctionError& error) {
  if (arguments.empty()) return refuse(error, "at least one list or tuple must be given");
  bool all_lists = true;
  std::vector<Type> elements;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Type type = arguments[i].type();
    if (type.is_dynamic()) return type;
    if (type.kind() != TypeKind::List && !type.is_tuple()) {
      return refuse(error, static_cast<int>(i),
                    "all arguments must be lists or tuples, and this is " + friendly_name(type));
    }
    all_lists = all_lists && !type.is_tuple();
    if (!type.is_tuple()) elements.push_back(type.element());
  }
  if (all_lists) {
    const auto element = unify(elements);
    if (element) return Type::list_of(*element);
  }
  elements.clear();
  for (const Value& argument : arguments) {
    if (argument.type().is_tuple()) {
      const auto types = argument.type().elements();
      elements.insert(elements.end(), types.begin(), types.end());
    } else if (argument.is_unknown()) {
      return Type::dynamic();
    } else {
      for (const Value& element : argument.elements()) elements.push_back(element.type());
    }
  }
  return Type::tuple_of(elements);
}

Answer concat(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto type = concat_type(arguments, error);
  if (!type) return std::nullopt;
  Marks marks = Marks::None;
  bool unknown = type->is_dynamic();
  for (const Value& argument : arguments) {
    marks = marks | argument.marks();
    unknown = unknown || argument.is_unknown();
  }
  std::vector<Value> elements;
  if (!unknown) {
    const bool list = type->kind() == TypeKind::List;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      for (const Value& element : arguments[i].elements()) {
        const auto fitting =
            list ? converted(*context.arena, element, type->element(), error, static_cast<int>(i))
                 : element;
        if (!fitting) return std::nullopt;
        elements.push_back(*fitting);
      }
    }
  }
  Value result;
  if (unknown) {
    result = unknown_not_null(*context.arena, *type);
  } else if (type->kind() == TypeKind::List) {
    result = Value::list(*context.arena, type->element(), elements);
  } else {
    result = Value::tuple(*context.arena, elements);
  }
  return any(marks) ? result.with_marks(marks) : result;
}

std::optional<Type> same_type(Arguments arguments, FunctionError&) { return arguments[0].type(); }

Answer distinct(FunctionContext& context, Arguments arguments, FunctionError&) {
  std::vector<Value> kept;
  std::unordered_set<std::string> seen;
  for (const Value& element : arguments[0].elements()) {
    if (seen.insert(content_key(element)).second) kept.push_back(element);
  }
  return Value::list(*context.arena, arguments[0].type().element(), kept);
}

// Adds the leaves of `value`; false where something unknown hides how many there are.
bool flatten_into(const Value& value, std::vector<Value>& leaves, Marks& marks) {
  marks = marks | value.marks();
  if (value.is_unknown()) return false;
  for (const Value& element : value.elements()) {
    if (element.is_unknown() && element.type().is_dynamic()) return false;
    if (!is_sequence(element.type()) || element.is_null()) {
      leaves.push_back(element);
    } else if (!flatten_into(element, leaves, marks)) {
      return false;
    }
  }
  return true;
}

Answer flatten(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const Value& list = arguments[0];
  if (!is_sequence(list.type()) && !list.type().is_dynamic()) {
    return refuse(
        error, 0,
        "only lists, sets and tuples can be flattened, and this is " + friendly_name(list.type()));
  }
  std::vector<Value> leaves;
  Marks marks = Marks::None;
  const Value result = flatten_into(list, leaves, marks) ? Value::tuple(*context.arena, leaves)
                                                         : Value::unknown(Type::dynamic());
  return any(marks) ? result.with_marks(marks) : result;
}

std::optional<Type> reverse_type(Arguments arguments, FunctionError& error) {
  const Type type = arguments[0].type();
  if (type.is_dynamic() || type.kind() == TypeKind::List) return type;
  if (type.kind() == TypeKind::Set) return Type::list_of(type.element());
  if (type.is_tuple()) {
    const auto elements = type.elements();
    return Type::tuple_of(std::vector<Type>(elements.rbegin(), elements.rend()));
  }
  return refuse(error, 0,
                "only lists, sets and tuples can be reversed, and this is " + friendly_name(type));
}

Answer reverse(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const Value& list = arguments[0];
  const auto type = reverse_type(arguments, error);
  if (!type) return std::nullopt;
  if (list.is_unknown()) return marked_like(unknown_not_null(*context.arena, *type), list);
  const auto elements = list.elements();
  const std::vector<Value> reversed(elements.rbegin(), elements.rend());
  return marked_like(type->is_tuple() ? Value::tuple(*context.arena, reversed)
                                      : Value::list(*context.arena, type->element(), reversed),
                     list);
}

bool slice_bounds(Arguments arguments, std::size_t length, std::size_t& start, std::size_t& end,
                  FunctionError& error) {
  const auto from = whole_number(arguments[1], error, 1);
  if (!from) return false;
  const auto to = whole_number(arguments[2], error, 2);
  if (!to) return false;
  const auto count = static_cast<std::int64_t>(length);
  if (*from < 0) {
    refuse(error, 1, "the start index must not be less than zero");
  } else if (*from > count) {
    refuse(
        error, 1,
        "the start index must not be greater than the length, which is " + std::to_string(length));
  } else if (*to > count) {
    refuse(error, 2,
           "the end index must not be greater than the length, which is " + std::to_string(length));
  } else if (*from > *to) {
    refuse(error, 1, "the start index must not be greater than the end index");
  } else {
    start = static_cast<std::size_t>(*from);
    end = static_cast<std::size_t>(*to);
    return true;
  }
  return false;
}

std::optional<Type> slice_type(Arguments arguments, FunctionError& error) {
  const Type type = arguments[0].type();
  if (type.is_dynamic() || type.kind() == TypeKind::List) return type;
  if (type.kind() == TypeKind::Set) {
    return refuse(error, 0,
                  "a set cannot be sliced because its elements have no order that means anything; "
                  "convert it to a list with tolist() where the order does not matter");
  }
  if (!type.is_tuple()) {
    return refuse(error, 0,
                  "only lists and tuples can be sliced, and this is " + friendly_name(type));
  }
  if (!arguments[1].is_known() || !arguments[2].is_known()) return Type::dynamic();
  const auto elements = type.elements();
  std::size_t start = 0;
  std::size_t end = 0;
  if (!slice_bounds(arguments, elements.size(), start, end, error)) return std::nullopt;
  return Type::tuple_of(elements.subspan(start, end - start));
}

Answer slice(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const Value& list = arguments[0];
  const auto type = slice_type(arguments, error);
  if (!type) return std::nullopt;
  if (list.is_unknown()) return marked_like(unknown_not_null(*context.arena, *type), list);
  std::size_t start = 0;
  std::size_t end = 0;
  if (!slice_bounds(arguments, list.length(), start, end, error)) return std::nullopt;
  const auto part = list.elements().subspan(start, end - start);
  return marked_like(type->is_tuple() ? Value::tuple(*context.arena, part)
                                      : Value::list(*context.arena, type->element(), part),
                     list);
}

Answer sort(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const Value& list = arguments[0];
  if (list.is_unknown()) return unknown_not_null(*context.arena, list.type());
  std::vector<Value> sorted(list.elements().begin(), list.elements().end());
  if (!list.is_wholly_known()) {
    // Only how many there are is certain.
    std::fill(sorted.begin(), sorted.end(), Value::unknown(Type::string()));
    return Value::list(*context.arena, Type::string(), sorted);
  }
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (sorted[i].is_null()) {
      return refuse(error, 0, "element " + std::to_string(i) + " is null and cannot be sorted");
    }
  }
  std::sort(sorted.begin(), sorted.end(),
            [](const Value& a, const Value& b) { return a.as_string() < b.as_string(); });
  return Value::list(*context.arena, Type::string(), sorted);
}

}  // namespace

void add_lists(FunctionTable& table) {
  static const Type kStrings = Type::list_of(Type::string());
  static const Type kList = Type::list_of(Type::dynamic());
  static const Parameter kChunk[] = {
      {.name = "list", .type = kList, .allow_unknown = true, .allow_marked = true},
      {"size", Type::number()}};
  static const Parameter kText[] = {{"list", kStrings}};
  static const Parameter kSort[] = {{.name = "list", .type = kStrings, .allow_unknown = true}};
  static const Parameter kAny[] = {
      {.name = "list", .type = Type::dynamic(), .allow_unknown = true, .allow_marked = true}};
  static const Parameter kSequences = {
      .name = "seqs", .type = Type::dynamic(), .allow_unknown = true, .allow_marked = true};
  static const Parameter kDistinct[] = {{"list", kList}};
  static const Parameter kSlice[] = {
      kAny[0], {"start_index", Type::number()}, {"end_index", Type::number()}};
  static const Function kFunctions[] = {
      {.name = "chunklist",
       .parameters = kChunk,
       .result = Type::list_of(kList),
       .result_type = chunk_type,
       .body = chunk_list,
       .description = "The list in lists of at most the given size."},
      {.name = "compact",
       .parameters = kText,
       .result = kStrings,
       .body = compact,
       .description = "The list without null and empty strings."},
      {.name = "concat",
       .parameters = {},
       .variadic = &kSequences,
       .result = Type::dynamic(),
       .result_type = concat_type,
       .body = concat,
       .description = "All elements of the given lists and tuples in one."},
      {.name = "distinct",
       .parameters = kDistinct,
       .result = kList,
       .result_type = same_type,
       .body = distinct,
       .description = "The list without repetitions."},
      {.name = "flatten",
       .parameters = kAny,
       .result = Type::dynamic(),
       .body = flatten,
       .description = "All elements of a list and the lists in it, in one tuple."},
      {.name = "reverse",
       .parameters = kAny,
       .result = Type::dynamic(),
       .result_type = reverse_type,
       .body = reverse,
       .description = "The elements from last to first."},
      {.name = "slice",
       .parameters = kSlice,
       .result = Type::dynamic(),
       .result_type = slice_type,
       .body = slice,
       .description = "The elements from a start index to before an end index."},
      {.name = "sort",
       .parameters = kSort,
       .result = kStrings,
       .body = sort,
       .description = "The strings in the order of their code points."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
