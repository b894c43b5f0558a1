// format and formatlist: texts with %verbs. A verb is "%", flags ("#", "0", "-", "+", space), a
// width, a precision after a point, the number of an argument in brackets, and a letter.
#include <algorithm>
#include <string>

#include "engine/lang/functions/body.h"
#include "engine/lang/functions/decimal.h"
#include "engine/lang/functions/unicode.h"
#include "schema/value/convert.h"
#include "schema/value/number.h"
#include "schema/value/print.h"

namespace tenon::lang::functions {

namespace {

struct Verb {
  std::string_view text;  // all of it
  std::size_t offset = 0;
  bool sharp = false;
  bool zero = false;
  bool left = false;
  bool plus = false;
  bool space = false;
  std::size_t width = 0;
  int precision = -1;
  std::size_t argument = 0;  // from 1; 0: the next one
  char letter = 0;
};

constexpr std::size_t kMostWidth = 1'000'000;

std::nullopt_t cannot_format(const Verb& verb, FunctionError& error, std::string_view why) {
  return refuse(error, "the value for " + quoted(verb.text) + " at offset " +
                           std::to_string(verb.offset) + " does not fit: " + std::string(why));
}

// Digits at `at`, moving past them; nothing where the number is unreasonably large.
std::optional<std::size_t> take_digits(std::string_view format, std::size_t& at) {
  std::size_t number = 0;
  while (at < format.size() && format[at] >= '0' && format[at] <= '9') {
    number = number * 10 + static_cast<std::size_t>(format[at] - '0');
    if (number > kMostWidth) return std::nullopt;
    ++at;
  }
  return number;
}

std::nullopt_t unknown_character(std::string_view format, std::size_t at, FunctionError& error) {
  if (at >= format.size()) {
    return refuse(error,
                  "the format text ends in the middle of a verb; a percent sign is written %%");
  }
  std::string_view rest = format.substr(at);
  const std::size_t before = rest.size();
  take_point(rest);
  return refuse(error, "the format text has " + quoted(format.substr(at, before - rest.size())) +
                           " at offset " + std::to_string(at) +
                           ", which cannot stand there in a verb; a percent sign is written %%");
}

// Reads the verb whose "%" is at `begin`.
std::optional<Verb> read_verb(std::string_view format, std::size_t begin, FunctionError& error) {
  Verb verb;
  verb.offset = begin;
  std::size_t at = begin + 1;
  for (bool flags = true; flags && at < format.size();) {
    switch (format[at]) {
      case '#':
        verb.sharp = true;
        break;
      case '0':
        verb.zero = true;
        break;
      case '-':
        verb.left = true;
        break;
      case '+':
        verb.plus = true;
        break;
      case ' ':
        verb.space = true;
        break;
      default:
        flags = false;
        continue;
    }
    ++at;
  }
  const auto too_large = [&] {
    return refuse(error, "the verb at offset " + std::to_string(begin) +
                             " has a width, precision or number greater than 1000000");
  };
  const auto width = take_digits(format, at);
  if (!width) return too_large();
  verb.width = *width;
  if (at < format.size() && format[at] == '.') {
    ++at;
    const std::size_t digits = at;
    const auto precision = take_digits(format, at);
    if (!precision) return too_large();
    verb.precision = at > digits ? static_cast<int>(*precision) : -1;
  }
  if (at < format.size() && format[at] == '[') {
    ++at;
    if (at < format.size() && format[at] == '0') return unknown_character(format, at, error);
    const std::size_t digits = at;
    const auto number = take_digits(format, at);
    if (!number) return too_large();
    if (at == digits || at >= format.size() || format[at] != ']') {
      return unknown_character(format, at, error);
    }
    verb.argument = *number;
    ++at;
  }
  if (at >= format.size()) return unknown_character(format, at, error);
  verb.letter = format[at];
  const bool letter =
      (verb.letter >= 'a' && verb.letter <= 'z') || (verb.letter >= 'A' && verb.letter <= 'Z');
  if (!letter) return unknown_character(format, at, error);
  verb.text = format.substr(begin, at + 1 - begin);
  return verb;
}

std::string padded(const Verb& verb, std::string text) {
  const std::size_t size = grapheme_count(text);
  if (size >= verb.width) return text;
  const std::string fill(verb.width - size, verb.zero ? '0' : ' ');
  return verb.left ? text + fill : fill + text;
}

std::string padded_number(const Verb& verb, std::string sign, std::string digits, bool zeros) {
  const std::size_t size = sign.size() + digits.size();
  if (size < verb.width) {
    const std::size_t missing = verb.width - size;
    if (verb.left) {
      digits.append(missing, ' ');
    } else if (zeros) {
      sign.append(missing, '0');
    } else {
      sign.insert(0, missing, ' ');
    }
  }
  return sign + digits;
}

std::string sign_of(const Verb& verb, bool negative) {
  return negative ? "-" : verb.plus ? "+" : verb.space ? " " : "";
}

std::string integer_text(const Verb& verb, const Number& number) {
  const Number magnitude = number.is_negative() ? -number : number;
  std::string digits;
  std::string prefix;
  switch (verb.letter) {
    case 'b':
      digits = magnitude.text_in_base(2);
      if (verb.sharp) prefix = "0b";
      break;
    case 'o':
      digits = magnitude.text_in_base(8);
      if (verb.sharp) prefix = "0";
      break;
    case 'x':
    case 'X':
      digits = magnitude.text_in_base(16);
      if (verb.sharp) prefix = "0x";
      break;
    default:
      digits = magnitude.text_in_base(10);
  }
  if (verb.letter == 'X') {
    digits = upper_case(digits);
    prefix = upper_case(prefix);
  }
  if (verb.precision == 0 && magnitude.is_zero()) digits.clear();
  if (verb.precision > static_cast<int>(digits.size())) {
    digits.insert(0, static_cast<std::size_t>(verb.precision) - digits.size(), '0');
  }
  return padded_number(verb, sign_of(verb, number.is_negative()) + prefix, digits,
                       verb.zero && verb.precision < 0);
}

std::string real_text(const Verb& verb, const Number& number) {
  if (number.is_infinite()) {
    return padded_number(verb, number.is_negative() ? "-" : "+", "Inf", false);
  }
  const Number magnitude = number.is_negative() ? -number : number;
  std::string digits;
  switch (verb.letter) {
    case 'f':
      digits = fixed_text(magnitude, verb.precision < 0 ? 6 : verb.precision);
      break;
    case 'e':
    case 'E':
      digits = scientific_text(magnitude, verb.precision < 0 ? 6 : verb.precision, verb.letter);
      break;
    default:
      digits = general_text(magnitude, verb.precision, verb.letter == 'G' ? 'E' : 'e');
  }
  return padded_number(verb, sign_of(verb, number.is_negative()), digits, verb.zero);
}

std::string_view first_graphemes(std::string_view text, int count) {
  std::string_view rest = text;
  for (int i = 0; i < count && !rest.empty(); ++i) take_grapheme(rest);
  return text.substr(0, text.size() - rest.size());
}

// The value as `type`, or an error of the verb.
std::optional<Value> fitting(Arena& arena, const Verb& verb, const Value& value, Type type,
                             FunctionError& error) {
  if (value.is_null()) return cannot_format(verb, error, "a null value cannot be formatted");
  if (value.type() == type) return value;
  ConversionError problem;
  const auto result = convert(arena, value, type, &problem);
  if (!result) return cannot_format(verb, error, problem.message);
  return result;
}

std::string any_text(Verb verb, const Value& value) {
  const Type type = value.type();
  const bool plain = !verb.sharp && !value.is_null();
  if (plain && type == Type::number()) {
    verb.letter = 'g';
    verb.precision = -1;
    return real_text(verb, Number::of(value));
  }
  if (plain && type == Type::boolean()) return std::string(value.as_bool() ? "true" : "false");
  if (plain && type == Type::string()) return padded(verb, std::string(value.as_string()));
  return padded(verb, json_of_language(value));
}

std::optional<std::string> verb_text(Arena& arena, const Verb& verb, const Value& value,
                                     FunctionError& error) {
  switch (verb.letter) {
    case 'v':
      return any_text(verb, value);
    case 't': {
      const auto flag = fitting(arena, verb, value, Type::boolean(), error);
      if (!flag) return std::nullopt;
      return std::string(flag->as_bool() ? "true" : "false");
    }
    case 'b':
    case 'd':
    case 'o':
    case 'x':
    case 'X':
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G': {
      const auto number = fitting(arena, verb, value, Type::number(), error);
      if (!number) return std::nullopt;
      const Number exact = Number::of(*number);
      if (std::string_view("bdoxX").find(verb.letter) == std::string_view::npos) {
        return real_text(verb, exact);
      }
      if (!exact.is_integer()) return cannot_format(verb, error, "an integer is required");
      return integer_text(verb, exact);
    }
    case 's':
    case 'q': {
      const auto text = fitting(arena, verb, value, Type::string(), error);
      if (!text) return std::nullopt;
      auto content = text->as_string();
      if (verb.precision > 0) content = first_graphemes(content, verb.precision);
      if (verb.letter == 's') return padded(verb, std::string(content));
      return padded(verb, json_of_language(Value::string(arena, content)));
    }
    default:
      return refuse(error, "there is no verb " + quoted(std::string_view(&verb.letter, 1)) +
                               ", as in " + quoted(verb.text) + " at offset " +
                               std::to_string(verb.offset));
  }
}

// What follows may combine with the last character, unless that is punctuation or a space.
std::string_view certain_prefix(std::string_view text) {
  if (text.empty() || std::string_view(" -_./:;,@|#").find(text.back()) != std::string_view::npos) {
    return text;
  }
  std::string_view rest = text;
  std::string_view last;
  while (!rest.empty()) last = take_grapheme(rest);
  return text.substr(0, text.size() - last.size());
}

// One text of `format` and `values`. Unknown, with what stands before it as its prefix, where an
// unknown value is reached.
Answer formatted(FunctionContext& context, std::string_view format, Arguments values,
                 FunctionError& error) {
  std::string text;
  std::size_t next = 1;
  std::size_t most_used = 0;
  std::size_t unknown_at = std::string::npos;
  for (std::size_t at = 0; at < format.size();) {
    const auto percent = format.find('%', at);
    text += format.substr(at, percent - at);
    if (percent == std::string_view::npos) break;
    if (format.substr(percent).starts_with("%%")) {
      text += '%';
      at = percent + 2;
      continue;
    }
    const auto verb = read_verb(format, percent, error);
    if (!verb) return std::nullopt;
    at = percent + verb->text.size();
    const std::size_t number = verb->argument > 0 ? verb->argument : next;
    next = number + 1;
    if (number > values.size()) {
      return refuse(error, quoted(verb->text) + " at offset " + std::to_string(percent) +
                               " needs value number " + std::to_string(number) + ", and " +
                               std::to_string(values.size()) +
                               (values.size() == 1 ? " is" : " are") + " given");
    }
    most_used = std::max(most_used, number);
    const Value& value = values[number - 1];
    if (!value.is_wholly_known()) {
      if (unknown_at == std::string::npos) unknown_at = text.size();
      continue;
    }
    const auto piece = verb_text(*context.arena, *verb, value, error);
    if (!piece) return std::nullopt;
    text += *piece;
  }
  if (most_used < values.size()) {
    return refuse(error, static_cast<int>(most_used) + 1,
                  most_used == 0 ? std::string("the format text has no verbs to use it")
                                 : "the format text uses only " + std::to_string(most_used) +
                                       (most_used == 1 ? " value" : " values"));
  }
  if (unknown_at == std::string::npos) return text_value(context, text);
  return unknown_with_prefix(*context.arena, certain_prefix({text.data(), unknown_at}));
}

// A null without type is as good as unknown here.
bool has_untyped(Arguments values) {
  return std::any_of(values.begin(), values.end(),
                     [](const Value& value) { return value.type().is_dynamic(); });
}

Answer format_text(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto values = arguments.subspan(1);
  if (has_untyped(values)) return Value::unknown(Type::dynamic());
  if (!arguments[0].is_known()) return unknown_not_null(*context.arena, Type::string());
  return formatted(context, arguments[0].as_string(), values, error);
}

bool is_iterated(const Value& value) { return is_sequence(value.type()) && !value.is_null(); }

Answer format_list(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto values = arguments.subspan(1);
  const Type list = Type::list_of(Type::string());
  if (has_untyped(values)) return Value::unknown(Type::dynamic());
  std::size_t length = 1;
  std::size_t decided_by = 0;
  bool unknown = !arguments[0].is_known();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!is_iterated(values[i])) continue;
    const bool tuple = values[i].type().is_tuple();
    if (values[i].is_unknown() && !tuple) {
      unknown = true;
      continue;
    }
    const std::size_t own =
        values[i].is_unknown() ? values[i].type().elements().size() : values[i].length();
    if (decided_by != 0 && own != length) {
      return refuse(error, static_cast<int>(i) + 1,
                    "argument " + std::to_string(i + 1) + " has " + std::to_string(own) +
                        " elements and argument " + std::to_string(decided_by) + " has " +
                        std::to_string(length) + "; all must have the same number");
    }
    length = own;
    if (decided_by == 0) decided_by = i + 1;
    if (values[i].is_unknown()) unknown = true;
  }
  if (unknown) return unknown_not_null(*context.arena, list);
  std::vector<Value> texts;
  std::vector<Value> row(values.begin(), values.end());
  for (std::size_t at = 0; at < length; ++at) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (is_iterated(values[i])) row[i] = values[i].elements()[at];
    }
    auto text = formatted(context, arguments[0].as_string(), row, error);
    if (!text) {
      return refuse(error, "row " + std::to_string(at) + ": " + error.message);
    }
    texts.push_back(*text);
  }
  return Value::list(*context.arena, Type::string(), texts);
}

}  // namespace

void add_formats(FunctionTable& table) {
  static const Parameter kFormat[] = {
      {.name = "format", .type = Type::string(), .allow_unknown = true}};
  static const Parameter kArguments = {
      .name = "args", .type = Type::dynamic(), .allow_null = true, .allow_unknown = true};
  static const Function kFunctions[] = {
      {.name = "format",
       .parameters = kFormat,
       .variadic = &kArguments,
       .result = Type::dynamic(),
       .body = format_text,
       .description = "A text with values put in place of its %verbs."},
      {.name = "formatlist",
       .parameters = kFormat,
       .variadic = &kArguments,
       .result = Type::dynamic(),
       .body = format_list,
       .description = "A list of texts, one for each element of the lists among the values."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
