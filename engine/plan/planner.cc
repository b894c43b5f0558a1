#include "engine/plan/planner.h"

#include <algorithm>

#include "engine/plan/imports.h"
#include "engine/plan/moves.h"
#include "engine/plan/order.h"
#include "engine/plan/propose.h"
#include "engine/plan/removed.h"
#include "engine/plan/retire.h"
#include "schema/base/parallel.h"
#include "schema/base/text.h"
#include "schema/value/compare.h"
#include "schema/value/wire.h"

namespace tenon {

std::string_view reason_text(ActionReason reason) {
  switch (reason) {
    case ActionReason::None:
      return "";
    case ActionReason::ReplaceBecauseCannotUpdate:
      return "replace_because_cannot_update";
    case ActionReason::ReplaceBecauseTainted:
      return "replace_because_tainted";
    case ActionReason::ReplaceByRequest:
      return "replace_by_request";
    case ActionReason::ReplaceByTriggers:
      return "replace_by_triggers";
    case ActionReason::DeleteBecauseNoResourceConfig:
      return "delete_because_no_resource_config";
    case ActionReason::DeleteBecauseWrongRepetition:
      return "delete_because_wrong_repetition";
    case ActionReason::DeleteBecauseCountIndex:
      return "delete_because_count_index";
    case ActionReason::DeleteBecauseEachKey:
      return "delete_because_each_key";
    case ActionReason::DeleteBecauseNoModule:
      return "delete_because_no_module";
    case ActionReason::DeleteBecauseNoMoveTarget:
      return "delete_because_no_move_target";
    case ActionReason::ReadBecauseConfigUnknown:
      return "read_because_config_unknown";
    case ActionReason::ReadBecauseDependencyPending:
      return "read_because_dependency_pending";
  }
  return "";
}

bool Plan::has_output_changes() const {
  return std::any_of(outputs.begin(), outputs.end(), [](const OutputChange& output) {
    return output.action != ChangeAction::NoOp;
  });
}

namespace {

class Planner {
 public:
  Planner(EvaluationInputs inputs, const Registry& registry,
          std::shared_ptr<const Snapshot> snapshot, const PlanOptions& options,
          Diagnostics& diagnostics)
      : options_(options),
        diagnostics_(diagnostics),
        replace_(options.replace.begin(), options.replace.end()) {
    run_.plan = std::make_unique<Plan>();
    plan_ = run_.plan.get();
    plan_->mode = options.mode;
    moved_ = apply_moves(*inputs.config, std::move(snapshot), diagnostics);
    snapshot = moved_.snapshot;
    plan_->snapshot = snapshot;
    plan_->moves = std::move(moved_.moves);
    plan_->respliced = std::move(moved_.respliced);
    plan_->time = inputs.time;
    plan_->targeted = !options.targets.empty();
    run_.evaluation = std::make_unique<Evaluation>(std::move(inputs));
    evaluation_ = run_.evaluation.get();
    evaluation_->snapshot = snapshot;
    if (options.validate_only) evaluation_->allow_unknown_repetition();
    run_.handles = std::make_unique<ProviderHandles>(registry, options.validate_only);
    run_.refresh = std::make_unique<Refresh>(snapshot);
    arena_ = new_arena();
    claimed_.assign(snapshot->size(), 0);
    context_ = {&options_,          evaluation_,        snapshot.get(),
                run_.refresh.get(), run_.handles.get(), &replace_,
                &plan_->changes,    &claimed_,          &moved_,
                &imports_};
    for (std::size_t i = 0; i < std::max<std::size_t>(options.threads, 1); ++i) {
      workers_.push_back(std::make_unique<ProposeWorker>());
      workers_.back()->keep = new_arena();
    }
  }

  // The steps of planning. 1 parse, 2 load, 3 compile and 4 snapshot have happened: no new names
  // appear.
  PlanRun run() {
    choose_scope();
    start_default_providers();
    // 5. Refresh and propose, level by level of declarations.
    for (const auto& level : evaluation_->graph().levels) {
      evaluate(level);
      expand(level);
      propose(level);
    }
    run_.refresh->finish_all();
    check_moved_away(*evaluation_, diagnostics_);
    // From here on no new instances appear.
    retire();  // 6. rows that nobody claimed
    finish_changes();
    refuse_moves_out_of_scope();
    if (!diagnostics_.has_errors()) order_actions(*evaluation_, *plan_, diagnostics_);  // 7.
    plan_outputs();
    seal();  // 9.
    return std::move(run_);
  }

