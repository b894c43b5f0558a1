#include "engine/graph/bind.h"

#include "schema/base/text.h"

namespace tenon {

namespace {

const Symbol kVar("var"), kLocal("local"), kModule("module"), kData("data"), kEach("each"),
    kCount("count"), kPath("path"), kTerraform("terraform"), kSelf("self"), kEphemeral("ephemeral");

std::string name_of_step(const lang::ReferenceStep& step) {
  if (step.kind == lang::ReferenceStep::Kind::Index) return "[" + std::to_string(step.index) + "]";
  return std::string(step.name.view());
}

bool is_name(const lang::Reference& reference, std::size_t step) {
  return step < reference.steps.size() &&
         reference.steps[step].kind == lang::ReferenceStep::Kind::Name;
}

std::string in_module(const config::Config& config, std::uint32_t node) {
  const std::string& path = config.nodes[node].path_text;
  return path.empty() ? "the root module" : path;
}

template <typename Map>
std::vector<std::string> keys_of(const Map& map) {
  std::vector<std::string> names;
  for (const auto& [name, unused] : map) names.emplace_back(name.view());
  return names;
}

}  // namespace

BoundExpression Binder::bind(const lang::Expression& expression, const BindPlace& place,
                             std::vector<DeclarationId>* needs) {
  BoundExpression bound{expression, {}};
  for (const lang::Reference& reference : expression.references()) {
    bound.bindings.push_back(bind_reference(reference, place, needs).value_or(lang::Binding{}));
  }
  return bound;
}

BoundCondition Binder::bind(const config::Condition& condition, const BindPlace& place,
                            std::vector<DeclarationId>* needs) {
  return {bind(condition.condition, place, needs), bind(condition.error_message, place, needs),
          condition.span};
}

BoundProvisioner Binder::bind(const config::Provisioner& provisioner, const BindPlace& place,
                              std::vector<DeclarationId>* needs) {
  const auto optional = [&](const std::optional<lang::Expression>& expression) {
    return expression ? std::optional<BoundExpression>(bind(*expression, place, needs))
                      : std::nullopt;
  };
  return {&provisioner,
          bind(provisioner.command, place, needs),
          optional(provisioner.working_dir),
          optional(provisioner.environment),
          optional(provisioner.interpreter),
          optional(provisioner.quiet)};
}

std::optional<lang::Binding> Binder::special(SubjectKind kind, std::uint32_t steps) {
  Subject subject;
  subject.kind = kind;
  graph_.subjects.push_back(subject);
  return lang::Binding{static_cast<std::uint32_t>(graph_.subjects.size() - 1), steps};
}

std::optional<lang::Binding> Binder::declared(DeclarationId id, std::uint32_t steps,
                                              std::vector<DeclarationId>* needs) {
  needs->push_back(id);
  graph_.declarations[id].referenced = true;
  Subject subject;
  subject.declaration = id;
  graph_.subjects.push_back(subject);
  return lang::Binding{static_cast<std::uint32_t>(graph_.subjects.size() - 1), steps};
}

std::optional<lang::Binding> Binder::undeclared(const lang::Reference& reference,
                                                const std::string& what, const std::string& name,
                                                const std::vector<std::string>& known) {
  diagnostics_.error(
      "E0301", "Reference to undeclared " + what,
      "There is no " + what + " \"" + name + "\" in this module." + did_you_mean(name, known),
      reference.span);
  return std::nullopt;
}

std::optional<lang::Binding> Binder::bind_reference(const lang::Reference& reference,
                                                    const BindPlace& place,
                                                    std::vector<DeclarationId>* needs) {
  for (std::size_t i = place.iterators.size(); i-- > 0;) {
    if (place.iterators[i] != reference.root) continue;
    auto binding = special(SubjectKind::Iterator, 0);
    graph_.subjects.back().index = static_cast<std::uint32_t>(i);
    return binding;
  }
  const config::Module& module = *config_.nodes[place.node].module;
  const Symbol root = reference.root;
  const auto bad_use = [&](const std::string& detail) -> std::optional<lang::Binding> {
    diagnostics_.error("E0302", "Invalid reference", detail, reference.span);
    return std::nullopt;
  };
  if (root == kVar || root == kLocal) {
    if (!is_name(reference, 0))
      return bad_use("\"" + std::string(root.view()) + "\" must be followed by a name, as in " +
                     std::string(root.view()) + ".name.");
    const Symbol name = reference.steps[0].name;
    const DeclarationId id =
        root == kVar ? graph_.find_variable(place.node, name) : graph_.find_local(place.node, name);
    if (id != kNoDeclaration) return declared(id, 1, needs);
    if (root == kVar)
      return undeclared(reference, "input variable", std::string(name.view()),
                        keys_of(module.variables));
    return undeclared(reference, "local value", std::string(name.view()), keys_of(module.locals));
  }
  if (root == kModule) return bind_module(reference, place, needs);
  if (root == kData) return bind_resource(reference, ResourceMode::Data, 1, place, needs);
  if (root == kEphemeral) {
    return bad_use(
        "Ephemeral resources come with a later version of tenon; use a data source, or go on with "
        "Terraform for this configuration.");
  }
  if (root == kEach) {
    if (!place.each)
      return bad_use(
          "\"each\" is known only in a block with for_each. Add for_each to this block, or use "
          "count.index with count.");
    if (is_name(reference, 0) && reference.steps[0].name == Symbol("key"))
      return special(SubjectKind::EachKey, 1);
    if (is_name(reference, 0) && reference.steps[0].name == Symbol("value"))
      return special(SubjectKind::EachValue, 1);
    return bad_use("\"each\" has the attributes \"key\" and \"value\".");
  }
  if (root == kCount) {
    if (!place.count)
      return bad_use(
          "\"count.index\" is known only in a block with count. Add count to this block, or use "
          "each.key with for_each.");
    if (is_name(reference, 0) && reference.steps[0].name == Symbol("index"))
      return special(SubjectKind::CountIndex, 1);
    return bad_use("\"count\" has the attribute \"index\" only.");
  }
  if (root == kPath) {
    const std::string_view name =
        is_name(reference, 0) ? reference.steps[0].name.view() : std::string_view();
    if (name == "module") {
      auto binding = special(SubjectKind::PathModule, 1);
      graph_.subjects.back().index = place.node;
      return binding;
    }
    if (name == "root") return special(SubjectKind::PathRoot, 1);
    if (name == "cwd") return special(SubjectKind::PathCwd, 1);
    return bad_use("\"path\" has the attributes \"module\", \"root\" and \"cwd\".");
  }
  if (root == kTerraform) {
    if (is_name(reference, 0) && reference.steps[0].name == Symbol("workspace"))
      return special(SubjectKind::Workspace, 1);
    return bad_use("\"terraform\" has the attribute \"workspace\" only.");
  }
  if (root == kSelf) {
    if (!place.self)
      return bad_use(
          "\"self\" is known only in postconditions, provisioners and connections. Use the "
          "resource's own arguments instead.");
    return special(SubjectKind::Self, 0);
  }
  return bind_resource(reference, ResourceMode::Managed, 0, place, needs);
}

std::optional<lang::Binding> Binder::bind_resource(const lang::Reference& reference,
                                                   ResourceMode mode, std::uint32_t first,
                                                   const BindPlace& place,
                                                   std::vector<DeclarationId>* needs) {
  const bool data = mode == ResourceMode::Data;
  if (!is_name(reference, first) || (data && !is_name(reference, 0))) {
    std::string detail =
        data
            ? "A reference to a data source needs its type and name, as in data.aws_region.current."
            : "\"" + std::string(reference.root.view()) +
                  "\" is no name that is known here. A reference to a resource needs its type and "
                  "name, as in "
                  "aws_vpc.main; input variables are var.NAME, local values local.NAME.";
    diagnostics_.error("E0302", "Invalid reference", detail, reference.span);
    return std::nullopt;
  }
  const Symbol type = data ? reference.steps[0].name : reference.root;
  const Symbol name = reference.steps[first].name;
  const DeclarationId id = graph_.find_resource(place.node, mode, type, name);
  if (id == kNoDeclaration) {
    const std::string wanted =
        (data ? "data." : "") + std::string(type.view()) + "." + std::string(name.view());
    std::vector<std::string> known;
    for (const config::Resource& resource : config_.nodes[place.node].module->resources) {
      known.push_back((resource.mode == ResourceMode::Data ? "data." : "") +
                      std::string(resource.type.view()) + "." + std::string(resource.name.view()));
    }
    diagnostics_.error(
        "E0303", data ? "Reference to undeclared data source" : "Reference to undeclared resource",
        (data ? "A data source " : "A managed resource ") +
            ("\"" + wanted + "\" has not been declared in ") + in_module(config_, place.node) +
            "." + did_you_mean(wanted, known),
        reference.span);
    return std::nullopt;
  }
  if (!place.resources_allowed) {
    diagnostics_.error("E0302", "Invalid reference", "A resource cannot be referred to here.",
                       reference.span);
    return std::nullopt;
  }
  if (id == place.owner && !place.owner_may_be_named) {
    diagnostics_.error("E0304", "Self-referential block",
                       "Configuration for " + graph_.declarations[id].address +
                           " may not refer to itself. Move the common part into a local value, or "
                           "use `self` where it is known.",
                       reference.span);
    return std::nullopt;
  }
  if (place.owner != kNoDeclaration) {
    Declaration& owner = graph_.declarations[place.owner];
    const lang::ReferenceStep* next =
        first + 1 < reference.steps.size() ? &reference.steps[first + 1] : nullptr;
    const bool many = graph_.declarations[id].resource->count.has_value() ||
                      graph_.declarations[id].resource->for_each.has_value();
    if (many && next != nullptr && next->kind == lang::ReferenceStep::Kind::Index) {
      owner.keyed.push_back({id, InstanceKey::number(next->index)});
    } else if (many && next != nullptr && next->kind == lang::ReferenceStep::Kind::Key) {
      owner.keyed.push_back({id, InstanceKey::string(next->name)});
    } else {
      owner.whole.push_back(id);
    }
  }
  return declared(id, first + 1, needs);
}

std::optional<lang::Binding> Binder::bind_module(const lang::Reference& reference,
                                                 const BindPlace& place,
                                                 std::vector<DeclarationId>* needs) {
  const config::Module& module = *config_.nodes[place.node].module;
  if (!is_name(reference, 0)) {
    diagnostics_.error(
        "E0302", "Invalid reference",
        "\"module\" must be followed by the name of a module call, as in module.network.vpc_id.",
        reference.span);
    return std::nullopt;
  }
  const Symbol name = reference.steps[0].name;
  const DeclarationId call = graph_.find_call(place.node, name);
  if (call == kNoDeclaration)
    return undeclared(reference, "module", std::string(name.view()), keys_of(module.calls));
  const std::uint32_t child = graph_.declarations[call].child_node;
  // module.a.out, module.a[0].out, module.a["x"].out name one output; anything else needs them all.
  std::size_t at = 1;
  Subject subject;
  subject.kind = SubjectKind::ModuleOutput;
  subject.call = call;
  const bool keyed = graph_.declarations[call].has_count || graph_.declarations[call].has_for_each;
  if (keyed && at < reference.steps.size()) {
    const lang::ReferenceStep& step = reference.steps[at];
    if (step.kind == lang::ReferenceStep::Kind::Index) {
      subject.has_key = true;
      subject.key = InstanceKey::number(step.index);
      ++at;
    } else if (step.kind == lang::ReferenceStep::Kind::Key) {
      subject.has_key = true;
      subject.key = InstanceKey::string(step.name);
      ++at;
    }
  }
  if (is_name(reference, at) && (!keyed || subject.has_key)) {
    const Symbol output = reference.steps[at].name;
    const DeclarationId id = graph_.find_output(child, output);
    if (id == kNoDeclaration) {
      diagnostics_.error(
          "E0305", "Unsupported attribute",
          "The module \"" + std::string(name.view()) + "\" has no output \"" +
              name_of_step(reference.steps[at]) + "\"." +
              did_you_mean(output.view(), keys_of(config_.nodes[child].module->outputs)),
          reference.steps[at].span);
      return std::nullopt;
    }
    needs->push_back(call);
    needs->push_back(id);
    graph_.declarations[id].referenced = true;
    subject.declaration = id;
    graph_.subjects.push_back(subject);
    return lang::Binding{static_cast<std::uint32_t>(graph_.subjects.size() - 1),
                         static_cast<std::uint32_t>(at + 1)};
  }
  needs->push_back(call);
  for (const auto& [output, unused] : config_.nodes[child].module->outputs) {
    const DeclarationId id = graph_.find_output(child, output);
    needs->push_back(id);
    graph_.declarations[id].referenced = true;
  }
  Subject whole;
  whole.kind = SubjectKind::ModuleObject;
  whole.declaration = call;
  whole.call = call;
  graph_.subjects.push_back(whole);
  return lang::Binding{static_cast<std::uint32_t>(graph_.subjects.size() - 1), 1};
}

void Binder::bind_dependency(const lang::Reference& reference, std::uint32_t node,
                             std::vector<DeclarationId>* needs) {
  if (reference.root == kModule && is_name(reference, 0)) {
    const DeclarationId call = graph_.find_call(node, reference.steps[0].name);
    if (call == kNoDeclaration) {
      undeclared(reference, "module", name_of_step(reference.steps[0]),
                 keys_of(config_.nodes[node].module->calls));
      return;
    }
    needs->push_back(call);
    // Everything inside, at any depth.
    std::vector<std::uint32_t> nodes{graph_.declarations[call].child_node};
    while (!nodes.empty()) {
      const std::uint32_t inside = nodes.back();
      nodes.pop_back();
      for (const DeclarationId id : graph_.declarations_of_node[inside]) {
        if (graph_.declarations[id].kind != DeclarationKind::ProviderConfig) needs->push_back(id);
      }
      for (const std::uint32_t next : config_.nodes[inside].children) nodes.push_back(next);
    }
    return;
  }
  BindPlace place;
  place.node = node;
  bind_reference(reference, place, needs);
}

}  // namespace tenon
