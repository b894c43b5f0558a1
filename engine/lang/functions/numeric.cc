// Numbers: abs, ceil, floor, log, max, min, parseint, pow, range, signum, sum.
#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include "engine/lang/functions/body.h"
#include "schema/value/convert.h"
#include "schema/value/number.h"

namespace tenon::lang::functions {

namespace {

Number infinity(bool negative) {
  return Number(negative ? -std::numeric_limits<double>::infinity()
                         : std::numeric_limits<double>::infinity());
}

// A result of floating-point functions: the shortest decimal that means the same double, which is
// how such a number reads everywhere else.
Answer from_double(Arena& arena, double value, FunctionError& error) {
  if (std::isnan(value)) return refuse(error, "the result is not a number");
  if (std::isinf(value)) return make_number(arena, infinity(value < 0));
  if (value == 0) return Value::number(0);
  std::array<char, 32> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific)
          .ptr;
  const auto number = Number::parse({text.data(), static_cast<std::size_t>(end - text.data())});
  CHECK(number.has_value());
  return make_number(arena, *number);
}

double as_double(const Value& value) { return Number::of(value).to_double(); }

int compare(const Value& a, const Value& b) {
  if (a.is_int64() && b.is_int64()) {
    return a.as_int64() < b.as_int64() ? -1 : a.as_int64() > b.as_int64() ? 1 : 0;
  }
  const auto order = Number::of(a) <=> Number::of(b);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

Answer absolute(FunctionContext& context, Arguments arguments, FunctionError&) {
  const Number number = Number::of(arguments[0]);
  if (!number.is_negative()) return arguments[0];
  return make_number(*context.arena, -number);
}

Answer ceiling(FunctionContext& context, Arguments arguments, FunctionError&) {
  if (arguments[0].is_int64() || arguments[0].as_big_number().is_infinite()) return arguments[0];
  return make_number(*context.arena, arguments[0].as_big_number().ceiling());
}

Answer floor_of(FunctionContext& context, Arguments arguments, FunctionError&) {
  if (arguments[0].is_int64() || arguments[0].as_big_number().is_infinite()) return arguments[0];
  return make_number(*context.arena, arguments[0].as_big_number().floor());
}

Answer logarithm(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const double number = as_double(arguments[0]);
  const double base = as_double(arguments[1]);
  if (number < 0) return refuse(error, 0, "the logarithm of a negative number is not defined");
  if (base < 0) return refuse(error, 1, "the base of a logarithm must not be negative");
  return from_double(*context.arena, std::log(number) / std::log(base), error);
}

Answer power(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const double result = std::pow(as_double(arguments[0]), as_double(arguments[1]));
  if (std::isnan(result)) {
    return refuse(error, "a negative number cannot be raised to a power that is no whole number");
  }
  return from_double(*context.arena, result, error);
}

Answer sign(FunctionContext&, Arguments arguments, FunctionError& error) {
  const auto number = whole_number(arguments[0], error);
  if (!number) return std::nullopt;
  return Value::number(*number < 0 ? -1 : *number > 0 ? 1 : 0);
}

template <int direction>
Answer extreme(FunctionContext&, Arguments arguments, FunctionError& error) {
  if (arguments.empty()) return refuse(error, "at least one number must be given");
  Value best = arguments[0];
  for (const Value& number : arguments.subspan(1)) {
    if (compare(number, best) * direction > 0) best = number;
  }
  return best;
}

std::optional<Type> parse_integer_type(Arguments arguments, FunctionError& error) {
  if (arguments[0].type() == Type::string()) return Type::number();
  return refuse(error, 0,
                "the first argument must be a string, not " + friendly_name(arguments[0].type()));
}

Answer parse_integer(FunctionContext& context, Arguments arguments, FunctionError& error) {
  if (!parse_integer_type(arguments, error)) return std::nullopt;
  const auto base = whole_number(arguments[1], error, 1);
  if (!base) return std::nullopt;
  if (*base < 2 || *base > 62) {
    return refuse(error, 1, "the base must be a whole number between 2 and 62 inclusive");
  }
  const auto text = arguments[0].as_string();
  const auto number = Number::parse_in_base(text, static_cast<int>(*base));
  if (!number) {
    return refuse(error, 0, quoted(text) + " is not an integer of base " + std::to_string(*base));
  }
  return make_number(*context.arena, *number);
}

Answer range(FunctionContext& context, Arguments arguments, FunctionError& error) {
  constexpr std::size_t kMost = 1024;
  if (arguments.empty() || arguments.size() > 3) {
    return refuse(error, "one, two or three arguments must be given");
  }
  const Number zero;
  const Number start = arguments.size() > 1 ? Number::of(arguments[0]) : zero;
  const Number end = Number::of(arguments[arguments.size() > 1 ? 1 : 0]);
  Number step(std::int64_t{end < start ? -1 : 1});
  if (arguments.size() == 3) {
    step = Number::of(arguments[2]);
    if (step.is_negative() && end > start) {
      return refuse(error, 1, "the end must be less than the start where the step is negative");
    }
    if (step > zero && end < start) {
      return refuse(error, 1, "the end must be greater than the start where the step is positive");
    }
  }
  std::vector<Value> numbers;
  const bool down = step.is_negative();
  for (Number at = start; down ? at > end : at < end; at = at + step) {
    if (numbers.size() == kMost) {
      return refuse(error,
                    "more than 1024 numbers would be made; bring the start and the end closer "
                    "together or make the step larger");
    }
    numbers.push_back(make_number(*context.arena, at));
  }
  return Value::list(*context.arena, Type::number(), numbers);
}

Answer sum(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const Value& list = arguments[0];
  if (!is_sequence(list.type())) {
    return refuse(error, 0,
                  "a list, set or tuple of numbers is required, not " + friendly_name(list.type()));
  }
  if (list.length() == 0) return refuse(error, 0, "an empty list has no sum");
  Number total;
  for (const Value& element : list.elements()) {
    ConversionError problem;
    const auto number = convert(*context.arena, element, Type::number(), &problem);
    if (!number || number->is_null()) {
      return refuse(error, 0, "a list, set or tuple of numbers is required");
    }
    const Number addend = Number::of(*number);
    if (total.is_infinite() && addend.is_infinite() &&
        total.is_negative() != addend.is_negative()) {
      return refuse(error, "the sum of opposing infinities is not defined");
    }
    total = total + addend;
  }
  return make_number(*context.arena, total);
}

std::optional<Type> number_type(Arguments, FunctionError&) { return Type::number(); }

}  // namespace

void add_numeric(FunctionTable& table) {
  static const Parameter kNumber[] = {{"num", Type::number()}};
  static const Parameter kLog[] = {{"num", Type::number()}, {"base", Type::number()}};
  static const Parameter kPow[] = {{"num", Type::number()}, {"power", Type::number()}};
  static const Parameter kNumbers = {"numbers", Type::number()};
  static const Parameter kParams = {"params", Type::number()};
  static const Parameter kParse[] = {{"number", Type::dynamic()}, {"base", Type::number()}};
  static const Parameter kList[] = {{"list", Type::dynamic()}};
  static const Function kFunctions[] = {
      {.name = "abs",
       .parameters = kNumber,
       .result = Type::number(),
       .body = absolute,
       .description = "The number without its sign."},
      {.name = "ceil",
       .parameters = kNumber,
       .result = Type::number(),
       .body = ceiling,
       .description = "The smallest whole number that is not less than the given one."},
      {.name = "floor",
       .parameters = kNumber,
       .result = Type::number(),
       .body = floor_of,
       .description = "The greatest whole number that is not greater than the given one."},
      {.name = "log",
       .parameters = kLog,
       .result = Type::number(),
       .body = logarithm,
       .description = "The logarithm of a number to a base."},
      {.name = "max",
       .parameters = {},
       .variadic = &kNumbers,
       .result = Type::number(),
       .body = extreme<1>,
       .description = "The greatest of the numbers."},
      {.name = "min",
       .parameters = {},
       .variadic = &kNumbers,
       .result = Type::number(),
       .body = extreme<-1>,
       .description = "The least of the numbers."},
      {.name = "parseint",
       .parameters = kParse,
       .result = Type::dynamic(),
       .result_type = parse_integer_type,
       .body = parse_integer,
       .description = "The integer that a text in a base from 2 to 62 means."},
      {.name = "pow",
       .parameters = kPow,
       .result = Type::number(),
       .body = power,
       .description = "A number raised to a power."},
      {.name = "range",
       .parameters = {},
       .variadic = &kParams,
       .result = Type::list_of(Type::number()),
       .body = range,
       .description = "The numbers from a start to before an end, by a step."},
      {.name = "signum",
       .parameters = kNumber,
       .result = Type::number(),
       .body = sign,
       .description = "-1, 0 or 1 for a negative whole number, zero and a positive one."},
      {.name = "sum",
       .parameters = kList,
       .result = Type::dynamic(),
       .result_type = number_type,
       .body = sum,
       .description = "The sum of the numbers of a list, set or tuple."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
