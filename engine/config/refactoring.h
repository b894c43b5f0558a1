// Refactoring blocks: `moved`, `removed` and `import`: what the configuration says of objects that
// exist already, and of the addresses that they had. They are kept as written; what they mean for a
// state is the planner's. Errors: addresses that are none, that cannot be moved or imported.
#pragma once

#include <optional>

#include "engine/config/body.h"
#include "engine/lang/expression.h"
#include "schema/resource/address.h"

namespace tenon::config {

// Addresses are relative to the module that the block stands in.
struct Moved {
  SourceSpan span;
  TargetAddress from;
  TargetAddress to;
};

struct Module;

// Adds the block to `module`, where it can be read.
void read_moved(const Block& block, Module& module, Diagnostics& diagnostics);

}  // namespace tenon::config
