// Imports: what `import` blocks ask for. Before the instances of a resource are proposed, the ids
// that are meant for them are worked out, and their provider is asked for the objects; those that
// the state holds already are left alone. Owner: the planner; values live in its arena. Threads:
// one, while the provider reads as it likes. Errors: addresses that are not declared, ids that are
// not known, objects that do not exist. Cost: nothing where there are no such blocks; else one
// question and one read for each object, reads together.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/plan/evaluation.h"
#include "engine/plan/handles.h"

namespace tenon {

struct Imported {
  std::string id;
  Value value;
  std::string private_bytes;
};

using Imports = std::map<std::string, Imported, std::less<>>;  // by address

// Adds those of one resource. `instances` are the ones that are to be planned.
void gather_imports(Evaluation& evaluation, DeclarationId declared,
                    const std::vector<InstanceId>& instances, const ProviderHandle& handle,
                    Arena& arena, Imports& to, Diagnostics& diagnostics);

}  // namespace tenon
