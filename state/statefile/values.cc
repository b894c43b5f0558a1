#include "state/statefile/values.h"

#include <algorithm>
#include <charconv>

#include "schema/base/text.h"
#include "schema/value/number.h"

namespace tenon {

namespace {

Value number_value(JsonCursor& cursor, Arena& arena) {
  const std::string_view text = cursor.number();
  if (!cursor.ok()) return {};
  std::int64_t integer = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), integer);
  if (parsed.ec == std::errc() && parsed.ptr == text.data() + text.size())
    return Value::number(integer);
  const auto number = Number::parse(text);
  if (!number) {
    cursor.fail("this number is out of range");
    return {};
  }
  return make_number(arena, *number);
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

Value string_value(JsonCursor& cursor, Arena& arena) {
  std::string scratch;
  bool verbatim = false;
  const std::string_view text = cursor.string(scratch, &verbatim);
  if (!cursor.ok()) return {};
  if (verbatim && is_ascii(text)) return Value::string_view(arena, text);
  if (!is_valid_utf8(text)) {
    cursor.fail("this string is not valid UTF-8");
    return {};
  }
  return Value::string(arena, text);
}

std::vector<Value> array_values(JsonCursor& cursor, Arena& arena, Type element) {
  std::vector<Value> values;
  for (cursor.enter('['); cursor.ok() && cursor.next_element();)
    values.push_back(read_value(cursor, arena, element));
  return values;
}

Value map_value(JsonCursor& cursor, Arena& arena, Type element) {
  std::vector<MapEntry> entries;
  std::string_view name;
  std::string scratch;
  for (cursor.enter('{'); cursor.ok() && cursor.next_member(&name, scratch);) {
    // Brought into its normal form, as every string of the language.
    const std::string_view key = Value::string(arena, is_valid_utf8(name) ? name : "").as_string();
    if (key.empty() && !name.empty()) cursor.fail("this key is not valid UTF-8");
    entries.push_back({key, read_value(cursor, arena, element)});
  }
  return cursor.ok() ? Value::map(arena, element, entries) : Value();
}

// Attributes are written in the order of the shape nearly always, so the next one is tried first.
std::uint32_t slot_named(const ObjectShape& shape, std::string_view name, std::uint32_t expected) {
  if (expected < shape.size() && shape.names[expected].view() == name) return expected;
  const auto found =
      std::lower_bound(shape.names.begin(), shape.names.end(), name,
                       [](Symbol symbol, std::string_view text) { return symbol.view() < text; });
  if (found == shape.names.end() || found->view() != name) return ObjectShape::kAbsent;
  return static_cast<std::uint32_t>(found - shape.names.begin());
}

Value object_value(JsonCursor& cursor, Arena& arena, Type as) {
  const ObjectShape& shape = as.shape();
  std::vector<Value> slots;
  slots.reserve(shape.size());
  for (const Type type : as.elements()) slots.push_back(Value::null(type));
  std::string_view name;
  std::string scratch;
  std::uint32_t expected = 0;
  for (cursor.enter('{'); cursor.ok() && cursor.next_member(&name, scratch);) {
    const std::uint32_t slot = slot_named(shape, name, expected);
    if (slot == ObjectShape::kAbsent) {
      cursor.fail("there is no attribute \"" + std::string(name) + "\"");
      break;
    }
    slots[slot] = read_value(cursor, arena, as.elements()[slot]);
    expected = slot + 1;
  }
  return cursor.ok() ? Value::object(arena, as, slots) : Value();
}

Value tuple_value(JsonCursor& cursor, Arena& arena, Type as) {
  std::vector<Value> values;
  const auto types = as.elements();
  for (cursor.enter('['); cursor.ok() && cursor.next_element();) {
    if (values.size() == types.size()) {
      cursor.fail("this array has more elements than its type says");
      break;
    }
    values.push_back(read_value(cursor, arena, types[values.size()]));
  }
  if (cursor.ok() && values.size() != types.size())
    cursor.fail("an array has fewer elements than its type says");
  return cursor.ok() ? Value::tuple(arena, values) : Value();
}

// {"value": …, "type": …}
Value dynamic_value(JsonCursor& cursor, Arena& arena) {
  const JsonCursor before = cursor;
  std::string_view name;
  std::string scratch;
  bool has_value = false;
  JsonCursor value_at = cursor;
  std::optional<Type> type;
  for (cursor.enter('{'); cursor.ok() && cursor.next_member(&name, scratch);) {
    if (name == "type") {
      type = read_type(cursor);
    } else if (name == "value") {
      value_at = cursor;
      has_value = true;
      cursor.skip();
    } else {
      cursor.fail("only \"value\" and \"type\" are expected here");
    }
  }
  if (!cursor.ok()) return {};
  if (!has_value || !type) {
    cursor = before;
    cursor.fail("a value of any type needs both \"value\" and \"type\"");
    return {};
  }
  if (type->is_dynamic()) {
    // Terraform writes no such thing; nothing but null can be meant.
    if (value_at.peek() != 'n') cursor.fail("the type of this value is not told");
    return {};
  }
  const Value value = read_value(value_at, arena, *type);
  if (!value_at.ok()) cursor = value_at;
  return value;
}

}  // namespace