  PlanRun configure_only() {
    start_default_providers();
    for (const auto& level : evaluation_->graph().levels) evaluate(level);
    return std::move(run_);
  }

 private:
  Arena* new_arena() {
    plan_->arenas.push_back(std::make_unique<Arena>());
    return plan_->arenas.back().get();
  }

  const Declaration& declaration(DeclarationId id) const {
    return evaluation_->graph().declarations[id];
  }

  std::uint32_t module_count(DeclarationId id) const {
    return static_cast<std::uint32_t>(evaluation_->modules[declaration(id).node].size());
  }

  // --- scope of -target
  // ---------------------------------------------------------------------------------------------
  void choose_scope() {
    const Graph& graph = evaluation_->graph();
    in_scope_.assign(graph.declarations.size(), options_.targets.empty());
    if (options_.targets.empty()) return;
    std::vector<DeclarationId> open;
    for (const DeclarationId id : graph.resources) {
      const Declaration& resource = declaration(id);
      const auto names = config_path(resource.node);
      for (const TargetAddress& target : options_.targets) {
        if (target_touches(target, names, resource)) open.push_back(id);
      }
    }
    std::sort(open.begin(), open.end());
    open.erase(std::unique(open.begin(), open.end()), open.end());
    targeted_ = open;
    if (options_.mode == PlanMode::Destroy) return;
    while (!open.empty()) {
      const DeclarationId id = open.back();
      open.pop_back();
      if (in_scope_[id]) continue;
      in_scope_[id] = true;
      for (const DeclarationId need : declaration(id).resources) open.push_back(need);
    }
  }

  std::vector<Symbol> config_path(std::uint32_t node) const {
    std::vector<Symbol> names;
    for (; node != 0; node = evaluation_->config().nodes[node].parent)
      names.push_back(evaluation_->config().nodes[node].call->name);
    std::reverse(names.begin(), names.end());
    return names;
  }

  static bool target_touches(const TargetAddress& target, const std::vector<Symbol>& names,
                             const Declaration& resource) {
    if (target.module.size() > names.size() ||
        (!target.whole_module && target.module.size() != names.size()))
      return false;
    for (std::size_t i = 0; i < target.module.size(); ++i) {
      if (target.module[i].name != names[i]) return false;
    }
    return target.whole_module ||
           (target.mode == resource.resource->mode && target.type == resource.resource->type &&
            target.name == resource.resource->name);
  }

  // Whether an instance is wanted: its declaration is needed by a target, or a target covers it.
  bool wanted(InstanceId id) const {
    if (options_.targets.empty()) return true;
    const DeclarationId declared = evaluation_->instances[id].declaration;
    if (!in_scope_[declared]) return false;
    if (!std::binary_search(targeted_.begin(), targeted_.end(), declared))
      return true;  // somebody targeted needs it
    const InstanceAddress address = evaluation_->address_of(id);
    return std::any_of(options_.targets.begin(), options_.targets.end(),
                       [&](const TargetAddress& target) { return target.covers(address); }) ||
           needed_by_others(declared);
  }

  bool needed_by_others(DeclarationId id) const {
    for (const DeclarationId other : targeted_) {
      const auto& needs = declaration(other).resources;
      if (other != id && std::binary_search(needs.begin(), needs.end(), id)) return true;
    }
    return false;
  }

  // --- providers
  // ----------------------------------------------------------------------------------------------------
  // Providers that no block configures, and rows of such: they can be read at once.
  void start_default_providers() {
    for (const DeclarationId id : evaluation_->graph().resources) {
      const Declaration& resource = declaration(id);
      if (resource.provider_declaration == kNoDeclaration && resource.provider != nullptr)
        ready(resource.provider_key);
    }
    for (const auto& [key, unused] : run_.refresh->rows_by_provider()) {
      const std::string text(key);
      if (!has_declaration(text)) ready(text);
    }
  }

  bool has_declaration(const std::string& key) const {
    const auto& declarations = evaluation_->graph().declarations;
    return std::any_of(declarations.begin(), declarations.end(), [&](const Declaration& d) {
      return d.kind == DeclarationKind::ProviderConfig && d.provider_key == key;
    });
  }

  void ready(const std::string& key) {
    const ProviderHandle* handle = run_.handles->find(key, *arena_, diagnostics_);
    if (handle != nullptr) start_refresh(key, *handle);
  }

