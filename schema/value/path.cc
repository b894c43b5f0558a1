#include "schema/value/path.h"

#include "schema/base/text.h"

namespace tenon {

std::string path_text(const Path& path) {
  std::string text;
  for (const PathStep& step : path) {
    switch (step.kind) {
      case PathStep::Kind::Attribute:
        if (!text.empty()) text += '.';
        text += step.name.view();
        break;
      case PathStep::Kind::Index:
        text += "[" + std::to_string(step.index) + "]";
        break;
      case PathStep::Kind::Key:
        text += "[" + json_quote(step.name.view()) + "]";
        break;
    }
  }
  return text;
}

std::string path_json(const Path& path) {
  std::vector<std::string> steps;
  for (const PathStep& step : path) {
    steps.push_back(step.kind == PathStep::Kind::Index ? std::to_string(step.index)
                                                       : json_quote(step.name.view()));
  }
  return "[" + join(steps, ",") + "]";
}

namespace {

std::optional<Value> step_into(const Value& value, const PathStep& step) {
  switch (value.type().kind()) {
    case TypeKind::Object:
      return step.kind == PathStep::Kind::Index ? std::nullopt : value.attribute(step.name);
    case TypeKind::Map:
      return step.kind == PathStep::Kind::Index ? std::nullopt : value.key(step.name.view());
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Tuple:
      if (step.kind != PathStep::Kind::Index || step.index >= value.length()) return std::nullopt;
      return value.elements()[step.index];
    default:
      return std::nullopt;
  }
}

Value replaced(Arena& arena, const Value& value, const Path& path, std::size_t at,
               const Value& replacement) {
  if (at == path.size()) return replacement;
  if (!value.is_known()) return value;
  const auto inside = step_into(value, path[at]);
  if (!inside) return value;
  const Value next = replaced(arena, *inside, path, at + 1, replacement);
  if (value.type().kind() == TypeKind::Map) {
    std::vector<MapEntry> entries(value.entries().begin(), value.entries().end());
    for (MapEntry& entry : entries) {
      if (entry.key == path[at].name.view()) entry.value = next;
    }
    return Value::map(arena, value.type().element(), entries).with_marks(value.marks());
  }
  std::vector<Value> elements(value.elements().begin(), value.elements().end());
  const std::size_t position = value.type().kind() == TypeKind::Object
                                   ? value.type().shape().slot_of(path[at].name)
                                   : path[at].index;
  elements[position] = next;
  switch (value.type().kind()) {
    case TypeKind::Object:
      return Value::object(arena, value.type().shape(), elements).with_marks(value.marks());
    case TypeKind::Tuple:
      return Value::tuple(arena, elements).with_marks(value.marks());
    case TypeKind::Set:
      return Value::set(arena, value.type().element(), elements).with_marks(value.marks());
    default:
      return Value::list(arena, value.type().element(), elements).with_marks(value.marks());
  }
}

}  // namespace

std::optional<Value> value_at(const Value& value, const Path& path) {
  Value at = value;
  for (const PathStep& step : path) {
    if (at.is_unknown()) return Value::unknown(Type::dynamic());
    if (at.is_null()) return std::nullopt;
    const auto inside = step_into(at, step);
    if (!inside) return std::nullopt;
    at = *inside;
  }
  return at;
}

Value with_value_at(Arena& arena, const Value& value, const Path& path, const Value& replacement) {
  return replaced(arena, value, path, 0, replacement);
}

}  // namespace tenon