Value read_value(JsonCursor& cursor, Arena& arena, Type as) {
  if (cursor.peek() == 'n') {
    cursor.null();
    return Value::null(as);
  }
  switch (as.kind()) {
    case TypeKind::Dynamic:
      return dynamic_value(cursor, arena);
    case TypeKind::Bool:
      return Value::boolean(cursor.boolean());
    case TypeKind::Number:
      return number_value(cursor, arena);
    case TypeKind::String:
      return string_value(cursor, arena);
    case TypeKind::List: {
      const auto values = array_values(cursor, arena, as.element());
      return cursor.ok() ? Value::list(arena, as.element(), values) : Value();
    }
    case TypeKind::Set: {
      const auto values = array_values(cursor, arena, as.element());
      return cursor.ok() ? Value::set(arena, as.element(), values) : Value();
    }
    case TypeKind::Map:
      return map_value(cursor, arena, as.element());
    case TypeKind::Tuple:
      return tuple_value(cursor, arena, as);
    case TypeKind::Object:
      return object_value(cursor, arena, as);
  }
  return {};
}

Value read_plain_value(JsonCursor& cursor, Arena& arena) {
  switch (cursor.peek()) {
    case 'n':
      cursor.null();
      return {};
    case 't':
    case 'f':
      return Value::boolean(cursor.boolean());
    case '"':
      return string_value(cursor, arena);
    case '[': {
      std::vector<Value> values;
      for (cursor.enter('['); cursor.ok() && cursor.next_element();)
        values.push_back(read_plain_value(cursor, arena));
      return cursor.ok() ? Value::tuple(arena, values) : Value();
    }
    case '{': {
      std::vector<std::pair<Symbol, Value>> members;
      std::string_view name;
      std::string scratch;
      for (cursor.enter('{'); cursor.ok() && cursor.next_member(&name, scratch);) {
        if (!is_valid_utf8(name)) cursor.fail("this name is not valid UTF-8");
        const Symbol symbol(name);
        const Value value = read_plain_value(cursor, arena);
        const auto twice = std::find_if(members.begin(), members.end(),
                                        [&](const auto& member) { return member.first == symbol; });
        if (twice != members.end()) {
          cursor.fail("a member stands twice in this object");
          break;
        }
        members.emplace_back(symbol, value);
      }
      if (!cursor.ok()) return {};
      std::vector<Symbol> names;
      for (const auto& [symbol, unused] : members) names.push_back(symbol);
      const ObjectShape& shape = ObjectShape::of(names);
      std::vector<Value> slots(shape.size());
      for (const auto& [symbol, value] : members) slots[shape.slot_of(symbol)] = value;
      return Value::object(arena, shape, slots);
    }
    default:
      return number_value(cursor, arena);
  }
}

