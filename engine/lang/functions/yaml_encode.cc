// yamlencode: block style, keys sorted and quoted, strings in double quotes or, where they have
// several lines, as literal blocks. Texts that were made earlier are compared with new ones, so
// every blank counts; how lines are laid out follows the usual YAML emitters: a column, whether
// white space or an indentation was written last, and the width of 80 columns.
#include <array>
#include <cstdio>
#include <string>

#include "engine/lang/functions/body.h"
#include "engine/lang/functions/unicode.h"
#include "schema/value/number.h"

namespace tenon::lang::functions {

namespace {

constexpr int kIndent = 2;
constexpr std::size_t kWidth = 80;

bool is_printable(std::int32_t point) {
  return point == '\n' || (point >= 0x20 && point <= 0x7E) || (point >= 0xA0 && point < 0xD800) ||
         (point >= 0xE000 && point < 0xFFFE && point != 0xFEFF);
}

bool is_line_break(std::int32_t point) {
  return point == '\n' || point == '\r' || point == 0x85 || point == 0x2028 || point == 0x2029;
}

// Whether `text` can stand as a literal block: several lines, none with a blank at its end, nothing
// that needs an escape.
bool fits_literal(std::string_view text) {
  if (text.find('\n') == std::string_view::npos || text.back() == ' ') return false;
  bool after_space = false;
  while (!text.empty()) {
    const std::int32_t point = take_point(text);
    if (point == '\n' && after_space) return false;
    if (!is_printable(point) || (is_line_break(point) && point != '\n')) return false;
    after_space = point == ' ';
  }
  return true;
}

class YamlWriter {
 public:
  std::string document(const Value& value) {
    write(value, -1, Context::Root);
    write_indent(0);
    if (open_ended_) out_ += "...\n";
    return std::move(out_);
  }

 private:
  enum class Context { Root, Sequence, Mapping, SimpleKey };

  void put(char c) {
    out_ += c;
    ++column_;
  }
  void put(std::string_view text) {
    out_ += text;
    while (!text.empty()) {
      take_point(text);
      ++column_;
    }
  }
  void put_break() {
    out_ += '\n';
    column_ = 0;
  }
  void write_indent(int indent) {
    const auto wanted = static_cast<std::size_t>(std::max(indent, 0));
    if (!indention_ || column_ > wanted || (column_ == wanted && !whitespace_)) put_break();
    while (column_ < wanted) put(' ');
    whitespace_ = true;
    indention_ = true;
  }
  void write_indicator(std::string_view indicator, bool is_indention) {
    if (!whitespace_) put(' ');
    put(indicator);
    whitespace_ = false;
    indention_ = indention_ && is_indention;
  }
  void write_plain(std::string_view text, Context context) {
    if (!whitespace_) put(' ');
    put(text);
    whitespace_ = false;
    indention_ = false;
    open_ended_ = context == Context::Root;
  }

  static int deeper(int indent, bool flow) {
    return indent < 0 ? (flow ? kIndent : 0) : indent + kIndent;
  }

  void write(const Value& value, int indent, Context context) {
    const Type type = value.type();
    if (value.is_null()) return write_plain("null", context);
    switch (type.kind()) {
      case TypeKind::Bool:
        return write_plain(value.as_bool() ? "true" : "false", context);
      case TypeKind::Number: {
        const Number number = Number::of(value);
        if (!number.is_infinite()) return write_plain(number.text(), context);
        return write_plain(number.is_negative() ? "-Inf" : "+Inf", context);
      }
      case TypeKind::String:
        return write_string(value.as_string(), indent, context);
      case TypeKind::Map:
      case TypeKind::Object:
        return write_mapping(value, indent);
      default:
        return write_sequence(value, indent, context);
    }
  }

  void write_sequence(const Value& value, int indent, Context context) {
    if (value.length() == 0) {
      write_indicator("[]", false);
      return;
    }
    const bool same_indent = context == Context::Mapping && !indention_;
    const int inner = same_indent ? indent : deeper(indent, false);
    for (const Value& element : value.elements()) {
      write_indent(inner);
      write_indicator("-", true);
      write(element, inner, Context::Sequence);
    }
  }

  void write_mapping(const Value& value, int indent) {
    if (value.length() == 0) {
      write_indicator("{}", false);
      return;
    }
    const int inner = deeper(indent, false);
    if (value.type().is_object()) {
      const auto names = value.type().shape().names;
      for (std::size_t i = 0; i < names.size(); ++i)
        write_member(names[i].view(), value.elements()[i], inner);
      return;
    }
    for (const MapEntry& entry : value.entries()) write_member(entry.key, entry.value, inner);
  }

