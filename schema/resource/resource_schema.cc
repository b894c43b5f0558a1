#include "schema/resource/resource_schema.h"

#include <nlohmann/json.hpp>

#include "schema/base/text.h"
#include "schema/value/wire.h"

namespace tenon {

namespace {

using Json = nlohmann::json;

Result<Type> type_from(const Json& json) {
  const auto bad = [&] { return make_error(ErrorCategory::Corrupt, "no type: " + json.dump()); };
  if (json.is_string()) {
    const std::string& name = json.get_ref<const std::string&>();
    if (name == "string") return Type::string();
    if (name == "number") return Type::number();
    if (name == "bool") return Type::boolean();
    if (name == "dynamic") return Type::dynamic();
    return bad();
  }
  if (!json.is_array() || json.size() < 2 || !json[0].is_string()) return bad();
  const std::string& kind = json[0].get_ref<const std::string&>();
  if (kind == "object") {
    std::vector<ObjectAttribute> attributes;
    for (const auto& [name, inner] : json[1].items()) {
      ASSIGN_OR_RETURN(const Type type, type_from(inner));
      attributes.push_back({Symbol(name), type, false});
    }
    return Type::object_of(attributes);
  }
  if (kind == "tuple") {
    std::vector<Type> elements;
    for (const Json& inner : json[1]) {
      ASSIGN_OR_RETURN(const Type type, type_from(inner));
      elements.push_back(type);
    }
    return Type::tuple_of(elements);
  }
  ASSIGN_OR_RETURN(const Type element, type_from(json[1]));
  if (kind == "list") return Type::list_of(element);
  if (kind == "set") return Type::set_of(element);
  if (kind == "map") return Type::map_of(element);
  return bad();
}

Result<BlockSchema> block_from(const Json& json) {
  BlockSchema block;
  if (json.contains("attributes")) {
    for (const auto& [name, inner] : json["attributes"].items()) {
      SchemaSlot slot;
      slot.name = Symbol(name);
      ASSIGN_OR_RETURN(slot.attribute.type, type_from(inner.at("type")));
      slot.attribute.required = inner.value("required", false);
      slot.attribute.optional = inner.value("optional", false);
      slot.attribute.computed = inner.value("computed", false);
      slot.attribute.sensitive = inner.value("sensitive", false);
      slot.attribute.write_only = inner.value("write_only", false);
      if (inner.value("deprecated", false))
        slot.attribute.deprecated = "This argument is deprecated by the provider.";
      block.slots.push_back(std::move(slot));
    }
  }
  if (json.contains("block_types")) {
    for (const auto& [name, inner] : json["block_types"].items()) {
      SchemaSlot slot;
      slot.name = Symbol(name);
      ASSIGN_OR_RETURN(BlockSchema nested, block_from(inner.at("block")));
      slot.block = std::make_unique<BlockSchema>(std::move(nested));
      const std::string mode = inner.value("nesting_mode", "list");
      slot.nesting = mode == "single"  ? Nesting::Single
                     : mode == "group" ? Nesting::Group
                     : mode == "set"   ? Nesting::Set
                     : mode == "map"   ? Nesting::Map
                                       : Nesting::List;
      slot.min_items = inner.value("min_items", 0u);
      slot.max_items = inner.value("max_items", 0u);
      block.slots.push_back(std::move(slot));
    }
  }
  block.finish();
  return block;
}

Json block_to(const BlockSchema& block) {
  Json json = Json::object();
  for (const SchemaSlot& slot : block.slots) {
    const std::string name(slot.name.view());
    if (slot.is_block()) {
      constexpr const char* kModes[] = {"single", "group", "list", "set", "map"};
      Json nested = {{"nesting_mode", kModes[static_cast<int>(slot.nesting)]},
                     {"block", block_to(*slot.block)}};
      if (slot.min_items > 0) nested["min_items"] = slot.min_items;
      if (slot.max_items > 0) nested["max_items"] = slot.max_items;
      json["block_types"][name] = std::move(nested);
      continue;
    }
    Json attribute = {{"type", Json::parse(type_json(slot.type))}};
    if (slot.attribute.required) attribute["required"] = true;
    if (slot.attribute.optional) attribute["optional"] = true;
    if (slot.attribute.computed) attribute["computed"] = true;
    if (slot.attribute.sensitive) attribute["sensitive"] = true;
    if (slot.attribute.write_only) attribute["write_only"] = true;
    if (!slot.attribute.deprecated.empty()) attribute["deprecated"] = true;
    json["attributes"][name] = std::move(attribute);
  }
  return json;
}

}  // namespace

Result<ResourceSchema> schema_from_json(Symbol type, ResourceMode mode, std::string_view json) {
  try {
    const Json parsed = Json::parse(json);
    ResourceSchema schema;
    schema.type = type;
    schema.mode = mode;
    schema.version = parsed.value("version", 0);
    ASSIGN_OR_RETURN(schema.block, block_from(parsed.at("block")));
    schema.digest = keyed_digest({}, json);
    return schema;
  } catch (const nlohmann::json::exception& exception) {
    return make_error(ErrorCategory::Corrupt, "the schema of " + std::string(type.view()) +
                                                  " cannot be read: " + exception.what());
  }
}

std::string schema_to_json(const ResourceSchema& schema) {
  return Json{{"version", schema.version}, {"block", block_to(schema.block)}}.dump();
}

}  // namespace tenon