namespace {

Type read_object_type(JsonCursor& cursor) {
  std::vector<ObjectAttribute> attributes;
  std::string_view name;
  std::string scratch;
  for (cursor.enter('{'); cursor.ok() && cursor.next_member(&name, scratch);) {
    const Symbol symbol(name);
    const Type type = read_type(cursor);
    if (std::any_of(attributes.begin(), attributes.end(),
                    [&](const ObjectAttribute& each) { return each.name == symbol; }))
      cursor.fail("an attribute stands twice in this type");
    attributes.push_back({symbol, type});
  }
  return cursor.ok() ? Type::object_of(attributes) : Type();
}

Type read_tuple_type(JsonCursor& cursor) {
  std::vector<Type> types;
  for (cursor.enter('['); cursor.ok() && cursor.next_element();) types.push_back(read_type(cursor));
  return cursor.ok() ? Type::tuple_of(types) : Type();
}

}  // namespace

Type read_type(JsonCursor& cursor) {
  std::string scratch;
  if (cursor.peek() == '"') {
    const std::string_view name = cursor.string(scratch);
    if (name == "string") return Type::string();
    if (name == "number") return Type::number();
    if (name == "bool") return Type::boolean();
    if (name != "dynamic") cursor.fail("this is no type");
    return Type::dynamic();
  }
  cursor.enter('[');
  if (!cursor.ok() || !cursor.next_element()) {
    cursor.fail("this is no type");
    return {};
  }
  const std::string kind(cursor.string(scratch));
  if (!cursor.ok() || !cursor.next_element()) {
    cursor.fail("this is no type");
    return {};
  }
  Type type;
  if (kind == "list") {
    type = Type::list_of(read_type(cursor));
  } else if (kind == "set") {
    type = Type::set_of(read_type(cursor));
  } else if (kind == "map") {
    type = Type::map_of(read_type(cursor));
  } else if (kind == "object") {
    type = read_object_type(cursor);
  } else if (kind == "tuple") {
    type = read_tuple_type(cursor);
  } else {
    cursor.fail("this is no type");
  }
  // A third element names optional attributes, which matter to constraints only.
  while (cursor.ok() && cursor.next_element()) cursor.skip();
  return cursor.ok() ? type : Type();
}

Type exact_type(const Value& value) {
  const Type type = value.type();
  if (!value.is_known() || !type.has_dynamic()) return type;
  if (type.kind() != TypeKind::Object && type.kind() != TypeKind::Tuple) return type;
  std::vector<Type> types;
  for (const Value& element : value.elements()) types.push_back(exact_type(element));
  return type.is_object() ? Type::object_of(type.shape(), types) : Type::tuple_of(types);
}

void write_line(int depth, std::string& to) {
  to += '\n';
  to.append(static_cast<std::size_t>(depth) * 2, ' ');
}

void write_string(std::string_view text, std::string& to) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  to += '"';
  std::size_t run = 0;
  const auto flush = [&](std::size_t until) { to.append(text.substr(run, until - run)); };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    const bool separator = byte == 0xE2 && (text.compare(i, 3, "\xE2\x80\xA8") == 0 ||
                                            text.compare(i, 3, "\xE2\x80\xA9") == 0);
    if (byte >= 0x20 && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&' && !separator)
      continue;
    flush(i);
    run = i + 1;
    if (c == '"' || c == '\\') {
      to += '\\';
      to += c;
    } else if (c == '\n') {
      to += "\\n";
    } else if (c == '\r') {
      to += "\\r";
    } else if (c == '\t') {
      to += "\\t";
    } else if (separator) {
      to += text[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
      run = i + 1;
    } else {
      to += "\\u00";
      to += kHex[byte >> 4];
      to += kHex[byte & 15];
    }
  }
  flush(text.size());
  to += '"';
}