  void start_refresh(const std::string& key, const ProviderHandle& handle) {
    if (!options_.refresh || handle.failed) return;
    run_.refresh->start(key, handle, rows_in_scope());
  }

  const std::vector<bool>& rows_in_scope() {
    if (options_.targets.empty() || !rows_in_scope_.empty()) return rows_in_scope_;
    rows_in_scope_.assign(plan_->snapshot->size(), false);
    for (std::uint32_t i = 0; i < plan_->snapshot->size(); ++i) {
      const auto address = parse_instance_address(plan_->snapshot->row(i).address, nullptr);
      if (!address) continue;
      const auto declared =
          evaluation_->graph().resource_by_address.find(address->declaration_text());
      const bool needed =
          declared != evaluation_->graph().resource_by_address.end() && in_scope_[declared->second];
      rows_in_scope_[i] = needed || covered(*address);
    }
    return rows_in_scope_;
  }

  bool covered(const InstanceAddress& address) const {
    return std::any_of(options_.targets.begin(), options_.targets.end(),
                       [&](const TargetAddress& target) { return target.covers(address); });
  }

  // --- one level
  // ----------------------------------------------------------------------------------------------------
  void evaluate(const std::vector<DeclarationId>& level) {
    for (const DeclarationId id : level) {
      switch (declaration(id).kind) {
        case DeclarationKind::Variable:
        case DeclarationKind::Local:
        case DeclarationKind::Output:
          for (std::uint32_t module = 0; module < module_count(id); ++module)
            evaluate_one(id, module);
          break;
        case DeclarationKind::ProviderConfig:
          run_.handles->configure(*evaluation_, id, *arena_, diagnostics_);
          start_refresh(declaration(id).provider_key,
                        *run_.handles->known(declaration(id).provider_key));
          break;
        case DeclarationKind::ModuleCall:
          for (std::uint32_t module = 0; module < module_count(id); ++module)
            evaluation_->expand(id, module, *arena_, own_diagnostics());
          break;
        case DeclarationKind::Resource:
          break;
      }
    }
  }

  // When everything is to go, what the configuration says of itself does not matter, only its
  // providers do.
  Diagnostics& own_diagnostics() {
    return options_.mode == PlanMode::Destroy ? ignored_ : diagnostics_;
  }

  void evaluate_one(DeclarationId id, std::uint32_t module) {
    const Declaration& declared = declaration(id);
    Diagnostics found;
    evaluation_->evaluate_declaration(id, module, *arena_, found);
    if (options_.mode == PlanMode::Destroy && declared.kind != DeclarationKind::Variable) return;
    diagnostics_.append(found);
    if (declared.preconditions.empty() || found.has_errors() || options_.mode == PlanMode::Destroy)
      return;
    const bool variable = declared.kind == DeclarationKind::Variable;
    evaluation_->check(declared.preconditions,
                       variable ? "variable" : "Module output value precondition", declared.address,
                       declared.node, module, kNoInstance, nullptr, *arena_, diagnostics_, nullptr);
  }

  void expand(const std::vector<DeclarationId>& level) {
    for (const DeclarationId id : level) {
      const Declaration& resource = declaration(id);
      if (resource.kind != DeclarationKind::Resource || resource.schema == nullptr) continue;
      for (std::uint32_t module = 0; module < module_count(id); ++module) {
        evaluation_->expand(id, module, *arena_, own_diagnostics());
        evaluation_->prefix_text(id, module);  // cached here, because workers may not
      }
    }
  }

  void propose(const std::vector<DeclarationId>& level) {
    std::vector<std::pair<InstanceId, const DeclarationFacts*>> work;
    std::vector<std::unique_ptr<DeclarationFacts>> facts;
    std::vector<DeclarationId> resources;
    for (const DeclarationId id : level) {
      const Declaration& resource = declaration(id);
      if (resource.kind != DeclarationKind::Resource || resource.schema == nullptr) continue;
      resources.push_back(id);
      const std::vector<InstanceId> instances = evaluation_->instances_of(id);
      if (options_.mode == PlanMode::Destroy) {
        for (const InstanceId instance : instances) keep_stored(instance, false);
        continue;
      }
      run_.refresh->finish(resource.provider_key);
      facts.push_back(std::make_unique<DeclarationFacts>(facts_of(context_, id)));
      import_for(id, instances);
      for (const InstanceId instance : instances) {
        if (wanted(instance)) {
          work.emplace_back(instance, facts.back().get());
        } else {
          keep_stored(instance, true);
        }
      }
    }
    constexpr std::size_t kGrain = 256;
    parallel_for(work.size(), workers_.size(), kGrain,
                 [&](std::size_t begin, std::size_t end, std::size_t worker) {
                   for (std::size_t i = begin; i < end; ++i)
                     propose_instance(context_, *work[i].second, work[i].first, *workers_[worker]);
                 });
    for (auto& worker : workers_) take(*worker);
    for (const DeclarationId id : resources) {
      if (!declaration(id).referenced) continue;
      for (std::uint32_t module = 0; module < module_count(id); ++module)
        evaluation_->prepare_subject(id, module, *arena_);
    }
  }

