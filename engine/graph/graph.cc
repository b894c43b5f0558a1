#include "engine/graph/graph.h"

#include <algorithm>

#include "engine/graph/bind.h"
#include "engine/graph/block_template.h"
#include "schema/base/text.h"

namespace tenon {

namespace {

constexpr int kVariableKey = 0, kLocalKey = 1, kOutputKey = 2, kCallKey = 3, kProviderKey = 4,
              kResourceKey = 10;

int resource_key(ResourceMode mode) { return kResourceKey + static_cast<int>(mode); }

void sort_unique(std::vector<DeclarationId>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

std::string full_source(const std::string& source) {
  // "hashicorp/aws" has the default host; "terraform.io/builtin/terraform" names its own.
  return std::count(source.begin(), source.end(), '/') == 1 ? "registry.terraform.io/" + source
                                                            : source;
}

class GraphBuilder {
 public:
  GraphBuilder(const config::Config& config, const Registry& registry, Graph& graph,
               Diagnostics& diagnostics)
      : config_(config),
        registry_(registry),
        graph_(graph),
        diagnostics_(diagnostics),
        binder_(config, graph, diagnostics) {}

  void build() {
    enumerate();
    // From here on no new declarations appear.
    for (DeclarationId id = 0; id < graph_.declarations.size(); ++id) resolve(id);
    for (DeclarationId id = 0; id < graph_.declarations.size(); ++id) bind(id);
    for (const config::Import& import : config_.root().imports) bind_import(import);
    for (Declaration& declaration : graph_.declarations) sort_unique(declaration.needs);
  }

  // After levels are known: what each declaration's value comes from, and who must be created
  // before destroyed.
  void close() {
    for (const auto& level : graph_.levels) {
      for (const DeclarationId id : level) gather_resources(graph_.declarations[id]);
    }
    for (auto level = graph_.levels.rbegin(); level != graph_.levels.rend(); ++level) {
      for (const DeclarationId id : *level) {
        const Declaration& declaration = graph_.declarations[id];
        if (declaration.kind != DeclarationKind::Resource || !declaration.create_before_destroy)
          continue;
        for (const DeclarationId needed : declaration.resources)
          graph_.declarations[needed].create_before_destroy = true;
      }
    }
  }

 private:
  DeclarationId add(std::uint32_t node, DeclarationKind kind, int key, Symbol first, Symbol second,
                    SourceSpan span, const std::string& name) {
    const auto id = static_cast<DeclarationId>(graph_.declarations.size());
    Declaration declaration;
    declaration.kind = kind;
    declaration.node = node;
    declaration.span = span;
    const std::string& path = config_.nodes[node].path_text;
    declaration.address = path.empty() ? name : path + "." + name;
    graph_.declarations.push_back(std::move(declaration));
    graph_.index.emplace(Graph::Key{node, key, first.index(), second.index()}, id);
    graph_.declarations_of_node[node].push_back(id);
    return id;
  }

  void enumerate() {
    const auto nodes = static_cast<std::uint32_t>(config_.nodes.size());
    graph_.calls_of_node.resize(nodes);
    graph_.declarations_of_node.resize(nodes);
    graph_.call_of_node.assign(nodes, kNoDeclaration);
    for (std::uint32_t node = 0; node < nodes; ++node) {
      const config::Module& module = *config_.nodes[node].module;
      for (const auto& [name, variable] : module.variables) {
        const DeclarationId id = add(node, DeclarationKind::Variable, kVariableKey, name, {},
                                     variable.span, "var." + std::string(name.view()));
        graph_.declarations[id].variable = &variable;
      }
      for (const auto& [name, local] : module.locals) {
        const DeclarationId id = add(node, DeclarationKind::Local, kLocalKey, name, {}, local.span,
                                     "local." + std::string(name.view()));
        graph_.declarations[id].local = &local;
      }
      for (const auto& [name, output] : module.outputs) {
        const DeclarationId id = add(node, DeclarationKind::Output, kOutputKey, name, {},
                                     output.span, "output." + std::string(name.view()));
        graph_.declarations[id].output = &output;
      }
      for (const config::ProviderConfig& provider : module.providers) {
        const std::string alias(provider.ref.alias.view());
        const DeclarationId id = add(node, DeclarationKind::ProviderConfig, kProviderKey,
                                     provider.ref.local_name, provider.ref.alias, provider.span,
                                     "provider." + std::string(provider.ref.local_name.view()) +
                                         (alias.empty() ? "" : "." + alias));
        graph_.declarations[id].provider_config = &provider;
      }
      for (const config::Resource& resource : module.resources) {
        const std::string name = (resource.mode == ResourceMode::Data ? "data." : "") +
                                 std::string(resource.type.view()) + "." +
                                 std::string(resource.name.view());
        const DeclarationId id = add(node, DeclarationKind::Resource, resource_key(resource.mode),
                                     resource.type, resource.name, resource.span, name);
        Declaration& declaration = graph_.declarations[id];
        declaration.resource = &resource;
        declaration.has_count = resource.count.has_value();
        declaration.has_for_each = resource.for_each.has_value();
        declaration.create_before_destroy = resource.lifecycle.create_before_destroy;
        graph_.resource_by_address.emplace(declaration.address, id);
        graph_.resources.push_back(id);
      }
      for (const std::uint32_t child : config_.nodes[node].children) {
        const config::ModuleCall& call = *config_.nodes[child].call;
        const DeclarationId id = add(node, DeclarationKind::ModuleCall, kCallKey, call.name, {},
                                     call.span, "module." + std::string(call.name.view()));
        Declaration& declaration = graph_.declarations[id];
        declaration.call = &call;
        declaration.child_node = child;
        declaration.has_count = call.count.has_value();
        declaration.has_for_each = call.for_each.has_value();
        graph_.call_of_node[child] = id;
        graph_.calls_of_node[node].push_back(id);
      }
    }
    std::sort(graph_.resources.begin(), graph_.resources.end(),
              [&](DeclarationId a, DeclarationId b) {
                return graph_.declarations[a].address < graph_.declarations[b].address;
              });
  }

  // --- providers
  // ----------------------------------------------------------------------------------------------------
  std::string source_of(std::uint32_t node, Symbol local_name) const {
    const config::Module& module = *config_.nodes[node].module;
    const auto found = module.required_providers.find(local_name);
    if (found != module.required_providers.end() && !found->second.source.empty())
      return found->second.source;
    return Registry::default_source(local_name.view());
  }

  // The configuration that `local_name.alias` means in a module: its own block, the one that the
  // call passes, or (without alias) the caller's.
  DeclarationId provider_of(std::uint32_t node, Symbol local_name, Symbol alias) const {
    const DeclarationId own = graph_.find_provider(node, local_name, alias);
    if (own != kNoDeclaration || node == 0) return own;
    const config::ModuleNode& module = config_.nodes[node];
    for (const auto& [inside, outside] : module.call->providers) {
      if (inside.local_name == local_name && inside.alias == alias)
        return provider_of(module.parent, outside.local_name, outside.alias);
    }
    return alias.empty() ? provider_of(module.parent, local_name, alias) : kNoDeclaration;
  }

  void resolve(DeclarationId id) {
    Declaration& declaration = graph_.declarations[id];
    if (declaration.kind == DeclarationKind::ProviderConfig) {
      const std::string source =
          source_of(declaration.node, declaration.provider_config->ref.local_name);
      declaration.provider = registry_.find(source);
      if (declaration.provider == nullptr) missing_provider(source, declaration.span);
      declaration.provider_key =
          key_of(declaration.node, source, declaration.provider_config->ref.alias);
      return;
    }
    if (declaration.kind != DeclarationKind::Resource) return;
    const config::Resource& resource = *declaration.resource;
    const config::ProviderRef ref =
        resource.provider
            ? *resource.provider
            : config::ProviderRef{Symbol(Registry::implied_local_name(resource.type.view())),
                                  {},
                                  resource.type_span};
    const std::string source = source_of(declaration.node, ref.local_name);
    declaration.provider = registry_.find(source);
    if (declaration.provider == nullptr) {
      missing_provider(source, ref.span);
      return;
    }
    declaration.provider_declaration = provider_of(declaration.node, ref.local_name, ref.alias);
    if (declaration.provider_declaration == kNoDeclaration && !ref.alias.empty()) {
      diagnostics_.error("E0311", "Provider configuration not present",
                         "There is no provider configuration \"" +
                             std::string(ref.local_name.view()) + "." +
                             std::string(ref.alias.view()) +
                             "\" here. Add a provider block with that alias, or pass one in the "
                             "module call's \"providers\".",
                         ref.span);
    }
    declaration.provider_key = key_of(0, source, {});
    declaration.schema = declaration.provider->schema(resource.mode, resource.type);
    if (declaration.schema == nullptr) {
      std::vector<std::string> known;
      for (const Symbol type : declaration.provider->types(resource.mode))
        known.emplace_back(type.view());
      diagnostics_.error(
          "E0310", "Invalid resource type",
          "The provider " + source + " does not support the " +
              (resource.mode == ResourceMode::Data ? "data source" : "resource type") + " \"" +
              std::string(resource.type.view()) + "\" in this version of tenon." +
              did_you_mean(resource.type.view(), known),
          resource.type_span);
      return;
    }
    if (resource.mode == ResourceMode::Managed)
      declaration.effect = declaration.provider->effect(resource.type);
  }

  std::string key_of(std::uint32_t node, const std::string& source, Symbol alias) const {
    const std::string& path = config_.nodes[node].path_text;
    return (path.empty() ? "" : path + ".") + "provider[\"" + full_source(source) + "\"]" +
           (alias.empty() ? "" : "." + std::string(alias.view()));
  }

  void missing_provider(const std::string& source, SourceSpan span) {
    diagnostics_.error("E0309", "Provider not available",
                       "tenon has no provider " + source + "." +
                           did_you_mean(source, registry_.sources()) +
                           " It has: " + join(registry_.sources(), ", ") +
                           ". Go on with Terraform for a configuration that needs another.",
                       span);
  }

  // --- binding
  // ------------------------------------------------------------------------------------------------------
  void bind(DeclarationId id) {
    switch (graph_.declarations[id].kind) {
      case DeclarationKind::Variable:
        return bind_variable(id);
      case DeclarationKind::Local:
        return bind_local(id);
      case DeclarationKind::Output:
        return bind_output(id);
      case DeclarationKind::Resource:
        return bind_resource(id);
      case DeclarationKind::ModuleCall:
        return bind_call(id);
      case DeclarationKind::ProviderConfig:
        return bind_provider(id);
    }
  }

  BindPlace place_of(DeclarationId id) const {
    BindPlace place;
    place.node = graph_.declarations[id].node;
    return place;
  }

  void bind_variable(DeclarationId id) {
    std::vector<DeclarationId> needs;
    const config::ModuleNode& node = config_.nodes[graph_.declarations[id].node];
    if (node.call != nullptr) {
      const DeclarationId call = graph_.call_of_node[graph_.declarations[id].node];
      needs.push_back(call);
      BindPlace place;
      place.node = node.parent;
      place.count = node.call->count.has_value();
      place.each = node.call->for_each.has_value();
      for (const config::Argument& input : node.call->inputs) {
        if (input.name != graph_.declarations[id].variable->name) continue;
        BoundExpression value = binder_.bind(input.expression, place, &needs);
        graph_.declarations[id].value = std::move(value);
        graph_.declarations[id].has_value = true;
      }
    }
    // A validation may name its own variable, so it is judged after the value, outside the levels'
    // order: what else it names is needed first.
    for (const config::Condition& validation : graph_.declarations[id].variable->validations) {
      std::vector<DeclarationId> named;
      BoundCondition condition = binder_.bind(validation, place_of(id), &named);
      std::erase(named, id);
      needs.insert(needs.end(), named.begin(), named.end());
      graph_.declarations[id].preconditions.push_back(std::move(condition));
    }
    graph_.declarations[id].needs = std::move(needs);
  }

  void bind_local(DeclarationId id) {
    std::vector<DeclarationId> needs = call_of(id);
    BoundExpression value =
        binder_.bind(graph_.declarations[id].local->value, place_of(id), &needs);
    graph_.declarations[id].value = std::move(value);
    graph_.declarations[id].needs = std::move(needs);
  }

  void bind_output(DeclarationId id) {
    std::vector<DeclarationId> needs = call_of(id);
    const config::Output& output = *graph_.declarations[id].output;
    BoundExpression value = binder_.bind(output.value, place_of(id), &needs);
    graph_.declarations[id].value = std::move(value);
    for (const config::Condition& condition : output.preconditions) {
      BoundCondition bound = binder_.bind(condition, place_of(id), &needs);
      graph_.declarations[id].preconditions.push_back(std::move(bound));
    }
    for (const lang::Reference& reference : output.depends_on)
      binder_.bind_dependency(reference, graph_.declarations[id].node, &needs);
    graph_.declarations[id].needs = std::move(needs);
  }

  void bind_repetition(DeclarationId id, const std::optional<lang::Expression>& count,
                       const std::optional<lang::Expression>& for_each,
                       std::vector<DeclarationId>* needs) {
    BindPlace place = place_of(id);
    place.owner = graph_.declarations[id].kind == DeclarationKind::Resource ? id : kNoDeclaration;
    if (count) {
      BoundExpression bound = binder_.bind(*count, place, needs);
      graph_.declarations[id].count = std::move(bound);
    }
    if (for_each) {
      BoundExpression bound = binder_.bind(*for_each, place, needs);
      graph_.declarations[id].for_each = std::move(bound);
    }
  }

  void bind_call(DeclarationId id) {
    std::vector<DeclarationId> needs = call_of(id);
    const config::ModuleCall& call = *graph_.declarations[id].call;
    bind_repetition(id, call.count, call.for_each, &needs);
    graph_.declarations[id].needs = std::move(needs);
  }

  void bind_provider(DeclarationId id) {
    std::vector<DeclarationId> needs;
    const Declaration& declaration = graph_.declarations[id];
    if (declaration.provider == nullptr) return;
    const std::string what = declaration.address;
    auto body = compile_block(declaration.provider->config_schema().block,
                              declaration.provider_config->body, what, binder_, place_of(id),
                              &needs, diagnostics_);
    graph_.declarations[id].body = std::move(body);
    graph_.declarations[id].needs = std::move(needs);
  }

  void bind_resource(DeclarationId id) {
    std::vector<DeclarationId> needs = call_of(id);
    const config::Resource& resource = *graph_.declarations[id].resource;
    bind_repetition(id, resource.count, resource.for_each, &needs);
    graph_.declarations[id].whole = needs;
    BindPlace place = place_of(id);
    place.owner = id;
    place.count = resource.count.has_value();
    place.each = resource.for_each.has_value();
    if (graph_.declarations[id].schema != nullptr) {
      const std::string what = graph_.declarations[id].address;
      auto body = compile_block(graph_.declarations[id].schema->block, resource.body, what, binder_,
                                place, &needs, diagnostics_);
      graph_.declarations[id].body = std::move(body);
    }
    for (const config::Condition& condition : resource.lifecycle.preconditions) {
      BoundCondition bound = binder_.bind(condition, place, &needs);
      graph_.declarations[id].preconditions.push_back(std::move(bound));
    }
    for (const lang::Expression& trigger : resource.lifecycle.replace_triggered_by) {
      BoundExpression bound = binder_.bind(trigger, place, &needs);
      graph_.declarations[id].triggers.push_back(std::move(bound));
    }
    BindPlace after = place;
    after.self = true;
    after.owner_may_be_named = true;
    for (const config::Condition& condition : resource.lifecycle.postconditions) {
      std::vector<DeclarationId> named;
      BoundCondition bound = binder_.bind(condition, after, &named);
      std::erase(named, id);
      needs.insert(needs.end(), named.begin(), named.end());
      graph_.declarations[id].postconditions.push_back(std::move(bound));
    }
    for (const config::Provisioner& provisioner : resource.provisioners) {
      std::vector<DeclarationId> named;
      BoundProvisioner bound = binder_.bind(provisioner, after, &named);
      std::erase(named, id);
      needs.insert(needs.end(), named.begin(), named.end());
      graph_.declarations[id].provisioners.push_back(std::move(bound));
    }
    std::vector<DeclarationId> explicit_needs;
    for (const lang::Reference& reference : resource.depends_on)
      binder_.bind_dependency(reference, graph_.declarations[id].node, &explicit_needs);
    for (std::uint32_t node = graph_.declarations[id].node; node != 0;
         node = config_.nodes[node].parent) {
      for (const lang::Reference& reference : config_.nodes[node].call->depends_on) {
        binder_.bind_dependency(reference, config_.nodes[node].parent, &explicit_needs);
      }
    }
    sort_unique(explicit_needs);
    needs.insert(needs.end(), explicit_needs.begin(), explicit_needs.end());
    graph_.declarations[id].explicit_resources =
        std::move(explicit_needs);  // narrowed to resources by gather_resources
    if (graph_.declarations[id].provider_declaration != kNoDeclaration) {
      needs.push_back(graph_.declarations[id].provider_declaration);
      graph_.declarations[id].provider_key =
          graph_.declarations[graph_.declarations[id].provider_declaration].provider_key;
    }
    graph_.declarations[id].needs = std::move(needs);
  }

  // An import is worked out in the root module, before the resource that it is meant for.
  void bind_import(const config::Import& import) {
    std::uint32_t node = 0;
    for (const ModuleStep& step : import.resource.module) {
      const DeclarationId call = graph_.find_call(node, step.name);
      if (call == kNoDeclaration) return not_declared(import);
      node = graph_.declarations[call].child_node;
    }
    const DeclarationId id = graph_.find_resource(node, ResourceMode::Managed, import.resource.type,
                                                  import.resource.name);
    if (id == kNoDeclaration) return not_declared(import);
    std::vector<DeclarationId>& needs = graph_.declarations[id].needs;
    BindPlace place;
    BoundImport bound;
    bound.import = &import;
    if (import.for_each) bound.for_each = binder_.bind(*import.for_each, place, &needs);
    place.each = import.for_each.has_value();
    bound.id = binder_.bind(import.id, place, &needs);
    for (const config::Import::Piece& piece : import.to) {
      bound.keys.push_back(
          piece.key ? std::optional<BoundExpression>(binder_.bind(*piece.key, place, &needs))
                    : std::nullopt);
    }
    graph_.declarations[id].imports.push_back(std::move(bound));
  }

  void not_declared(const config::Import& import) {
    diagnostics_.error("E0150", "Invalid import",
                       import.resource.text() +
                           " is not declared. Write the resource that the object is to become, "
                           "then import it.",
                       import.to_span);
  }

  // What stands in a called module exists once its call is expanded.
  std::vector<DeclarationId> call_of(DeclarationId id) const {
    const DeclarationId call = graph_.call_of_node[graph_.declarations[id].node];
    return call == kNoDeclaration ? std::vector<DeclarationId>{} : std::vector<DeclarationId>{call};
  }

  void gather_resources(Declaration& declaration) {
    const auto gather = [&](const std::vector<DeclarationId>& from) {
      std::vector<DeclarationId> found;
      for (const DeclarationId need : from) {
        const Declaration& needed = graph_.declarations[need];
        if (needed.kind == DeclarationKind::Resource) {
          found.push_back(need);
        } else {
          found.insert(found.end(), needed.resources.begin(), needed.resources.end());
        }
      }
      sort_unique(found);
      return found;
    };
    declaration.resources = gather(declaration.needs);
    declaration.explicit_resources = gather(declaration.explicit_resources);
    if (declaration.keyed.empty()) return;
    // Reached in another way as well (depends_on, a local value …): then all of it is needed.
    std::vector<DeclarationId> all = declaration.whole;
    all.insert(all.end(), declaration.explicit_resources.begin(),
               declaration.explicit_resources.end());
    for (const DeclarationId need : declaration.needs) {
      const Declaration& needed = graph_.declarations[need];
      if (needed.kind != DeclarationKind::Resource)
        all.insert(all.end(), needed.resources.begin(), needed.resources.end());
    }
    sort_unique(all);
    std::erase_if(declaration.keyed, [&](const Declaration::KeyedNeed& need) {
      return std::binary_search(all.begin(), all.end(), need.resource);
    });
  }

  const config::Config& config_;
  const Registry& registry_;
  Graph& graph_;
  Diagnostics& diagnostics_;
  Binder binder_;
};

DeclarationId find_in(const Graph& graph, std::uint32_t node, int kind, Symbol first,
                      Symbol second) {
  const auto found = graph.index.find(Graph::Key{node, kind, first.index(), second.index()});
  return found == graph.index.end() ? kNoDeclaration : found->second;
}

}  // namespace

DeclarationId Graph::find_variable(std::uint32_t node, Symbol name) const {
  return find_in(*this, node, kVariableKey, name, {});
}
DeclarationId Graph::find_local(std::uint32_t node, Symbol name) const {
  return find_in(*this, node, kLocalKey, name, {});
}
DeclarationId Graph::find_output(std::uint32_t node, Symbol name) const {
  return find_in(*this, node, kOutputKey, name, {});
}
DeclarationId Graph::find_call(std::uint32_t node, Symbol name) const {
  return find_in(*this, node, kCallKey, name, {});
}
DeclarationId Graph::find_resource(std::uint32_t node, ResourceMode mode, Symbol type,
                                   Symbol name) const {
  return find_in(*this, node, resource_key(mode), type, name);
}
DeclarationId Graph::find_provider(std::uint32_t node, Symbol local_name, Symbol alias) const {
  return find_in(*this, node, kProviderKey, local_name, alias);
}

std::unique_ptr<Graph> build_graph(const config::Config& config, const Registry& registry,
                                   Diagnostics& diagnostics) {
  auto graph = std::make_unique<Graph>();
  GraphBuilder builder(config, registry, *graph, diagnostics);
  builder.build();
  assign_levels(*graph, diagnostics);
  builder.close();
  return graph;
}

BoundExpression bind_in_root(const config::Config& config, Graph& graph,
                             const lang::Expression& expression, Diagnostics& diagnostics) {
  std::vector<DeclarationId> needs;
  BindPlace place;
  return Binder(config, graph, diagnostics).bind(expression, place, &needs);
}

}  // namespace tenon
