// The fake cloud: the provider "tenon/fake", for tests of the engine. It is there only where
// TENON_FAKE_CLOUD names a folder, which then is the cloud: it survives any death of tenon's.
// TENON_FAKE_SCRIPT names a file that says which calls fail, vanish, take long or kill the process.
// One resource type for each way in which a lost create can be recognised. docs/testing.md
// describes types, script and call log.
#pragma once

#include "providers/registry.h"
#include "schema/base/env.h"

namespace tenon {

// Registers nothing where TENON_FAKE_CLOUD is not set. `env` must outlive the registry.
void add_fake_provider(Registry& registry, Env& env);

}  // namespace tenon