namespace {

class ValueWriter {
 public:
  explicit ValueWriter(std::string& to) : to_(to) {}

  void write(const Value& value, Type as, int depth) {
    if (!value.is_known()) {
      to_ += "null";
      return;
    }
    if (as.is_dynamic()) {
      const Type exact = exact_type(value);
      to_ += '{';
      write_line(depth + 1, to_);
      to_ += "\"value\": ";
      write(value, exact, depth + 1);
      to_ += ',';
      write_line(depth + 1, to_);
      to_ += "\"type\": ";
      write_json(type_json(exact), depth + 1, to_);
      write_line(depth, to_);
      to_ += '}';
      return;
    }
    switch (as.kind()) {
      case TypeKind::Bool:
        to_ += value.as_bool() ? "true" : "false";
        return;
      case TypeKind::Number:
        to_ += value.is_int64() ? std::to_string(value.as_int64()) : value.as_big_number().text();
        return;
      case TypeKind::String:
        write_string(value.as_string(), to_);
        return;
      case TypeKind::Map:
        write_map(value, as.element(), depth);
        return;
      case TypeKind::Object:
        write_object(value, as, depth);
        return;
      default:
        write_array(value, as, depth);
    }
  }

 private:
  void write_map(const Value& value, Type element, int depth) {
    to_ += '{';
    bool first = true;
    for (const MapEntry& entry : value.entries()) {
      begin(entry.key, depth, first);
      write(entry.value, element, depth + 1);
    }
    end('}', depth, first);
  }
  void write_object(const Value& value, Type as, int depth) {
    const auto names = as.shape().names;
    to_ += '{';
    bool first = true;
    for (std::uint32_t i = 0; i < names.size(); ++i) {
      begin(names[i].view(), depth, first);
      write(value.elements()[i], as.elements()[i], depth + 1);
    }
    end('}', depth, first);
  }
  void write_array(const Value& value, Type as, int depth) {
    to_ += '[';
    bool first = true;
    const auto elements = value.elements();
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (!first) to_ += ',';
      first = false;
      write_line(depth + 1, to_);
      write(elements[i], as.is_tuple() ? as.elements()[i] : as.element(), depth + 1);
    }
    end(']', depth, first);
  }
  void begin(std::string_view name, int depth, bool& first) {
    if (!first) to_ += ',';
    first = false;
    write_line(depth + 1, to_);
    write_string(name, to_);
    to_ += ": ";
  }
  void end(char bracket, int depth, bool empty) {
    if (!empty) write_line(depth, to_);
    to_ += bracket;
  }

  std::string& to_;
};

}  // namespace

void write_value(const Value& value, Type as, int depth, std::string& to) {
  ValueWriter(to).write(value, as, depth);
}

void write_json(std::string_view json, int depth, std::string& to) {
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      to += c;
      if (c == '\\' && i + 1 < json.size()) to += json[++i];
      if (c == '"') in_string = false;
      continue;
    }
    switch (c) {
      case ' ':
      case '\n':
      case '\r':
      case '\t':
        break;
      case '{':
      case '[': {
        std::size_t next = i + 1;
        while (next < json.size() && (json[next] == ' ' || json[next] == '\n' ||
                                      json[next] == '\r' || json[next] == '\t'))
          ++next;
        to += c;
        if (next < json.size() && (json[next] == '}' || json[next] == ']')) {
          to += json[next];
          i = next;
        } else {
          write_line(++depth, to);
        }
        break;
      }
      case '}':
      case ']':
        write_line(--depth, to);
        to += c;
        break;
      case ',':
        to += c;
        write_line(depth, to);
        break;
      case ':':
        to += ": ";
        break;
      default:
        if (c == '"') in_string = true;
        to += c;
    }
  }
}

