#include "providers/builtin/local_only.h"

#include "schema/resource/declare.h"

namespace tenon {

LocalOnlyProvider::LocalOnlyProvider(std::string_view name)
    : config_schema_(SchemaBuilder(name).build()) {}

std::vector<Symbol> LocalOnlyProvider::types(ResourceMode mode) const {
  std::vector<Symbol> names;
  for (const auto& [key, schema] : types_) {
    if (key.first == mode) names.push_back(schema.type);
  }
  return names;
}

const ResourceSchema* LocalOnlyProvider::schema(ResourceMode mode, Symbol type) const {
  const auto found = types_.find({mode, type.view()});
  return found == types_.end() ? nullptr : &found->second;
}

void LocalOnlyProvider::add_type(ResourceSchema schema) {
  const auto key = std::make_pair(schema.mode, schema.type.view());
  types_.emplace(key, std::move(schema));
}

Value slot_of(const Value& object, std::string_view name) {
  return object.attribute(Symbol(name)).value_or(Value());
}

Value with_slot(Arena& arena, const Value& object, std::string_view name, const Value& value) {
  std::vector<Value> slots(object.elements().begin(), object.elements().end());
  const std::uint32_t slot = object.type().shape().slot_of(Symbol(name));
  CHECK(slot != ObjectShape::kAbsent);
  slots[slot] = value;
  return Value::object(arena, object.type().shape(), slots);
}

}  // namespace tenon
