#include <algorithm>
#include <nlohmann/json.hpp>

#include "schema/base/text.h"
#include "schema/value/convert.h"
#include "schema/value/number.h"
#include "schema/value/print.h"

namespace tenon {

namespace {

struct JsonRules {
  bool indented = false;
  bool redact = false;
  bool escape_html = false;
};

std::string string_text(std::string_view text, bool escape_html) {
  std::string quoted = json_quote(text);
  if (!escape_html) return quoted;
  std::string out;
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    const char c = quoted[i];
    if (c == '<') {
      out += "\\u003c";
    } else if (c == '>') {
      out += "\\u003e";
    } else if (c == '&') {
      out += "\\u0026";
    } else if (quoted.compare(i, 3, "\xE2\x80\xA8") == 0 ||
               quoted.compare(i, 3, "\xE2\x80\xA9") == 0) {
      out += quoted[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      out += c;
    }
  }
  return out;
}

class JsonPrinter {
 public:
  explicit JsonPrinter(JsonRules rules) : rules_(rules) {}

  std::string print(const Value& value) {
    write(value, 0);
    return std::move(out_);
  }

 private:
  void newline(int depth) {
    if (!rules_.indented) return;
    out_ += '\n';
    out_.append(static_cast<std::size_t>(depth) * 2, ' ');
  }

  void write(const Value& value, int depth) {
    if (rules_.redact && any(value.marks())) {
      out_ += "\"(sensitive value)\"";
      return;
    }
    if (!value.is_known()) {
      out_ += "null";
      return;
    }
    switch (value.type().kind()) {
      case TypeKind::Dynamic:
        out_ += "null";
        return;
      case TypeKind::Bool:
        out_ += value.as_bool() ? "true" : "false";
        return;
      case TypeKind::Number:
        out_ += value.is_int64() ? std::to_string(value.as_int64()) : value.as_big_number().text();
        return;
      case TypeKind::String:
        out_ += string_text(value.as_string(), rules_.escape_html);
        return;
      case TypeKind::Map: {
        bool first = open('{');
        for (const MapEntry& entry : value.entries()) member(entry.key, entry.value, depth, first);
        close('}', depth, first);
        return;
      }
      case TypeKind::Object: {
        bool first = open('{');
        for (std::uint32_t i = 0; i < value.type().shape().size(); ++i)
          member(value.type().shape().names[i].view(), value.elements()[i], depth, first);
        close('}', depth, first);
        return;
      }
      default: {
        bool first = open('[');
        for (const Value& element : value.elements()) {
          separate(depth, first);
          write(element, depth + 1);
        }
        close(']', depth, first);
      }
    }
  }

  bool open(char bracket) {
    out_ += bracket;
    return true;
  }
  void separate(int depth, bool& first) {
    if (!first) out_ += ',';
    first = false;
    newline(depth + 1);
  }
  void close(char bracket, int depth, bool empty) {
    if (!empty) newline(depth);
    out_ += bracket;
  }
  void member(std::string_view name, const Value& value, int depth, bool& first) {
    if (value.is_unknown()) return;
    separate(depth, first);
    out_ += string_text(name, rules_.escape_html);
    out_ += rules_.indented ? ": " : ":";
    write(value, depth + 1);
  }

  JsonRules rules_;
  std::string out_;
};

// `true` where `is_leaf` says so, structure around it, nothing for members without any, `false` for
// elements without.
template <typename IsLeaf>
std::string flags_json(const Value& value, IsLeaf is_leaf) {
  if (is_leaf(value)) return "true";
  if (!value.is_known()) return "false";
  switch (value.type().kind()) {
    case TypeKind::Map:
    case TypeKind::Object: {
      std::vector<std::string> members;
      const auto add = [&](std::string_view name, const Value& inside) {
        const std::string text = flags_json(inside, is_leaf);
        if (text != "false") members.push_back(json_quote(name) + ":" + text);
      };
      if (value.type().kind() == TypeKind::Map) {
        for (const MapEntry& entry : value.entries()) add(entry.key, entry.value);
      } else {
        for (std::uint32_t i = 0; i < value.type().shape().size(); ++i)
          add(value.type().shape().names[i].view(), value.elements()[i]);
      }
      return "{" + join(members, ",") + "}";
    }
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Tuple: {
      std::vector<std::string> elements;
      for (const Value& element : value.elements())
        elements.push_back(flags_json(element, is_leaf));
      return "[" + join(elements, ",") + "]";
    }
    default:
      return "false";
  }
}

using Json = nlohmann::json;

// Builds values while nlohmann reads: numbers keep their exact text, which its own tree would
// round.
class ValueBuilder : public nlohmann::json_sax<Json> {
 public:
  explicit ValueBuilder(Arena& arena) : arena_(arena) {}
  Value result;
  std::string error;

