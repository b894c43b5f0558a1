// What a Body shares; for engine/config/*.cc only.
#pragma once

#include <memory>
#include <set>
#include <vector>

#include "engine/config/body.h"
#include "schema/doc/document.h"

namespace tenon::config::detail {

struct BodyData {
  std::shared_ptr<const void> owner;               // the parsed file
  std::shared_ptr<const lang::BodySyntax> native;  // native HCL, or
  std::vector<const doc::Node*> objects;  // objects of JSON or YAML, read as one list of properties
  std::set<Symbol> hidden;                // already taken by partial_content()
  SourceSpan span;                        // the block's header
};

}  // namespace tenon::config::detail
