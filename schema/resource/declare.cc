#include "schema/resource/declare.h"

#include "schema/value/wire.h"

namespace tenon {

SchemaBuilder::SchemaBuilder(std::string_view type, ResourceMode mode, std::int64_t version) {
  schema_.type = Symbol(type);
  schema_.mode = mode;
  schema_.version = version;
}

AttributeSchema& SchemaBuilder::add(std::string_view name, Type type) {
  SchemaSlot slot;
  slot.name = Symbol(name);
  slot.attribute.type = type;
  schema_.block.slots.push_back(std::move(slot));
  return schema_.block.slots.back().attribute;
}

SchemaBuilder& SchemaBuilder::required(std::string_view name, Type type) {
  add(name, type).required = true;
  return *this;
}
SchemaBuilder& SchemaBuilder::optional(std::string_view name, Type type) {
  add(name, type).optional = true;
  return *this;
}
SchemaBuilder& SchemaBuilder::computed(std::string_view name, Type type) {
  add(name, type).computed = true;
  return *this;
}
SchemaBuilder& SchemaBuilder::optional_computed(std::string_view name, Type type) {
  AttributeSchema& attribute = add(name, type);
  attribute.optional = attribute.computed = true;
  return *this;
}
SchemaBuilder& SchemaBuilder::sensitive() {
  schema_.block.slots.back().attribute.sensitive = true;
  return *this;
}
SchemaBuilder& SchemaBuilder::write_only() {
  schema_.block.slots.back().attribute.write_only = true;
  return *this;
}

SchemaBuilder& SchemaBuilder::block(std::string_view name, Nesting nesting, BlockSchema block,
                                    std::uint32_t min, std::uint32_t max) {
  SchemaSlot slot;
  slot.name = Symbol(name);
  slot.block = std::make_unique<BlockSchema>(std::move(block));
  slot.nesting = nesting;
  slot.min_items = min;
  slot.max_items = max;
  schema_.block.slots.push_back(std::move(slot));
  return *this;
}

ResourceSchema SchemaBuilder::build() {
  schema_.block.finish();
  std::string bytes(schema_.type.view());
  encode_type(schema_.block.type, bytes);
  put_varint(bytes, static_cast<std::uint64_t>(schema_.version));
  schema_.digest = keyed_digest({}, bytes);
  return std::move(schema_);
}

}  // namespace tenon
