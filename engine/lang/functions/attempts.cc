// Functions that evaluate their arguments themselves: try, can and the console's type.
#include <string>

#include "engine/lang/functions/body.h"
#include "schema/value/print.h"

namespace tenon::lang::functions {

namespace {

Answer attempt(FunctionContext&, std::span<Deferred* const> arguments, FunctionError& error) {
  if (arguments.empty()) return refuse(error, "at least one expression must be given");
  std::string reasons;
  for (Deferred* const argument : arguments) {
    std::string reason;
    const auto value = argument->evaluate(&reason);
    if (value) {
      // With more known a later evaluation might fail and choose another expression, so not even
      // the type is certain.
      if (value->is_wholly_known()) return value;
      const Value unknown = Value::unknown(Type::dynamic());
      const Marks marks = value->all_marks();
      return any(marks) ? unknown.with_marks(marks) : unknown;
    }
    reasons += "\n- " + reason;
  }
  return refuse(error,
                "no expression succeeded:" + reasons + "\nAt least one of them must give a result");
}

Answer can(FunctionContext& context, std::span<Deferred* const> arguments, FunctionError&) {
  std::string reason;
  const auto value = arguments[0]->evaluate(&reason);
  if (!value) return Value::boolean(false);
  if (!value->is_wholly_known()) return unknown_not_null(*context.arena, Type::boolean());
  return Value::boolean(true);
}

Answer type_text(FunctionContext& context, std::span<Deferred* const> arguments,
                 FunctionError& error) {
  if (context.phase != Phase::Console) {
    return refuse(error, "the type function is for the console only");
  }
  std::string reason;
  const auto value = arguments[0]->evaluate(&reason);
  if (!value) return refuse(error, 0, reason);
  return text_value(context, print_type(value->type()));
}

}  // namespace

void add_attempts(FunctionTable& table) {
  static const Parameter kExpression[] = {{.name = "expression", .type = Type::dynamic()}};
  static const Parameter kExpressions = {.name = "expressions", .type = Type::dynamic()};
  static const Parameter kValue[] = {{.name = "value", .type = Type::dynamic()}};
  static const Function kFunctions[] = {
      {.name = "can",
       .parameters = kExpression,
       .result = Type::boolean(),
       .deferred = can,
       .description = "Whether an expression can be evaluated without an error."},
      {.name = "try",
       .parameters = {},
       .variadic = &kExpressions,
       .result = Type::dynamic(),
       .deferred = attempt,
       .result_may_be_null = true,
       .description = "The value of the first expression that has no error."},
      {.name = "type",
       .parameters = kValue,
       .result = Type::string(),
       .deferred = type_text,
       .description = "The type of a value, in the console."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
