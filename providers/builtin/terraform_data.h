// The provider of terraform_data (a value kept in the state, and a trigger for replacements) and of
// the data source terraform_remote_state (the outputs of another state).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "providers/provider.h"

namespace tenon {

// The outputs of the state that a backend keeps, as one object. States lie to the right of
// providers on the line, so whoever makes the registry says how they are read. Called from several
// threads.
using RemoteOutputs = std::function<Result<Value>(
    Arena& arena, const std::string& backend, const Value& config, const std::string& workspace)>;

std::unique_ptr<Provider> make_terraform_provider(Env& env, RemoteOutputs remote_outputs);

}  // namespace tenon
