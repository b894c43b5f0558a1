// jsonencode and jsondecode (RFC 8259). Numbers keep all their digits; of equal keys the last one
// counts; half of a surrogate pair reads as U+FFFD.
#include <map>
#include <string>

#include "engine/lang/functions/body.h"
#include "engine/lang/functions/unicode.h"
#include "schema/value/number.h"
#include "schema/value/print.h"

namespace tenon::lang::functions {

namespace {

class JsonReader {
 public:
  JsonReader(Arena& arena, std::string_view text) : arena_(arena), text_(text) {}

  std::optional<Value> run(std::string& problem) {
    auto value = read_value(0);
    if (value) {
      skip_space();
      if (at_ < text_.size()) {
        value = fail("there is something after the value");
      }
    }
    if (!value) problem = problem_ + " at offset " + std::to_string(at_);
    return value;
  }

 private:
  static constexpr int kDeepest = 500;

  std::nullopt_t fail(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
    return std::nullopt;
  }
  std::nullopt_t unexpected(std::string_view wanted) {
    if (at_ >= text_.size())
      return fail("the text ends where " + std::string(wanted) + " is expected");
    std::string_view rest = text_.substr(at_);
    take_point(rest);
    const auto found = text_.substr(at_, text_.size() - at_ - rest.size());
    return fail("there is " + quoted(found) + " where " + std::string(wanted) + " is expected");
  }

  void skip_space() {
    while (at_ < text_.size() &&
           std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) {
      ++at_;
    }
  }
  bool next_is(char c) {
    skip_space();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::optional<Value> read_value(int depth) {
    if (depth > kDeepest) return fail("values are nested more than 500 deep");
    skip_space();
    if (at_ >= text_.size()) return unexpected("a value");
    switch (text_[at_]) {
      case '{':
        return read_object(depth);
      case '[':
        return read_array(depth);
      case '"': {
        const auto text = read_string();
        if (!text) return std::nullopt;
        return Value::string(arena_, *text);
      }
      case 't':
        return read_word("true", Value::boolean(true));
      case 'f':
        return read_word("false", Value::boolean(false));
      case 'n':
        return read_word("null", Value::null(Type::dynamic()));
      default:
        return read_number();
    }
  }

  std::optional<Value> read_word(std::string_view word, const Value& value) {
    if (text_.substr(at_).starts_with(word)) {
      at_ += word.size();
      return value;
    }
    return fail("there is no value");
  }

  bool read_digits() {
    const std::size_t start = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
    return at_ > start;
  }

  std::optional<Value> read_number() {
    const std::size_t start = at_;
    if (text_[at_] == '-') ++at_;
    if (at_ < text_.size() && text_[at_] == '0') {
      ++at_;
    } else if (!read_digits()) {
      return unexpected(at_ > start ? "a digit" : "a value");
    }
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      if (!read_digits()) return unexpected("a digit");
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      if (!read_digits()) return unexpected("a digit");
    }
    const auto number = Number::parse(text_.substr(start, at_ - start));
    if (!number) return fail("the number is too large");
    return make_number(arena_, *number);
  }

  // Four hexadecimal digits; -1 where they are none.
  std::int32_t read_unit() {
    std::int32_t unit = 0;
    for (int i = 0; i < 4; ++i) {
      const auto digit = at_ < text_.size()
                             ? std::string_view("0123456789abcdef").find(lowered(text_[at_]))
                             : std::string_view::npos;
      if (digit == std::string_view::npos) return -1;
      unit = unit * 16 + static_cast<std::int32_t>(digit);
      ++at_;
    }
    return unit;
  }
  static char lowered(char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; }

  bool read_escape(std::string& to) {
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    const char letter = at_ < text_.size() ? text_[at_] : '\0';
    if (const auto known = kLetters.find(letter);
        letter != '\0' && known != std::string_view::npos) {
      to += kMeanings[known];
      ++at_;
      return true;
    }
    if (letter != 'u') {
      unexpected("an escape");
      return false;
    }
    ++at_;
    std::int32_t point = read_unit();
    if (point >= 0xD800 && point < 0xDC00 && text_.substr(at_).starts_with("\\u")) {
      const std::size_t before = at_;
      at_ += 2;
      const std::int32_t low = read_unit();
      if (low >= 0xDC00 && low < 0xE000) {
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
      } else {
        at_ = before;
      }
    }
    if (point < 0) {
      unexpected("a hexadecimal digit");
      return false;
    }
    append_point(to, point >= 0xD800 && point < 0xE000 ? 0xFFFD : point);
    return true;
  }