  void import_for(DeclarationId id, const std::vector<InstanceId>& instances) {
    const Declaration& resource = declaration(id);
    if (resource.imports.empty() || options_.validate_only) return;
    std::vector<InstanceId> planned;
    for (const InstanceId instance : instances) {
      if (wanted(instance)) planned.push_back(instance);
    }
    const ProviderHandle* handle = run_.handles->known(resource.provider_key);
    if (handle == nullptr || handle->failed || handle->configured == nullptr) return;
    if (!handle->configured->can_read()) {
      diagnostics_.error("E0150", "Invalid import",
                         resource.address +
                             " cannot be imported before its provider configuration is known. "
                             "Apply what that needs first, with -target.",
                         resource.imports[0].import->span);
      return;
    }
    gather_imports(*evaluation_, id, planned, *handle, *arena_, imports_, diagnostics_);
  }

  // An instance that this plan leaves alone: worth what is stored, unknown where nothing is.
  void keep_stored(InstanceId id, bool claim) {
    Instance& instance = evaluation_->instances[id];
    instance.row = plan_->snapshot->find(evaluation_->address_text(id));
    if (instance.row != kNoRow && claim) claimed_[instance.row] = 1;
  }

  void take(ProposeWorker& worker) {
    const auto offset = static_cast<std::uint32_t>(plan_->changes.size());
    for (Change& change : worker.changes) plan_->changes.push_back(std::move(change));
    for (const auto& [instance, index] : worker.change_of)
      evaluation_->instances[instance].change = offset + index;
    diagnostics_.append(worker.diagnostics);
    std::move(worker.drift.begin(), worker.drift.end(), std::back_inserter(plan_->drift));
    std::move(worker.not_checked.begin(), worker.not_checked.end(),
              std::back_inserter(plan_->not_checked));
    std::move(worker.certificates.begin(), worker.certificates.end(),
              std::back_inserter(run_.certificates));
    worker.changes.clear();
    worker.change_of.clear();
    worker.diagnostics = Diagnostics();
    worker.drift.clear();
    worker.not_checked.clear();
    worker.certificates.clear();
  }

  // --- the rest
  // -----------------------------------------------------------------------------------------------------
  void retire() {
    if (options_.mode == PlanMode::Destroy && !options_.targets.empty()) close_over_dependents();
    RetireContext context;
    context.options = &options_;
    context.evaluation = evaluation_;
    context.handles = run_.handles.get();
    context.refresh = run_.refresh.get();
    context.claimed = &claimed_;
    context.moved = &moved_;
    const RemovedBlocks removed(evaluation_->config(), evaluation_->graph(), diagnostics_);
    context.removed = &removed;
    context.in_scope = [this](const InstanceAddress& address) {
      return options_.targets.empty() || covered(address) || dependents_.count(address.text()) > 0;
    };
    retire_rows(context, *plan_, *arena_, diagnostics_);
  }

  // Destroying a target destroys what depends on it.
  void close_over_dependents() {
    std::set<std::string> resources;  // without keys
    const Snapshot& snapshot = *plan_->snapshot;
    std::vector<InstanceAddress> addresses;
    for (const RowView& row : snapshot.rows()) {
      auto address = parse_instance_address(row.address, nullptr);
      if (address && covered(*address)) resources.insert(address->declaration_text());
      addresses.push_back(address ? *address : InstanceAddress());
    }
    for (bool grown = true; grown;) {
      grown = false;
      for (std::uint32_t i = 0; i < snapshot.size(); ++i) {
        for (const std::string& need : decode_dependencies(snapshot.row(i).dependencies)) {
          if (resources.count(need) == 0) continue;
          if (dependents_.insert(addresses[i].text()).second) grown = true;
          if (resources.insert(addresses[i].declaration_text()).second) grown = true;
        }
      }
    }
  }

