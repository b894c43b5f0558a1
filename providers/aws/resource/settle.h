// settle: which differences between two values of a type mean nothing. "Not set", "", 0 and an
// empty list are one thing to AWS; a JSON text has many spellings; a set's element is the same
// element although AWS filled in what was left open. What means the same takes the reference's
// form, so that only real differences are ever planned or reported.
#pragma once

#include "providers/aws/catalog/declaration.h"
#include "schema/base/arena.h"
#include "schema/value/value.h"

namespace tenon::aws {

enum class ZeroForm : std::uint8_t {
  Reference,  // null beside "": as the reference has it (refresh, plan)
  Value,      // as the value has it (what a create or update gave)
};

// `value` is known; `reference` may be null (then `value` is returned as it is) and may hold
// unknowns, which agree with everything.
Value settle(Arena& arena, const BlockSchema& schema, const BlockMapping& mapping,
             const Value& value, const Value& reference, ZeroForm zero);

// Whether an element of a block that is wanted, unknown where AWS fills it in, may be the one that
// is there.
bool may_be(const BlockSchema& schema, const BlockMapping& mapping, const Value& element,
            const Value& candidate);

}  // namespace tenon::aws
