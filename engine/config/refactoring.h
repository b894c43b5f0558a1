// Refactoring blocks: `moved`, `removed` and `import`: what the configuration says of objects that
// exist already, and of the addresses that they had. They are kept as written; what they mean for a
// state is the planner's. Errors: addresses that are none, that cannot be moved or imported.
#pragma once

#include <optional>
#include <string>
#include <vector>

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

// A resource or module that is not declared any more, without keys.
struct Removed {
  SourceSpan span;
  TargetAddress from;
  bool destroy = true;  // false: what exists stays, and is forgotten
};

// Objects that exist are taken into the state. In the root module alone.
struct Import {
  SourceSpan span;
  SourceSpan to_span;
  // `module.a["x"].aws_vpc.main[each.key]` in pieces: texts, and keys that are worked out.
  struct Piece {
    std::string text;
    std::optional<lang::Expression> key;  // after the text
  };
  std::vector<Piece> to;
  TargetAddress resource;  // without keys
  lang::Expression id;
  std::optional<lang::Expression> for_each;
};

struct Module;

// Each adds the block to `module`, where it can be read.
void read_moved(const Block& block, Module& module, Diagnostics& diagnostics);
void read_removed(const Block& block, Module& module, Diagnostics& diagnostics);
void read_import(const Block& block, bool is_root, Module& module, Diagnostics& diagnostics);

}  // namespace tenon::config
