// Rows that were written under an older schema.
#pragma once

#include "schema/resource/resource_schema.h"

namespace tenon {

// `value` in the shape of `schema`, where only attributes came, went or changed to a convertible
// type: what Terraform does where a provider has nothing to say.
Value upgrade_by_shape(Arena& arena, const ResourceSchema& schema, const Value& value);

}  // namespace tenon