  std::optional<std::string> read_string() {
    ++at_;
    std::string text;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return text;
      }
      if (static_cast<unsigned char>(c) < 0x20) {
        return fail("a string has a control character that is not escaped");
      }
      ++at_;
      if (c != '\\') {
        text += c;
      } else if (!read_escape(text)) {
        return std::nullopt;
      }
    }
    return fail("a string has no closing quote");
  }

  std::optional<Value> read_array(int depth) {
    ++at_;
    std::vector<Value> elements;
    if (next_is(']')) return Value::empty_tuple();
    while (true) {
      const auto element = read_value(depth + 1);
      if (!element) return std::nullopt;
      elements.push_back(*element);
      if (next_is(']')) return Value::tuple(arena_, elements);
      if (!next_is(',')) return unexpected("\",\" or \"]\"");
    }
  }

  std::optional<Value> read_object(int depth) {
    ++at_;
    std::map<Symbol, Value> attributes;
    if (next_is('}')) return Value::empty_object();
    while (true) {
      skip_space();
      if (at_ >= text_.size() || text_[at_] != '"') return unexpected("a key in quotes");
      const auto key = read_string();
      if (!key) return std::nullopt;
      if (!next_is(':')) return unexpected("\":\"");
      const auto value = read_value(depth + 1);
      if (!value) return std::nullopt;
      attributes[Symbol(Value::string(arena_, *key).as_string())] = *value;
      if (next_is('}')) break;
      if (!next_is(',')) return unexpected("\",\" or \"}\"");
    }
    return object_of(attributes);
  }

  Value object_of(const std::map<Symbol, Value>& attributes) {
    std::vector<Symbol> names;
    for (const auto& [name, value] : attributes) names.push_back(name);
    const ObjectShape& shape = ObjectShape::of(names);
    std::vector<Value> slots(shape.size());
    for (const auto& [name, value] : attributes) slots[shape.slot_of(name)] = value;
    return Value::object(arena_, shape, slots);
  }

  Arena& arena_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::string problem_;
};

bool has_infinity(const Value& value) {
  if (!value.is_known()) return false;
  const Type type = value.type();
  if (type == Type::number()) return !value.is_int64() && value.as_big_number().is_infinite();
  if (type.is_primitive() || type.is_dynamic()) return false;
  if (type.kind() == TypeKind::Map) {
    for (const MapEntry& entry : value.entries()) {
      if (has_infinity(entry.value)) return true;
    }
    return false;
  }
  for (const Value& element : value.elements()) {
    if (has_infinity(element)) return true;
  }
  return false;
}

// What the text of an unknown value certainly starts with.
std::string_view json_prefix(const Value& value) {
  if (value.is_unknown() && !value.is_certainly_not_null()) return "";
  switch (value.type().kind()) {
    case TypeKind::String:
      return "\"";
    case TypeKind::Map:
    case TypeKind::Object:
      return "{";
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Tuple:
      return "[";
    default:
      return "";
  }
}

Answer encode_json(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const Value& value = arguments[0];
  if (!value.is_wholly_known()) return unknown_with_prefix(*context.arena, json_prefix(value));
  if (has_infinity(value)) return refuse(error, 0, "JSON has no way to write infinity");
  return text_value(context, json_of_language(value));
}

Answer decode_json(FunctionContext& context, Arguments arguments, FunctionError& error) {
  std::string problem;
  auto value = JsonReader(*context.arena, arguments[0].as_string()).run(problem);
  if (!value) return refuse(error, 0, "the text is not valid JSON: " + problem);
  return value;
}

}  // namespace

void add_json(FunctionTable& table) {
  static const Parameter kValue[] = {
      {.name = "val", .type = Type::dynamic(), .allow_null = true, .allow_unknown = true}};
  static const Parameter kText[] = {{"str", Type::string()}};
  static const Function kFunctions[] = {
      {.name = "jsondecode",
       .parameters = kText,
       .result = Type::dynamic(),
       .body = decode_json,
       .result_may_be_null = true,
       .description = "The value that a JSON text means."},
      {.name = "jsonencode",
       .parameters = kValue,
       .result = Type::string(),
       .body = encode_json,
       .description = "The value as JSON."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
