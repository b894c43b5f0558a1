// Graph: the declaration graph. Declarations of one level do not need each other, so all their
// instances can be planned at once. Owner, threads: as Declaration. Errors: every reference that
// leads nowhere, every argument that a schema does not know, every cycle is reported with its
// place; the graph is then incomplete and must not be planned. Cost: linear in declarations and
// references.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "engine/graph/declaration.h"

namespace tenon {

class Graph {
 public:
  std::vector<Declaration> declarations;
  std::vector<Subject> subjects;
  std::vector<std::vector<DeclarationId>> levels;
  // By node: calls of a node's children in Config order.
  std::vector<std::vector<DeclarationId>> calls_of_node;
  std::vector<std::vector<DeclarationId>> declarations_of_node;
  std::vector<DeclarationId>
      call_of_node;  // the call that made the node; kNoDeclaration for the root
  // Resources by address without keys, and providers by key.
  std::unordered_map<std::string, DeclarationId> resource_by_address;
  std::vector<DeclarationId> resources;  // in order of address

  DeclarationId find_variable(std::uint32_t node, Symbol name) const;
  DeclarationId find_local(std::uint32_t node, Symbol name) const;
  DeclarationId find_output(std::uint32_t node, Symbol name) const;
  DeclarationId find_call(std::uint32_t node, Symbol name) const;
  DeclarationId find_resource(std::uint32_t node, ResourceMode mode, Symbol type,
                              Symbol name) const;
  DeclarationId find_provider(std::uint32_t node, Symbol local_name, Symbol alias) const;

  using Key = std::tuple<std::uint32_t, int, std::uint32_t,
                         std::uint32_t>;  // node, kind (and mode), two symbols
  std::map<Key, DeclarationId> index;
};

// Builds and binds all of it. nullptr where nothing can be planned.
std::unique_ptr<Graph> build_graph(const config::Config& config, const Registry& registry,
                                   Diagnostics& diagnostics);

// For the console: binds one expression in the root module.
BoundExpression bind_in_root(const config::Config& config, Graph& graph,
                             const lang::Expression& expression, Diagnostics& diagnostics);

// Levels by longest path, through Boost.Graph's compressed sparse row graph; on a cycle one
// diagnostic with its path, each step with its place.
void assign_levels(Graph& graph, Diagnostics& diagnostics);

// Topological levels of a plain graph of `count` nodes; edges (from, to): `from` needs `to`. An
// empty answer means a cycle, one of which is put into *cycle.
std::vector<std::uint32_t> topological_levels(
    std::uint32_t count, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& needs,
    std::vector<std::uint32_t>* cycle);

}  // namespace tenon
