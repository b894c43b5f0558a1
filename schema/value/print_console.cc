#include <array>
#include <cstdio>

#include "schema/base/text.h"
#include "schema/value/number.h"
#include "schema/value/print.h"

namespace tenon {

namespace {

constexpr std::string_view kSensitive = "(sensitive value)";
constexpr std::string_view kEphemeral = "(ephemeral value)";
constexpr std::string_view kUnknown = "(known after apply)";

std::string spaces(int count) { return std::string(static_cast<std::size_t>(count), ' '); }

// A string literal that reads back as `text`, except that ${ and %{ stand as they are, as the
// console shows them.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          std::array<char, 8> buffer{};
          std::snprintf(buffer.data(), buffer.size(), "\\x%02x",
                        static_cast<unsigned>(static_cast<unsigned char>(c)));
          out += buffer.data();
        } else {
          out += c;
        }
    }
  }
  return out + "\"";
}

std::string number_text(const Value& value) {
  return value.is_int64() ? std::to_string(value.as_int64()) : value.as_big_number().text();
}

std::string null_text(Type type) {
  switch (type.kind()) {
    case TypeKind::Bool:
      return "tobool(null)";
    case TypeKind::Number:
      return "tonumber(null)";
    case TypeKind::String:
      return "tostring(null)";
    case TypeKind::List:
      return "tolist(null) /* of " + friendly_name(type.element()) + " */";
    case TypeKind::Set:
      return "toset(null) /* of " + friendly_name(type.element()) + " */";
    case TypeKind::Map:
      return "tomap(null) /* of " + friendly_name(type.element()) + " */";
    case TypeKind::Object:
      return "null /* object */";
    case TypeKind::Tuple:
      return "null /* tuple */";
    case TypeKind::Dynamic:
      break;
  }
  return "null";
}

class ConsolePrinter {
 public:
  std::string print(const Value& value, int indent) {
    if (value.is_sensitive()) return std::string(kSensitive);
    if (value.is_ephemeral()) return std::string(kEphemeral);
    if (value.is_unknown()) return std::string(kUnknown);
    if (value.is_null()) return null_text(value.type());
    switch (value.type().kind()) {
      case TypeKind::Dynamic:
        return "null";
      case TypeKind::Bool:
        return value.as_bool() ? "true" : "false";
      case TypeKind::Number:
        return number_text(value);
      case TypeKind::String:
        return string(value.as_string(), indent);
      case TypeKind::List:
        return "tolist(" + sequence(value, indent) + ")";
      case TypeKind::Set:
        return "toset(" + sequence(value, indent) + ")";
      case TypeKind::Tuple:
        return sequence(value, indent);
      case TypeKind::Map:
        return "tomap(" + map(value, indent) + ")";
      case TypeKind::Object:
        return object(value, indent);
    }
    return {};
  }

 private:
  static std::string string(std::string_view text, int indent) {
    if (text.find('\n') == std::string_view::npos) return quoted(text);
    for (const char c : text) {
      // What cannot stand in a heredoc is written as a literal.
      if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') return quoted(text);
    }
    std::string out = indent > 0 ? "<<-EOT\n" : "<<EOT\n";
    for (const std::string& line : split(text, '\n')) {
      if (!line.empty()) out += spaces(indent);
      out += line + "\n";
    }
    return out + spaces(indent) + "EOT";
  }

  std::string sequence(const Value& value, int indent) {
    if (value.length() == 0) return "[]";
    std::string out = "[\n";
    for (const Value& element : value.elements())
      out += spaces(indent + 2) + print(element, indent + 2) + ",\n";
    return out + spaces(indent) + "]";
  }

  std::string map(const Value& value, int indent) {
    if (value.length() == 0) return "{}";
    std::string out = "{\n";
    for (const MapEntry& entry : value.entries())
      out += spaces(indent + 2) + quoted(entry.key) + " = " + print(entry.value, indent + 2) + "\n";
    return out + spaces(indent) + "}";
  }

  std::string object(const Value& value, int indent) {
    if (value.length() == 0) return "{}";
    std::string out = "{\n";
    for (std::uint32_t i = 0; i < value.type().shape().size(); ++i) {
      out += spaces(indent + 2) + quoted(value.type().shape().names[i].view()) + " = " +
             print(value.elements()[i], indent + 2) + "\n";
    }
    return out + spaces(indent) + "}";
  }
};

std::string type_text(Type type, int indent) {
  const std::string inner = spaces(indent + 4);
  switch (type.kind()) {
    case TypeKind::List:
      return "list(" + type_text(type.element(), indent) + ")";
    case TypeKind::Set:
      return "set(" + type_text(type.element(), indent) + ")";
    case TypeKind::Map:
      return "map(" + type_text(type.element(), indent) + ")";
    case TypeKind::Tuple: {
      if (type.elements().empty()) return "tuple([])";
      std::string out = "tuple([\n";
      for (const Type element : type.elements())
        out += inner + type_text(element, indent + 4) + ",\n";
      return out + spaces(indent) + "])";
    }
    case TypeKind::Object: {
      if (type.shape().size() == 0) return "object({})";
      std::string out = "object({\n";
      for (std::uint32_t i = 0; i < type.shape().size(); ++i) {
        out += inner + std::string(type.shape().names[i].view()) + ": " +
               type_text(type.elements()[i], indent + 4) + ",\n";
      }
      return out + spaces(indent) + "})";
    }
    default:
      return friendly_name(type);
  }
}

}  // namespace

std::string print_console(const Value& value) { return ConsolePrinter().print(value, 0); }

std::string print_type(Type type) {
  // Inside a collection an object or tuple starts on a line of its own.
  if (type.is_collection() && (type.element().is_object() || type.element().is_tuple())) {
    const char* name = type.kind() == TypeKind::List  ? "list"
                       : type.kind() == TypeKind::Set ? "set"
                                                      : "map";
    return std::string(name) + "(\n    " + type_text(type.element(), 4) + ",\n)";
  }
  return type_text(type, 0);
}

std::string print_brief(const Value& value, std::size_t limit) {
  if (value.is_sensitive()) return std::string(kSensitive);
  if (value.is_ephemeral()) return std::string(kEphemeral);
  if (value.is_unknown()) return std::string(kUnknown);
  if (value.is_null()) return "null";
  std::string text;
  switch (value.type().kind()) {
    case TypeKind::Bool:
    case TypeKind::Number:
      return ConsolePrinter().print(value, 0);
    case TypeKind::String:
      text = quoted(value.as_string());
      break;
    case TypeKind::Map:
    case TypeKind::Object:
      text = json_redacted(value);
      break;
    default:
      text = json_redacted(value);
  }
  if (text.size() <= limit) return text;
  std::size_t cut = limit > 3 ? limit - 3 : 0;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return text.substr(0, cut) + "...";
}

}  // namespace tenon