  void write_member(std::string_view key, const Value& value, int indent) {
    constexpr std::size_t kLongestSimpleKey = 128;
    write_indent(indent);
    bool simple = key.size() <= kLongestSimpleKey;
    for (std::string_view rest = key; simple && !rest.empty();)
      simple = !is_line_break(take_point(rest));
    if (simple) {
      write_string(key, indent, Context::SimpleKey);
      put(':');
      whitespace_ = false;
      indention_ = false;
    } else {
      write_indicator("?", true);
      write_string(key, indent, Context::Mapping);
      write_indent(indent);
      write_indicator(":", true);
    }
    write(value, indent, Context::Mapping);
  }

  void write_string(std::string_view text, int indent, Context context) {
    const int inner = deeper(indent, true);
    if (context != Context::SimpleKey && fits_literal(text)) {
      write_literal(text, inner);
    } else {
      write_quoted(text, inner, context != Context::SimpleKey);
    }
    open_ended_ = false;
  }

  void write_literal(std::string_view text, int indent) {
    write_indicator("|", false);
    if (text.front() == ' ' || text.front() == '\n') put(static_cast<char>('0' + kIndent));
    if (text.back() != '\n') {
      put('-');
    } else if (text.size() == 1 || text[text.size() - 2] == '\n') {
      put('+');
    }
    put_break();
    indention_ = true;
    whitespace_ = true;
    bool at_line_start = true;
    while (!text.empty()) {
      std::string_view rest = text;
      const std::int32_t point = take_point(rest);
      const auto piece = text.substr(0, text.size() - rest.size());
      text = rest;
      if (point == '\n') {
        put_break();
        indention_ = true;
        at_line_start = true;
        continue;
      }
      if (at_line_start) write_indent(indent);
      put(piece);
      indention_ = false;
      at_line_start = false;
    }
  }

  void write_quoted(std::string_view text, int indent, bool may_break) {
    if (!whitespace_) put(' ');
    put('"');
    bool after_space = false;
    const std::size_t size = text.size();
    while (!text.empty()) {
      std::string_view rest = text;
      const std::int32_t point = take_point(rest);
      const auto piece = text.substr(0, text.size() - rest.size());
      const bool at_edge = text.size() == size || rest.empty();
      text = rest;
      if (point == ' ' && may_break && !after_space && column_ > kWidth && !at_edge) {
        write_indent(indent);
        if (rest.front() == ' ') put('\\');
        after_space = true;
      } else if (point == '"' || point == '\\' || !is_printable(point) || is_line_break(point)) {
        put(escaped(point));
        after_space = false;
      } else {
        put(piece);
        after_space = point == ' ';
      }
    }
    put('"');
    whitespace_ = false;
    indention_ = false;
  }

  static std::string escaped(std::int32_t point) {
    constexpr std::pair<std::int32_t, char> kShort[] = {
        {0, '0'},     {7, 'a'},    {8, 'b'},    {9, 't'},      {10, 'n'},
        {11, 'v'},    {12, 'f'},   {13, 'r'},   {27, 'e'},     {'"', '"'},
        {'\\', '\\'}, {0x85, 'N'}, {0xA0, '_'}, {0x2028, 'L'}, {0x2029, 'P'}};
    for (const auto& [code, letter] : kShort) {
      if (code == point) return {'\\', letter};
    }
    std::array<char, 12> text{};
    const char* const form = point <= 0xFF ? "\\x%02X" : point <= 0xFFFF ? "\\u%04X" : "\\U%08X";
    std::snprintf(text.data(), text.size(), form, static_cast<unsigned>(point));
    return text.data();
  }

  std::string out_;
  std::size_t column_ = 0;
  bool whitespace_ = true;
  bool indention_ = true;
  bool open_ended_ = false;  // a plain scalar that is the whole document needs an end marker
};

Answer encode_yaml(FunctionContext& context, Arguments arguments, FunctionError&) {
  return text_value(context, YamlWriter().document(arguments[0]));
}

}  // namespace

void add_yaml_encode(FunctionTable& table) {
  static const Parameter kValue[] = {
      {.name = "value", .type = Type::dynamic(), .allow_null = true}};
  static const Function kFunctions[] = {
      {.name = "yamlencode",
       .parameters = kValue,
       .result = Type::string(),
       .body = encode_yaml,
       .description = "The value as YAML."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