  bool null() override { return add(Value()); }
  bool boolean(bool value) override { return add(Value::boolean(value)); }
  bool number_integer(number_integer_t value) override { return add(Value::number(value)); }
  bool number_unsigned(number_unsigned_t value) override {
    const auto number = Number::parse(std::to_string(value));
    return add(Value::number(arena_, *number));
  }
  bool number_float(number_float_t, const string_t& text) override {
    const auto number = Number::parse(text);
    if (!number) {
      error = "the number " + text + " is out of range";
      return false;
    }
    return add(Value::number(arena_, *number));
  }
  bool string(string_t& value) override { return add(Value::string(arena_, value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return push(); }
  bool key(string_t& name) override {
    frames_.back().names.emplace_back(name);
    return true;
  }
  bool end_object() override {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    std::vector<Symbol> names;
    std::vector<Value> values;
    for (std::size_t i = 0; i < frame.names.size(); ++i) {
      // Of equal names the last one counts.
      const auto known = std::find(names.begin(), names.end(), frame.names[i]);
      if (known != names.end()) {
        values[static_cast<std::size_t>(known - names.begin())] = frame.values[i];
      } else {
        names.push_back(frame.names[i]);
        values.push_back(frame.values[i]);
      }
    }
    const ObjectShape& shape = ObjectShape::of(names);
    std::vector<Value> slots(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) slots[shape.slot_of(names[i])] = values[i];
    return add(Value::object(arena_, shape, slots));
  }
  bool start_array(std::size_t) override { return push(); }
  bool end_array() override {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    return add(Value::tuple(arena_, frame.values));
  }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& exception) override {
    (void)exception;
    error = "it is no JSON at byte " + std::to_string(position);
    return false;
  }

 private:
  struct Frame {
    std::vector<Symbol> names;
    std::vector<Value> values;
  };
  bool push() {
    if (frames_.size() > 500) {
      error = "it is nested too deep";
      return false;
    }
    frames_.emplace_back();
    return true;
  }
  bool add(const Value& value) {
    if (frames_.empty()) {
      result = value;
    } else {
      frames_.back().values.push_back(value);
    }
    return true;
  }

  Arena& arena_;
  std::vector<Frame> frames_;
};

}  // namespace

std::string json_for_programs(const Value& value, JsonStyle style) {
  return JsonPrinter({style == JsonStyle::Indented, false, false}).print(value);
}
std::string json_redacted(const Value& value, JsonStyle style) {
  return JsonPrinter({style == JsonStyle::Indented, true, false}).print(value);
}
std::string json_of_language(const Value& value) {
  return JsonPrinter({false, false, true}).print(value);
}

std::string unknown_json(const Value& value) {
  if (value.is_wholly_known() && !value.is_known()) return "false";
  return flags_json(value, [](const Value& each) { return each.is_unknown(); });
}

std::string sensitive_json(const Value& value) {
  return flags_json(value, [](const Value& each) { return each.is_sensitive(); });
}

Result<Value> value_from_json(Arena& arena, std::string_view json, Type as) {
  ValueBuilder builder(arena);
  if (!Json::sax_parse(json, &builder)) {
    return make_error(ErrorCategory::Corrupt,
                      builder.error.empty() ? "it is no JSON" : builder.error);
  }
  ConversionError error;
  const auto converted = convert(arena, builder.result, as, &error);
  if (!converted) {
    const std::string where = path_text(error.path);
    return make_error(ErrorCategory::InvalidArgument,
                      (where.empty() ? "" : where + ": ") + error.message);
  }
  return *converted;
}

}  // namespace tenon
