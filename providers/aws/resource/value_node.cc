#include "providers/aws/resource/value_node.h"

#include <vector>

#include "schema/base/text.h"
#include "schema/value/number.h"

namespace tenon::aws {

Node node_of(const Value& value) {
  if (value.is_unknown()) return Node::unknown();
  if (value.is_null()) return {};
  switch (value.type().kind()) {
    case TypeKind::Bool:
      return Node::boolean(value.as_bool());
    case TypeKind::Number:
      return value.is_int64() ? Node::number(value.as_int64())
                              : Node::number_text(value.as_big_number().text());
    case TypeKind::String:
      return Node::string(std::string(value.as_string()));
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Tuple: {
      Node list = Node::list();
      for (const Value& element : value.elements()) list.add(node_of(element));
      return list;
    }
    case TypeKind::Map: {
      Node map = Node::map();
      for (const MapEntry& entry : value.entries())
        map.members().emplace_back(std::string(entry.key), node_of(entry.value));
      return map;
    }
    case TypeKind::Object: {
      Node map = Node::map();
      const auto names = value.type().shape().names;
      for (std::size_t i = 0; i < names.size(); ++i)
        map.members().emplace_back(std::string(names[i].view()), node_of(value.elements()[i]));
      return map;
    }
    case TypeKind::Dynamic:
      break;
  }
  return {};
}

Value value_of(Arena& arena, const Node& node, Type type) {
  if (node.is_unknown()) return Value::unknown(type);
  switch (type.kind()) {
    case TypeKind::Bool:
      if (node.kind() == Node::Kind::Bool) return Value::boolean(node.as_bool());
      if (node.text() == "true" || node.text() == "false")
        return Value::boolean(node.text() == "true");
      return Value::null(type);
    case TypeKind::Number: {
      const auto number = Number::parse(node.scalar_text());
      return number ? make_number(arena, *number) : Value::null(type);
    }
    case TypeKind::String: {
      if (node.is_null() || node.is_list() || node.is_map()) return Value::null(type);
      const std::string text = node.scalar_text();
      return is_valid_utf8(text) ? Value::string(arena, text) : Value::null(type);
    }
    case TypeKind::List:
    case TypeKind::Set: {
      if (!node.is_list()) return Value::null(type);
      std::vector<Value> elements;
      for (const Node& item : node.items())
        elements.push_back(value_of(arena, item, type.element()));
      return type.kind() == TypeKind::List ? Value::list(arena, type.element(), elements)
                                           : Value::set(arena, type.element(), elements);
    }
    case TypeKind::Map: {
      if (!node.is_map()) return Value::null(type);
      std::vector<MapEntry> entries;
      for (const auto& [key, value] : node.members()) {
        if (is_valid_utf8(key))
          entries.push_back({arena.copy_string(key), value_of(arena, value, type.element())});
      }
      return Value::map(arena, type.element(), entries);
    }
    case TypeKind::Object: {
      if (!node.is_map()) return Value::null(type);
      std::vector<Value> slots;
      const auto names = type.shape().names;
      for (std::size_t i = 0; i < names.size(); ++i) {
        const Node* found = node.find(names[i].view());
        slots.push_back(found == nullptr ? Value::null(type.elements()[i])
                                         : value_of(arena, *found, type.elements()[i]));
      }
      return Value::object(arena, type, slots);
    }
    case TypeKind::Dynamic:
    case TypeKind::Tuple:
      break;
  }
  return Value::null(type);
}

bool is_zero(const Value& value) {
  if (value.is_null()) return true;
  if (!value.is_known()) return false;
  switch (value.type().kind()) {
    case TypeKind::Bool:
      return !value.as_bool();
    case TypeKind::Number:
      return value.is_int64() && value.as_int64() == 0;
    case TypeKind::String:
      return value.as_string().empty();
    case TypeKind::Object:
      return false;
    default:
      return value.length() == 0;
  }
}

Value zero_of(Arena& arena, Type type) {
  switch (type.kind()) {
    case TypeKind::Bool:
      return Value::boolean(false);
    case TypeKind::Number:
      return Value::number(0);
    case TypeKind::String:
      return Value::string_view(arena, "");
    case TypeKind::List:
      return Value::list(arena, type.element(), {});
    case TypeKind::Set:
      return Value::set(arena, type.element(), {});
    case TypeKind::Map:
      return Value::map(arena, type.element(), {});
    default:
      return Value::null(type);
  }
}

}  // namespace tenon::aws