  // An object under a new address must be planned; leaving it out by -target would leave it behind.
  void refuse_moves_out_of_scope() {
    if (options_.targets.empty()) return;
    std::vector<std::string> missing;
    const auto check = [&](const std::string& text) {
      const auto address = parse_instance_address(text, nullptr);
      if (address && !covered(*address)) missing.push_back("-target='" + text + "'");
    };
    for (const RowMove& move : plan_->moves) {
      check(move.from);
      check(move.to);
    }
    for (const Change& change : plan_->changes) {
      if (change.previous_address.empty()) continue;
      check(change.previous_address);
      check(change.address_text);
    }
    if (missing.empty()) return;
    std::sort(missing.begin(), missing.end());
    missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
    diagnostics_.error("E0416", "Moved objects are left out by -target",
                       "Objects have moved to other addresses, and such objects must be part of "
                       "the plan under both addresses. Plan without -target, or add " +
                           join(missing, " ") + ".");
  }

  void finish_changes() {
    Plan& plan = *plan_;
    std::vector<std::uint32_t> order(plan.changes.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      const auto by_address = compare_addresses(plan.changes[a].address, plan.changes[b].address);
      return by_address != 0 ? by_address < 0
                             : plan.changes[a].deposed_key < plan.changes[b].deposed_key;
    });
    std::vector<Change> sorted;
    sorted.reserve(order.size());
    for (const std::uint32_t index : order) {
      Change& change = plan.changes[index];
      if (change.instance != kNoInstance)
        evaluation_->instances[change.instance].change = static_cast<std::uint32_t>(sorted.size());
      sorted.push_back(std::move(change));
    }
    plan.changes = std::move(sorted);
    std::sort(plan.drift.begin(), plan.drift.end(), [](const Drift& a, const Drift& b) {
      return compare_addresses(a.address, b.address) < 0;
    });
    std::sort(plan.not_checked.begin(), plan.not_checked.end(),
              [](const NotChecked& a, const NotChecked& b) { return a.address < b.address; });
    for (InstanceId id = 0; id < evaluation_->instances.size(); ++id) {
      const Instance& instance = evaluation_->instances[id];
      if (instance.change == kNoChange && instance.row != kNoRow && !instance.failed &&
          plan.mode != PlanMode::Destroy)
        plan.unchanged.push_back(id);
    }
    count();
  }

  void count() {
    PlanCounts& counts = plan_->counts;
    for (const Change& change : plan_->changes) {
      if (!change.import_id.empty()) ++plan_->imported;
      switch (change.action) {
        case ChangeAction::Create:
          ++counts.add;
          break;
        case ChangeAction::Update:
          ++counts.change;
          break;
        case ChangeAction::Delete:
          ++counts.destroy;
          break;
        case ChangeAction::Read:
          ++counts.read;
          break;
        case ChangeAction::Forget:
          ++plan_->forgotten;
          break;
        case ChangeAction::DeleteThenCreate:
        case ChangeAction::CreateThenDelete:
          ++counts.add;
          ++counts.destroy;
          ++counts.replace;
          break;
        case ChangeAction::NoOp:
          if (change.address.mode == ResourceMode::Managed) ++counts.unchanged;
          if (!change.previous_address.empty()) ++plan_->moved;
          if (change.record) ++plan_->records;
          break;
      }
    }
    counts.unchanged += plan_->unchanged.size();
  }

