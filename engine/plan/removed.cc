#include "engine/plan/removed.h"

#include "engine/plan/move_statements.h"

namespace tenon {

namespace {

std::string names_of(const TargetAddress& address) {
  if (address.whole_module) return module_names(address.module, address.module.size());
  return InstanceAddress{address.module, address.mode, address.type, address.name, {}}
      .declaration_text();
}

}  // namespace

RemovedBlocks::RemovedBlocks(const config::Config& config, const Graph& graph,
                             Diagnostics& diagnostics) {
  for (const config::ModuleNode& node : config.nodes) {
    for (const config::Removed& removed : node.module->removals) {
      const std::string names =
          (node.path_text.empty() ? "" : node.path_text + ".") + names_of(removed.from);
      SourceSpan declared;
      if (const auto found = graph.resource_by_address.find(names);
          found != graph.resource_by_address.end())
        declared = graph.declarations[found->second].span;
      for (const config::ModuleNode& other : config.nodes) {
        if (removed.from.whole_module && other.path_text == names) declared = other.call->span;
      }
      if (declared.known()) {
        diagnostics.error("E0417", "Removed object is still declared",
                          "This block says that " + names +
                              " was removed, but it is still declared at " +
                              location_text(declared) + ". Remove one of the two.",
                          removed.span);
        continue;
      }
      blocks_.emplace(names, &removed);
    }
  }
}

const config::Removed* RemovedBlocks::find(const InstanceAddress& address) const {
  if (blocks_.empty()) return nullptr;
  if (const auto found = blocks_.find(address.declaration_text()); found != blocks_.end())
    return found->second;
  for (std::size_t length = address.module.size(); length > 0; --length) {
    const auto found = blocks_.find(module_names(address.module, length));
    if (found != blocks_.end()) return found->second;
  }
  return nullptr;
}

}  // namespace tenon
