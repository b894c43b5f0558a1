// ResourceSchema: what a resource type, data source, ephemeral resource or provider configuration
// accepts and reports.
#pragma once

#include <string>

#include "schema/base/digest.h"
#include "schema/base/result.h"
#include "schema/resource/attribute.h"
#include "schema/value/value.h"

namespace tenon {

enum class ResourceMode : std::uint8_t { Managed, Data, Ephemeral };

struct ResourceSchema {
  Symbol type;
  ResourceMode mode = ResourceMode::Managed;
  std::int64_t version = 0;
  BlockSchema block;
  // Changes whenever anything that planning sees of the type changes (schema, declaration, hooks):
  // part of every certificate.
  Digest128 digest;
};

// From Terraform's schema JSON, one type: {"version": 0, "block": {"attributes": {...},
// "block_types": {...}}}.
Result<ResourceSchema> schema_from_json(Symbol type, ResourceMode mode, std::string_view json);
// And back, for `providers schema -json`.
std::string schema_to_json(const ResourceSchema& schema);

}  // namespace tenon
