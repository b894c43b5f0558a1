// declare: schemas written in C++ for the few types that need no cloud.
//   ResourceSchema s = SchemaBuilder("null_resource").computed("id",
//   Type::string()).optional("triggers", Type::map_of(Type::string())).build();
#pragma once

#include "schema/resource/resource_schema.h"

namespace tenon {

class SchemaBuilder {
 public:
  explicit SchemaBuilder(std::string_view type, ResourceMode mode = ResourceMode::Managed,
                         std::int64_t version = 0);
  SchemaBuilder& required(std::string_view name, Type type);
  SchemaBuilder& optional(std::string_view name, Type type);
  SchemaBuilder& computed(std::string_view name, Type type);
  SchemaBuilder& optional_computed(std::string_view name, Type type);
  SchemaBuilder& sensitive();   // of the attribute added last
  SchemaBuilder& write_only();  // of the attribute added last
  SchemaBuilder& block(std::string_view name, Nesting nesting, BlockSchema block,
                       std::uint32_t min = 0, std::uint32_t max = 0);
  ResourceSchema build();

 private:
  AttributeSchema& add(std::string_view name, Type type);
  ResourceSchema schema_;
};

}  // namespace tenon
