// Values against schemas.
#pragma once

#include "schema/base/diagnostic.h"
#include "schema/resource/resource_schema.h"
#include "schema/value/path.h"

namespace tenon {

// The value that `schema.type` needs, all slots null (nested lists and sets empty, maps empty).
Value empty_block(Arena& arena, const BlockSchema& schema);

// Terraform's "proposed new value": what the configuration asks for, completed by what is known.
// Where the configuration is null: an attribute that is computed keeps the prior value (null
// without a prior), one that is only optional becomes null. Nested lists pair by position, sets by
// equal non-computed content, maps by key. `prior` may be null (create).
Value proposed_value(Arena& arena, const BlockSchema& schema, const Value& prior,
                     const Value& config);
// `proposed` with every null attribute that is computed and not set in `config` replaced by
// unknown: a create as far as nobody knows better.
Value with_computed_unknown(Arena& arena, const BlockSchema& schema, const Value& proposed,
                            const Value& config);
// Write-only attributes null: what may be kept.
Value without_write_only(Arena& arena, const BlockSchema& schema, const Value& value);
// Attributes that the schema calls sensitive, marked.
Value with_schema_marks(Arena& arena, const BlockSchema& schema, const Value& value);

// After apply: everything that was known in `planned` must be what `actual` says; the paths where
// it is not. (Sets compare as sets.)
std::vector<Path> contradictions(const BlockSchema& schema, const Value& planned,
                                 const Value& actual);

}  // namespace tenon
