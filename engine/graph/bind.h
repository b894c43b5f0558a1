// Binder: what names mean at a place in the configuration.
#pragma once

#include <vector>

#include "engine/graph/graph.h"

namespace tenon {

// The place: which module, and which names are special there.
struct BindPlace {
  std::uint32_t node = 0;
  bool each = false;
  bool count = false;
  bool self = false;
  DeclarationId owner = kNoDeclaration;  // a resource may not refer to itself, except by `self`
  bool owner_may_be_named = false;       // postconditions may
  std::vector<Symbol> iterators;         // of dynamic blocks, outermost first
  bool resources_allowed = true;
};

class Binder {
 public:
  Binder(const config::Config& config, Graph& graph, Diagnostics& diagnostics)
      : config_(config), graph_(graph), diagnostics_(diagnostics) {}

  // Binds every reference of `expression` and adds what it needs to *needs.
  BoundExpression bind(const lang::Expression& expression, const BindPlace& place,
                       std::vector<DeclarationId>* needs);
  BoundCondition bind(const config::Condition& condition, const BindPlace& place,
                      std::vector<DeclarationId>* needs);
  BoundProvisioner bind(const config::Provisioner& provisioner, const BindPlace& place,
                        std::vector<DeclarationId>* needs);
  // What depends_on, -target and replace_triggered_by mean: a resource, or everything in a module.
  void bind_dependency(const lang::Reference& reference, std::uint32_t node,
                       std::vector<DeclarationId>* needs);

 private:
  std::optional<lang::Binding> bind_reference(const lang::Reference& reference,
                                              const BindPlace& place,
                                              std::vector<DeclarationId>* needs);
  std::optional<lang::Binding> bind_module(const lang::Reference& reference, const BindPlace& place,
                                           std::vector<DeclarationId>* needs);
  std::optional<lang::Binding> bind_resource(const lang::Reference& reference, ResourceMode mode,
                                             std::uint32_t first, const BindPlace& place,
                                             std::vector<DeclarationId>* needs);
  std::optional<lang::Binding> special(SubjectKind kind, std::uint32_t steps);
  std::optional<lang::Binding> declared(DeclarationId id, std::uint32_t steps,
                                        std::vector<DeclarationId>* needs);
  std::optional<lang::Binding> undeclared(const lang::Reference& reference, const std::string& what,
                                          const std::string& name,
                                          const std::vector<std::string>& known);

  const config::Config& config_;
  Graph& graph_;
  Diagnostics& diagnostics_;
};

}  // namespace tenon