  // Root outputs; with -target, only those that depend on nothing left out.
  void plan_outputs() {
    const auto& stored = plan_->snapshot->outputs();
    std::set<std::string> seen;
    for (const auto& [name, output] : evaluation_->config().root().outputs) {
      const std::string text(name.view());
      seen.insert(text);
      const DeclarationId id = evaluation_->graph().find_output(0, name);
      OutputChange change;
      change.name = text;
      change.sensitive = output.sensitive;
      change.description = output.description;
      const auto old = stored.find(text);
      change.before = stored_output(old == stored.end() ? nullptr : &old->second);
      const auto& needs = declaration(id).resources;
      const bool left_out = !options_.targets.empty() &&
                            std::any_of(needs.begin(), needs.end(),
                                        [&](DeclarationId need) { return !in_scope_[need]; });
      if (plan_->mode == PlanMode::Destroy) {
        if (!options_.targets.empty() || old == stored.end()) continue;
        change.action = ChangeAction::Delete;
        change.after = Value();
      } else if (left_out) {
        if (old == stored.end()) continue;
        change.after = change.before;
      } else {
        if (evaluation_->values[id].empty()) continue;
        change.after = evaluation_->values[id][0];
        refuse_marked(output, change.after);
        change.action = old == stored.end()
                            ? (change.after.is_null() ? ChangeAction::NoOp : ChangeAction::Create)
                            : ChangeAction::Update;
        if (old != stored.end() && change.after.is_wholly_known() &&
            same_content(change.before, change.after) &&
            old->second.sensitive == output.sensitive) {
          change.action = ChangeAction::NoOp;
        }
      }
      plan_->outputs.push_back(std::move(change));
    }
    for (const auto& [name, old] : stored) {
      if (seen.count(name) > 0 || (plan_->mode == PlanMode::Destroy && !options_.targets.empty()))
        continue;
      OutputChange change;
      change.name = name;
      change.action = ChangeAction::Delete;
      change.before = stored_output(&old);
      change.sensitive = old.sensitive;
      plan_->outputs.push_back(std::move(change));
    }
    std::sort(plan_->outputs.begin(), plan_->outputs.end(),
              [](const OutputChange& a, const OutputChange& b) { return a.name < b.name; });
  }

  Value stored_output(const OutputRow* row) {
    if (row == nullptr) return Value();
    std::string_view bytes = row->value;
    const auto value = decode(*arena_, bytes, row->type);
    return value ? *value : Value();
  }

  void refuse_marked(const config::Output& output, const Value& value) {
    if (any(value.all_marks() & Marks::Sensitive) && !output.sensitive) {
      diagnostics_.error("E0409", "Output refers to sensitive values",
                         "The output \"" + std::string(output.name.view()) +
                             "\" would show a sensitive value. Add `sensitive = true` to it, or "
                             "say nonsensitive(...) of what is no secret.",
                         output.span);
    }
    if (any(value.all_marks() & Marks::Ephemeral) && !output.ephemeral) {
      diagnostics_.error("E0410", "Output refers to ephemeral values",
                         "The output \"" + std::string(output.name.view()) +
                             "\" of the root module would keep an ephemeral value. Leave it out.",
                         output.span);
    }
  }

  void seal() {
    plan_->refreshed = run_.refresh->rows_read();
    for (const auto& [key, handle] : run_.handles->all()) {
      if (handle.provider == nullptr ||
          std::find(counted_.begin(), counted_.end(), handle.provider) != counted_.end())
        continue;
      counted_.push_back(handle.provider);
      const ProviderStats stats = handle.provider->stats();
      for (const auto& [call, times] : stats.calls) plan_->stats.calls[call] += times;
      plan_->stats.retries += stats.retries;
      plan_->stats.bytes_sent += stats.bytes_sent;
      plan_->stats.bytes_received += stats.bytes_received;
    }
  }

  PlanRun run_;
  Plan* plan_ = nullptr;
  Evaluation* evaluation_ = nullptr;
  PlanOptions options_;
  Diagnostics& diagnostics_;
  Diagnostics ignored_;
  Arena* arena_ = nullptr;
  std::set<std::string> replace_;
  MovedState moved_;
  Imports imports_;
  std::vector<std::uint8_t> claimed_;
  ProposeContext context_;
  std::vector<std::unique_ptr<ProposeWorker>> workers_;
  std::vector<bool> in_scope_;
  std::vector<bool> rows_in_scope_;
  std::vector<DeclarationId> targeted_;  // sorted: declarations that a target touches
  std::set<std::string> dependents_;
  std::vector<Provider*> counted_;
};

}  // namespace

PlanRun make_plan(EvaluationInputs inputs, const Registry& registry,
                  std::shared_ptr<const Snapshot> snapshot, const PlanOptions& options,
                  Diagnostics& diagnostics) {
  return Planner(std::move(inputs), registry, std::move(snapshot), options, diagnostics).run();
}

PlanRun configure_only(EvaluationInputs inputs, const Registry& registry,
                       std::shared_ptr<const Snapshot> snapshot, Diagnostics& diagnostics) {
  PlanOptions options;
  options.refresh = false;
  return Planner(std::move(inputs), registry, std::move(snapshot), options, diagnostics)
      .configure_only();
}

}  // namespace tenon
