// Removed: what `removed` blocks say of objects that are no longer declared: destroyed as any
// other, or forgotten and left alone. Pure.
#pragma once

#include <map>
#include <string>

#include "engine/config/model.h"
#include "engine/graph/graph.h"

namespace tenon {

class RemovedBlocks {
 public:
  // What is still declared is an error.
  RemovedBlocks(const config::Config& config, const Graph& graph, Diagnostics& diagnostics);

  // The block that speaks of the object, by its resource or by a module around it; nullptr where
  // there is none.
  const config::Removed* find(const InstanceAddress& address) const;

 private:
  std::map<std::string, const config::Removed*> blocks_;  // by names, without keys
};

}  // namespace tenon
