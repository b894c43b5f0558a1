// Strings and their pieces: join, split, substr, length of texts is with the collections.
#include <algorithm>
#include <string>

#include "engine/lang/functions/body.h"
#include "engine/lang/functions/unicode.h"

namespace tenon::lang::functions {

namespace {

Answer join_lists(FunctionContext& context, Arguments arguments, FunctionError& error) {
  if (arguments.size() < 2) return refuse(error, "at least one list must be given");
  const auto separator = arguments[0].as_string();
  std::string result;
  bool first = true;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    std::size_t position = 0;
    for (const Value& element : arguments[i].elements()) {
      if (element.is_null()) {
        return refuse(
            error, static_cast<int>(i),
            "element " + std::to_string(position) + " is null, and a null value cannot be joined");
      }
      if (!first) result += separator;
      first = false;
      result += element.as_string();
      ++position;
    }
  }
  return text_value(context, result);
}

Answer split_text(FunctionContext& context, Arguments arguments, FunctionError&) {
  const auto separator = arguments[0].as_string();
  auto text = arguments[1].as_string();
  std::vector<Value> parts;
  if (separator.empty()) {
    while (!text.empty()) {
      std::string_view rest = text;
      take_point(rest);
      parts.push_back(text_value(context, text.substr(0, text.size() - rest.size())));
      text = rest;
    }
  } else {
    while (true) {
      const auto at = text.find(separator);
      parts.push_back(text_value(context, text.substr(0, at)));
      if (at == std::string_view::npos) break;
      text.remove_prefix(at + separator.size());
    }
  }
  return Value::list(*context.arena, Type::string(), parts);
}

Answer part_of_text(FunctionContext& context, Arguments arguments, FunctionError& error) {
  auto text = arguments[0].as_string();
  const auto offset = whole_number(arguments[1], error, 1);
  if (!offset) return std::nullopt;
  const auto length = whole_number(arguments[2], error, 2);
  if (!length) return std::nullopt;
  std::int64_t skip = *offset;
  if (skip < 0)
    skip = std::max<std::int64_t>(0, skip + static_cast<std::int64_t>(grapheme_count(text)));
  while (skip > 0 && !text.empty()) {
    take_grapheme(text);
    --skip;
  }
  if (*length < 0) return text_value(context, text);
  std::string_view rest = text;
  for (std::int64_t left = *length; left > 0 && !rest.empty(); --left) take_grapheme(rest);
  return text_value(context, text.substr(0, text.size() - rest.size()));
}

}  // namespace

void add_string_pieces(FunctionTable& table) {
  static const Type kString = Type::string();
  static const Parameter kJoin[] = {{"separator", kString}};
  static const Parameter kLists = {"lists", Type::list_of(kString)};
  static const Parameter kSplit[] = {{"separator", kString}, {"str", kString}};
  static const Parameter kPart[] = {
      {"str", kString}, {"offset", Type::number()}, {"length", Type::number()}};
  static const Function kFunctions[] = {
      {.name = "join",
       .parameters = kJoin,
       .variadic = &kLists,
       .result = kString,
       .body = join_lists,
       .description =
           "The elements of lists of strings in one text, with a separator between them."},
      {.name = "split",
       .parameters = kSplit,
       .result = Type::list_of(kString),
       .body = split_text,
       .description = "The parts of a text between separators."},
      {.name = "substr",
       .parameters = kPart,
       .result = kString,
       .body = part_of_text,
       .description = "A part of a text by offset and length in characters."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