namespace {

void collect_paths(const Value& value, Path& path, bool in_set, std::vector<Path>& to) {
  if (value.is_sensitive() && !in_set) to.push_back(path);
  if (!value.is_known() || !any(value.all_marks() & Marks::Sensitive)) return;
  switch (value.type().kind()) {
    case TypeKind::Set:
      if (!value.is_sensitive()) to.push_back(path);
      return;
    case TypeKind::Map:
      for (const MapEntry& entry : value.entries()) {
        path.push_back(PathStep::key(Symbol(entry.key)));
        collect_paths(entry.value, path, in_set, to);
        path.pop_back();
      }
      return;
    case TypeKind::Object:
      for (std::uint32_t i = 0; i < value.type().shape().size(); ++i) {
        path.push_back(PathStep::attribute(value.type().shape().names[i]));
        collect_paths(value.elements()[i], path, in_set, to);
        path.pop_back();
      }
      return;
    case TypeKind::List:
    case TypeKind::Tuple:
      for (std::size_t i = 0; i < value.elements().size(); ++i) {
        path.push_back(PathStep::at(i));
        collect_paths(value.elements()[i], path, in_set, to);
        path.pop_back();
      }
      return;
    default:
      return;
  }
}

}  // namespace

std::vector<Path> sensitive_paths(const Value& value) {
  std::vector<Path> paths;
  if (!any(value.all_marks() & Marks::Sensitive)) return paths;
  Path path;
  collect_paths(value, path, false, paths);
  return paths;
}

void write_paths(const std::vector<Path>& paths, int depth, std::string& to) {
  std::string json = "[";
  for (const Path& path : paths) {
    json += json.size() > 1 ? ",[" : "[";
    bool first = true;
    for (const PathStep& step : path) {
      if (!first) json += ',';
      first = false;
      if (step.kind == PathStep::Kind::Attribute) {
        json += "{\"type\":\"get_attr\",\"value\":";
        write_string(step.name.view(), json);
        json += '}';
      } else {
        json += "{\"type\":\"index\",\"value\":{\"value\":";
        if (step.kind == PathStep::Kind::Key) {
          write_string(step.name.view(), json);
          json += ",\"type\":\"string\"}}";
        } else {
          json += std::to_string(step.index) + ",\"type\":\"number\"}}";
        }
      }
    }
    json += ']';
  }
  write_json(json + "]", depth, to);
}

namespace {

std::optional<PathStep> read_step(JsonCursor& cursor) {
  std::string_view name;
  std::string scratch;
  std::string kind;
  Arena arena;
  Value value;
  for (cursor.enter('{'); cursor.ok() && cursor.next_member(&name, scratch);) {
    if (name == "type") {
      std::string text;
      kind = cursor.string(text);
    } else if (name == "value") {
      value = cursor.peek() == '{' ? read_value(cursor, arena, Type::dynamic())
                                   : read_plain_value(cursor, arena);
    } else {
      cursor.skip();
    }
  }
  if (!cursor.ok() || !value.is_known()) return std::nullopt;
  if (value.type() == Type::string()) {
    const Symbol symbol(value.as_string());
    if (kind == "get_attr") return PathStep::attribute(symbol);
    if (kind == "index") return PathStep::key(symbol);
  }
  if (kind == "index" && value.type() == Type::number() && value.is_int64() &&
      value.as_int64() >= 0)
    return PathStep::at(static_cast<std::uint64_t>(value.as_int64()));
  return std::nullopt;
}

}  // namespace

std::vector<Path> read_paths(JsonCursor& cursor) {
  std::vector<Path> paths;
  if (cursor.peek() == 'n') {
    cursor.null();
    return paths;
  }
  for (cursor.enter('['); cursor.ok() && cursor.next_element();) {
    Path path;
    bool whole = true;
    for (cursor.enter('['); cursor.ok() && cursor.next_element();) {
      const auto step = read_step(cursor);
      if (step && whole) path.push_back(*step);
      if (!step) whole = false;  // what lies beyond a step of another kind is secret with it
    }
    paths.push_back(std::move(path));
  }
  return paths;
}

}  // namespace tenon
