#include "engine/render/echoes.h"

#include <string>
#include <unordered_set>
#include <vector>

#include "schema/value/wire.h"

namespace tenon {

namespace {

using Secrets = std::unordered_set<std::string>;

// Equal content of one type has equal bytes. Bools, nulls, unknowns and what is empty say too
// little to be recognised.
std::string content_of(Arena& arena, const Value& value) {
  if (!value.is_known() || value.type() == Type::boolean()) return {};
  if (value.type() == Type::string() && value.as_string().empty()) return {};
  if (!value.type().is_primitive() && value.length() == 0) return {};
  const Value bare = any(value.all_marks()) ? value.without_marks(arena) : value;
  std::string bytes;
  encode_type(bare.type(), bytes);
  encode(bare, bare.type(), bytes);
  return bytes;
}

template <typename Visit>
void each_child(const Value& value, Visit visit) {
  if (!value.is_known() || value.type().is_primitive()) return;
  if (value.type().kind() == TypeKind::Map) {
    for (const MapEntry& entry : value.entries()) visit(entry.value);
  } else {
    for (const Value& element : value.elements()) visit(element);
  }
}

void collect(Arena& arena, const Value& value, bool marked, Secrets& secrets) {
  marked = marked || value.is_sensitive();
  if (!marked && !any(value.all_marks())) return;
  if (marked) {
    std::string content = content_of(arena, value);
    if (!content.empty()) secrets.insert(std::move(content));
  }
  each_child(value, [&](const Value& child) { collect(arena, child, marked, secrets); });
}

Value mark(Arena& arena, const Value& value, const Secrets& secrets) {
  if (!value.is_known() || value.is_sensitive()) return value;
  if (secrets.count(content_of(arena, value)) != 0) return value.with_marks(Marks::Sensitive);
  switch (value.type().kind()) {
    case TypeKind::Object: {
      std::vector<Value> slots;
      for (const Value& slot : value.elements()) slots.push_back(mark(arena, slot, secrets));
      return Value::object(arena, value.type(), slots).with_marks(value.marks());
    }
    case TypeKind::Tuple:
    case TypeKind::List: {
      std::vector<Value> elements;
      for (const Value& each : value.elements()) elements.push_back(mark(arena, each, secrets));
      return (value.type().kind() == TypeKind::Tuple
                  ? Value::tuple(arena, elements)
                  : Value::list(arena, value.type().element(), elements))
          .with_marks(value.marks());
    }
    case TypeKind::Map: {
      std::vector<MapEntry> entries;
      for (const MapEntry& entry : value.entries())
        entries.push_back({entry.key, mark(arena, entry.value, secrets)});
      return Value::map(arena, value.type().element(), entries).with_marks(value.marks());
    }
    case TypeKind::Set: {
      // An element of a set is not shown apart from the others.
      for (const Value& each : value.elements())
        if (any(mark(arena, each, secrets).all_marks())) return value.with_marks(Marks::Sensitive);
      return value;
    }
    default:
      return value;
  }
}

}  // namespace

Value with_echoes_marked(Arena& arena, const Value& value) {
  if (!value.is_known() || !any(value.all_marks() & Marks::Sensitive)) return value;
  Secrets secrets;
  collect(arena, value, false, secrets);
  return mark(arena, value, secrets);
}

}  // namespace tenon
