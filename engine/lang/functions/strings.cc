// Strings as wholes: chomp, indent, lower, title, trim and its kin, upper, strrev, and the
// questions startswith, endswith, strcontains.
#include <string>

#include "engine/lang/functions/body.h"
#include "engine/lang/functions/unicode.h"

namespace tenon::lang::functions {

namespace {

Answer chomp(FunctionContext& context, Arguments arguments, FunctionError&) {
  auto text = arguments[0].as_string();
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text_value(context, text);
}

Answer indent(FunctionContext& context, Arguments arguments, FunctionError& error) {
  constexpr std::size_t kMostBytes = 64u << 20;
  const auto spaces = whole_number(arguments[0], error, 0);
  if (!spaces) return std::nullopt;
  if (*spaces < 0) return refuse(error, 0, "the number of spaces must not be negative");
  const auto text = arguments[1].as_string();
  std::size_t lines = 0;
  for (const char c : text) lines += c == '\n' ? 1 : 0;
  const auto width = static_cast<std::size_t>(*spaces);
  if (lines > 0 && width > kMostBytes / lines) {
    return refuse(error, 0, "so many spaces would make the text longer than 64 MiB");
  }
  std::string result;
  result.reserve(text.size() + lines * width);
  for (const char c : text) {
    result += c;
    if (c == '\n') result.append(width, ' ');
  }
  return text_value(context, result);
}

Answer lower(FunctionContext& context, Arguments arguments, FunctionError&) {
  return text_value(context, lower_case(arguments[0].as_string()));
}

Answer upper(FunctionContext& context, Arguments arguments, FunctionError&) {
  return text_value(context, upper_case(arguments[0].as_string()));
}

Answer title(FunctionContext& context, Arguments arguments, FunctionError&) {
  return text_value(context, title_case(arguments[0].as_string()));
}

Answer trim_set(FunctionContext& context, Arguments arguments, FunctionError&) {
  return text_value(context, trim_points(arguments[0].as_string(), arguments[1].as_string()));
}

Answer trim_white(FunctionContext& context, Arguments arguments, FunctionError&) {
  return text_value(context, trim_space(arguments[0].as_string()));
}

Answer trim_prefix(FunctionContext& context, Arguments arguments, FunctionError&) {
  auto text = arguments[0].as_string();
  const auto prefix = arguments[1].as_string();
  if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  return text_value(context, text);
}

Answer trim_suffix(FunctionContext& context, Arguments arguments, FunctionError&) {
  auto text = arguments[0].as_string();
  const auto suffix = arguments[1].as_string();
  if (text.ends_with(suffix)) text.remove_suffix(suffix.size());
  return text_value(context, text);
}

Answer reverse_text(FunctionContext& context, Arguments arguments, FunctionError&) {
  auto text = arguments[0].as_string();
  std::string result(text.size(), '\0');
  std::size_t at = text.size();
  while (!text.empty()) {
    const auto cluster = take_grapheme(text);
    at -= cluster.size();
    cluster.copy(result.data() + at, cluster.size());
  }
  return text_value(context, result);
}

// May know the answer from what is certain about an unknown text.
Answer starts_with(FunctionContext& context, Arguments arguments, FunctionError&) {
  const Value& text = arguments[0];
  const Value& prefix = arguments[1];
  if (!prefix.is_unknown()) {
    const auto wanted = prefix.as_string();
    if (!text.is_unknown()) return Value::boolean(text.as_string().starts_with(wanted));
    if (wanted.empty()) return Value::boolean(true);
    if (const Refinement* known = text.refinement()) {
      if (known->prefix.size() >= wanted.size()) {
        return Value::boolean(known->prefix.starts_with(wanted));
      }
      if (!wanted.starts_with(known->prefix)) return Value::boolean(false);
    }
  }
  return unknown_not_null(*context.arena, Type::boolean());
}

Answer ends_with(FunctionContext&, Arguments arguments, FunctionError&) {
  return Value::boolean(arguments[0].as_string().ends_with(arguments[1].as_string()));
}

Answer contains_text(FunctionContext&, Arguments arguments, FunctionError&) {
  return Value::boolean(arguments[0].as_string().find(arguments[1].as_string()) !=
                        std::string_view::npos);
}

}  // namespace

void add_strings(FunctionTable& table) {
  static const Type kString = Type::string();
  static const Parameter kText[] = {{"str", kString}};
  static const Parameter kIndent[] = {{"spaces", Type::number()}, {"str", kString}};
  static const Parameter kTrim[] = {{"str", kString}, {"cutset", kString}};
  static const Parameter kPrefix[] = {{"str", kString}, {"prefix", kString}};
  static const Parameter kSuffix[] = {{"str", kString}, {"suffix", kString}};
  static const Parameter kStarts[] = {{.name = "str", .type = kString, .allow_unknown = true},
                                      {.name = "prefix", .type = kString, .allow_unknown = true}};
  static const Parameter kContains[] = {{"str", kString}, {"substr", kString}};
  static const Function kFunctions[] = {
      {.name = "chomp",
       .parameters = kText,
       .result = kString,
       .body = chomp,
       .description = "The text without the line ends at its end."},
      {.name = "endswith",
       .parameters = kSuffix,
       .result = Type::boolean(),
       .body = ends_with,
       .description = "Whether a text ends with another."},
      {.name = "indent",
       .parameters = kIndent,
       .result = kString,
       .body = indent,
       .description = "The text with spaces in front of every line but the first."},
      {.name = "lower",
       .parameters = kText,
       .result = kString,
       .body = lower,
       .description = "The text in lower case."},
      {.name = "startswith",
       .parameters = kStarts,
       .result = Type::boolean(),
       .body = starts_with,
       .description = "Whether a text starts with another."},
      {.name = "strcontains",
       .parameters = kContains,
       .result = Type::boolean(),
       .body = contains_text,
       .description = "Whether a text occurs in another."},
      {.name = "strrev",
       .parameters = kText,
       .result = kString,
       .body = reverse_text,
       .description = "The characters of the text from last to first."},
      {.name = "title",
       .parameters = kText,
       .result = kString,
       .body = title,
       .description = "The text with the first letter of each word in title case."},
      {.name = "trim",
       .parameters = kTrim,
       .result = kString,
       .body = trim_set,
       .description = "The text without the given characters at either end."},
      {.name = "trimprefix",
       .parameters = kPrefix,
       .result = kString,
       .body = trim_prefix,
       .description = "The text without the given prefix, where it has it."},
      {.name = "trimspace",
       .parameters = kText,
       .result = kString,
       .body = trim_white,
       .description = "The text without white space at either end."},
      {.name = "trimsuffix",
       .parameters = kSuffix,
       .result = kString,
       .body = trim_suffix,
       .description = "The text without the given suffix, where it has it."},
      {.name = "upper",
       .parameters = kText,
       .result = kString,
       .body = upper,
       .description = "The text in upper case."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
