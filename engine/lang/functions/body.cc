#include "engine/lang/functions/body.h"

#include "schema/base/text.h"
#include "schema/value/convert.h"
#include "schema/value/number.h"
#include "schema/value/path.h"
#include "schema/value/wire.h"

namespace tenon::lang::functions {

std::nullopt_t refuse(FunctionError& error, std::string message) {
  error.argument = -1;
  error.message = std::move(message);
  return std::nullopt;
}

std::nullopt_t refuse(FunctionError& error, int argument, std::string message) {
  error.argument = argument;
  error.message = std::move(message);
  return std::nullopt;
}

std::optional<std::int64_t> whole_number(const Value& number, FunctionError& error, int argument) {
  if (number.is_int64()) return number.as_int64();
  if (const auto whole = number.as_big_number().to_int64()) return whole;
  return refuse(error, argument, std::string(kWholeNumber));
}

std::string quoted(std::string_view text) {
  constexpr std::size_t kMost = 80;
  if (text.size() <= kMost) return json_quote(text);
  std::size_t cut = kMost;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return json_quote(std::string(text.substr(0, cut)) + "…");
}

Value unknown_not_null(Arena& arena, Type type) {
  if (type.is_dynamic()) return Value::unknown(type);
  Refinement refinement;
  refinement.not_null = true;
  return Value::unknown(arena, type, refinement);
}

Value unknown_with_prefix(Arena& arena, std::string_view prefix) {
  Refinement refinement;
  refinement.not_null = true;
  refinement.prefix = prefix;
  return Value::unknown(arena, Type::string(), refinement);
}

std::string conversion_message(const Path& path, const std::string& message) {
  if (path.empty()) return message;
  std::string text;
  if (path.size() == 1) {
    const PathStep& step = path.front();
    switch (step.kind) {
      case PathStep::Kind::Attribute:
        text = "attribute " + json_quote(step.name.view());
        break;
      case PathStep::Kind::Index:
        text = "element " + std::to_string(step.index);
        break;
      case PathStep::Kind::Key:
        text = "element " + json_quote(step.name.view());
        break;
    }
  } else {
    text = path_text(path);
  }
  return text + ": " + message;
}

Type settled_type(Type from, Type to) {
  if (to.is_dynamic()) return from;
  if (!to.is_collection() || !to.has_dynamic() || from.is_dynamic()) return to;
  std::optional<Type> element;
  if (from.is_collection()) {
    element = from.element();
  } else if (from.is_tuple() || from.is_object()) {
    element = unify(from.elements());
  }
  if (!element) return to;
  const Type settled = settled_type(*element, to.element());
  switch (to.kind()) {
    case TypeKind::List:
      return Type::list_of(settled);
    case TypeKind::Set:
      return Type::set_of(settled);
    default:
      return Type::map_of(settled);
  }
}

std::optional<Value> converted(Arena& arena, const Value& value, Type type, FunctionError& error,
                               int argument) {
  if (value.type() == type) return value;
  ConversionError problem;
  const Type wanted = value.is_known() ? type : settled_type(value.type(), type);
  auto result = convert(arena, value, wanted, &problem);
  if (!result) return refuse(error, argument, conversion_message(problem.path, problem.message));
  return result;
}

std::string content_key(const Value& value) {
  std::string key;
  encode(value, value.type(), key);
  return key;
}

}  // namespace tenon::lang::functions
