// Sets: setunion, setintersection, setsubtract and setproduct.
#include <string>
#include <unordered_set>

#include "engine/lang/functions/body.h"
#include "schema/value/convert.h"

namespace tenon::lang::functions {

namespace {

std::optional<Type> common_set_type(Arguments arguments, FunctionError& error) {
  std::vector<Type> elements;
  for (const Value& argument : arguments) {
    // The elements of an unknown set of unknown type decide too.
    if (argument.is_unknown() && argument.type().element().is_dynamic()) return argument.type();
    elements.push_back(argument.type().element());
  }
  const auto element = unify(elements);
  if (!element)
    return refuse(error, "the sets must have elements of one type, or convertible to one");
  return Type::set_of(*element);
}

// All arguments as sets of one type.
std::optional<std::vector<Value>> common_sets(FunctionContext& context, Arguments arguments,
                                              Type type, FunctionError& error) {
  std::vector<Value> sets;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto set = converted(*context.arena, arguments[i], type, error, static_cast<int>(i));
    if (!set) return std::nullopt;
    sets.push_back(*set);
  }
  return sets;
}

Answer set_union(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto type = common_set_type(arguments, error);
  if (!type) return std::nullopt;
  for (const Value& argument : arguments) {
    if (argument.is_unknown()) return unknown_not_null(*context.arena, *type);
  }
  const auto sets = common_sets(context, arguments, *type, error);
  if (!sets) return std::nullopt;
  std::vector<Value> elements;
  for (const Value& set : *sets) {
    elements.insert(elements.end(), set.elements().begin(), set.elements().end());
  }
  return Value::set(*context.arena, type->element(), elements);
}

// The elements of the first set that every other one has (`wanted`), or that none has.
Answer filtered(FunctionContext& context, Arguments arguments, bool wanted, FunctionError& error) {
  const auto type = common_set_type(arguments, error);
  if (!type) return std::nullopt;
  const auto sets = common_sets(context, arguments, *type, error);
  if (!sets) return std::nullopt;
  std::vector<Value> kept(sets->front().elements().begin(), sets->front().elements().end());
  for (std::size_t i = 1; i < sets->size(); ++i) {
    std::unordered_set<std::string> present;
    for (const Value& element : (*sets)[i].elements()) present.insert(content_key(element));
    std::vector<Value> left;
    for (const Value& element : kept) {
      if ((present.count(content_key(element)) > 0) == wanted) left.push_back(element);
    }
    kept.swap(left);
  }
  return Value::set(*context.arena, type->element(), kept);
}

Answer set_intersection(FunctionContext& context, Arguments arguments, FunctionError& error) {
  return filtered(context, arguments, true, error);
}

Answer set_subtract(FunctionContext& context, Arguments arguments, FunctionError& error) {
  return filtered(context, arguments, false, error);
}

std::optional<Type> product_type(Arguments arguments, FunctionError& error) {
  if (arguments.size() < 2) return refuse(error, "at least two sets or lists must be given");
  std::vector<Type> elements;
  bool ordered = true;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Type type = arguments[i].type();
    const int number = static_cast<int>(i);
    if (type.is_dynamic()) return type;
    if (!is_sequence(type)) {
      return refuse(error, number,
                    "a set or a list is required, and this is " + friendly_name(type));
    }
    ordered = ordered && type.kind() != TypeKind::Set;
    if (!type.is_tuple()) {
      elements.push_back(type.element());
      continue;
    }
    const auto element = unify(type.elements());
    if (!element) return refuse(error, number, "all elements must be of one type");
    elements.push_back(*element);
  }
  const Type row = Type::tuple_of(elements);
  return ordered ? Type::list_of(row) : Type::set_of(row);
}

Answer set_product(FunctionContext& context, Arguments arguments, FunctionError& error) {
  constexpr std::size_t kMost = 5'000'000;
  const auto type = product_type(arguments, error);
  if (!type) return std::nullopt;
  Marks marks = Marks::None;
  bool unknown = type->is_dynamic();
  std::size_t total = 1;
  for (const Value& argument : arguments) {
    marks = marks | argument.marks();
    unknown = unknown || argument.is_unknown();
    if (unknown) continue;
    const std::size_t length = argument.length();
    if (length > 0 && total > kMost / length) {
      return refuse(error, "the product has more than 5000000 elements");
    }
    total *= length;
  }
  const auto marked = [&](const Value& value) {
    return any(marks) ? value.with_marks(marks) : value;
  };
  if (unknown) return marked(unknown_not_null(*context.arena, *type));
  const auto row_types = type->element().elements();
  std::vector<std::vector<Value>> columns(arguments.size());
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    for (const Value& element : arguments[i].elements()) {
      const auto fitting =
          converted(*context.arena, element, row_types[i], error, static_cast<int>(i));
      if (!fitting) return std::nullopt;
      columns[i].push_back(*fitting);
    }
  }
  std::vector<Value> rows;
  rows.reserve(total);
  std::vector<Value> row(arguments.size());
  for (std::size_t n = 0; n < total; ++n) {
    std::size_t rest = n;
    for (std::size_t i = arguments.size(); i-- > 0;) {
      row[i] = columns[i][rest % columns[i].size()];
      rest /= columns[i].size();
    }
    rows.push_back(Value::tuple(*context.arena, row));
  }
  return marked(type->kind() == TypeKind::List ? Value::list(*context.arena, type->element(), rows)
                                               : Value::set(*context.arena, type->element(), rows));
}

}  // namespace

void add_sets(FunctionTable& table) {
  static const Type kSet = Type::set_of(Type::dynamic());
  static const Parameter kUnion[] = {{.name = "first_set", .type = kSet, .allow_unknown = true}};
  static const Parameter kOthersOfUnion = {
      .name = "other_sets", .type = kSet, .allow_unknown = true};
  static const Parameter kFirst[] = {{"first_set", kSet}};
  static const Parameter kOthers = {"other_sets", kSet};
  static const Parameter kSubtract[] = {{"a", kSet}, {"b", kSet}};
  static const Parameter kProduct = {
      .name = "sets", .type = Type::dynamic(), .allow_unknown = true, .allow_marked = true};
  static const Function kFunctions[] = {
      {.name = "setintersection",
       .parameters = kFirst,
       .variadic = &kOthers,
       .result = kSet,
       .result_type = common_set_type,
       .body = set_intersection,
       .description = "The elements that all given sets have."},
      {.name = "setproduct",
       .parameters = {},
       .variadic = &kProduct,
       .result = Type::dynamic(),
       .result_type = product_type,
       .body = set_product,
       .description = "All combinations of one element from each of the given sets."},
      {.name = "setsubtract",
       .parameters = kSubtract,
       .result = kSet,
       .result_type = common_set_type,
       .body = set_subtract,
       .description = "The elements of the first set that the second does not have."},
      {.name = "setunion",
       .parameters = kUnion,
       .variadic = &kOthersOfUnion,
       .result = kSet,
       .result_type = common_set_type,
       .body = set_union,
       .description = "The elements of all given sets."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
