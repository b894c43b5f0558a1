#include "schema/resource/upgrade.h"

#include "schema/value/convert.h"

namespace tenon {

Value upgrade_by_shape(Arena& arena, const ResourceSchema& schema, const Value& value) {
  return conform(arena, value, schema.block.type);
}

}  // namespace tenon
