// From the folders of declarations and models to the catalogue's entries: what tenon-catalog does.
#pragma once

#include "providers/aws/catalog/catalog.h"
#include "schema/base/diagnostic.h"

namespace tenon::aws {

// Reads TYPES/<service>/*.yaml and MODELS/*.json below `folder`, and loads every declaration
// against the models. Diagnostics name file and line.
CatalogEntries compile_catalog(Env& env, const std::string& folder, Diagnostics& diagnostics);

// One declaration, for tests.
Node declaration_node(std::string_view file, std::string_view yaml, Diagnostics& diagnostics);

}  // namespace tenon::aws
