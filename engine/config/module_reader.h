// From bodies to a Module: one reader per kind of block.
#pragma once

#include "engine/config/model.h"

namespace tenon::config {

// Adds what a file's root body declares to `module`.
void read_module_file(const Body& file, bool is_root, Module& module, Diagnostics& diagnostics);

}  // namespace tenon::config
