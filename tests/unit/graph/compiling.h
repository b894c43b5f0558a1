// Compiling: the declaration graph of a folder in memory, over the built-in providers. For tests.
#pragma once

#include <memory>
#include <string>

#include "engine/graph/graph.h"
#include "providers/builtin/builtin.h"
#include "providers/registry.h"
#include "tests/unit/config/loading.h"

namespace tenon {

struct Compiling {
  using File = std::pair<const std::string, std::string>;
  Compiling(std::initializer_list<File> files)
      : loading(std::map<std::string, std::string>(files)) {
    add_builtin_providers(registry, loading.folder);
    diagnostics.append(loading.diagnostics);
    if (!diagnostics.has_errors()) graph = build_graph(*loading.config, registry, diagnostics);
  }
  std::string said() const { return config::codes_of(diagnostics); }

  // REQUIRES: there is a declaration of this address
  DeclarationId id(const std::string& address) const {
    for (DeclarationId each = 0; each < graph->declarations.size(); ++each) {
      if (graph->declarations[each].address == address) return each;
    }
    return kNoDeclaration;
  }
  const Declaration& at(const std::string& address) const {
    return graph->declarations[id(address)];
  }
  bool needs(const std::string& who, const std::string& what) const {
    const auto& list = at(who).needs;
    return std::find(list.begin(), list.end(), id(what)) != list.end();
  }

  config::Loading loading;
  Registry registry;
  Diagnostics diagnostics;
  std::unique_ptr<Graph> graph;
};

}  // namespace tenon
