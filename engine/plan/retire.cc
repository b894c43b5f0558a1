#include "engine/plan/retire.h"

#include "engine/plan/moves.h"
#include "engine/plan/removed.h"
#include "schema/value/compare.h"
#include "schema/value/wire.h"

namespace tenon {

namespace {

ActionReason reason_of(const Evaluation& evaluation, const InstanceAddress& address,
                       bool was_moved) {
  const Graph& graph = evaluation.graph();
  // Where the module is gone, so is the resource; only a module that has other instances is a
  // reason of its own.
  const ActionReason gone = was_moved ? ActionReason::DeleteBecauseNoMoveTarget
                                      : ActionReason::DeleteBecauseNoResourceConfig;
  std::uint32_t node = 0;
  for (const ModuleStep& step : address.module) {
    const DeclarationId call = graph.find_call(node, step.name);
    if (call == kNoDeclaration) return gone;
    node = graph.declarations[call].child_node;
  }
  const DeclarationId id = graph.find_resource(node, address.mode, address.type, address.name);
  if (id == kNoDeclaration) return gone;
  bool module_exists = false;
  for (std::uint32_t ordinal = 0; ordinal < evaluation.modules[node].size(); ++ordinal) {
    module_exists = module_exists || evaluation.module_path(node, ordinal) == address.module;
  }
  if (!module_exists) return ActionReason::DeleteBecauseNoModule;
  const Declaration& declaration = graph.declarations[id];
  switch (address.key.kind()) {
    case InstanceKey::Kind::None:
      return ActionReason::DeleteBecauseWrongRepetition;
    case InstanceKey::Kind::Number:
      return declaration.has_count ? ActionReason::DeleteBecauseCountIndex
                                   : ActionReason::DeleteBecauseWrongRepetition;
    case InstanceKey::Kind::String:
      return declaration.has_for_each ? ActionReason::DeleteBecauseEachKey
                                      : ActionReason::DeleteBecauseWrongRepetition;
  }
  return ActionReason::None;
}

// The key under which an object goes. That without a key of a resource that has a count now is that
// of key 0, also where the count is 0; and the other way round where the resource is a single one.
InstanceKey last_key(const RetireContext& context, const Snapshot& snapshot,
                     const InstanceAddress& address, const RowView& row) {
  const bool zero = address.key == InstanceKey::number(0);
  if ((!address.key.none() && !zero) || !row.deposed_key.empty() ||
      context.options->mode == PlanMode::Destroy || context.moved->mentions(address))
    return address.key;
  const Graph& graph = context.evaluation->graph();
  const auto declared = graph.resource_by_address.find(address.declaration_text());
  if (declared == graph.resource_by_address.end()) return address.key;
  const Declaration& declaration = graph.declarations[declared->second];
  const bool moves =
      zero ? !declaration.has_count && !declaration.has_for_each : declaration.has_count;
  InstanceAddress other = address;
  other.key = zero ? InstanceKey() : InstanceKey::number(0);
  return moves && snapshot.find(other.text()) == kNoRow ? other.key : address.key;
}

}  // namespace

void retire_rows(const RetireContext& context, Plan& plan, Arena& arena, Diagnostics& diagnostics) {
  const Snapshot& snapshot = *plan.snapshot;
  for (std::uint32_t index = 0; index < snapshot.size(); ++index) {
    const RowView& row = snapshot.row(index);
    if ((*context.claimed)[index] != 0 && row.deposed_key.empty()) continue;
    std::string error;
    auto address = parse_instance_address(row.address, &error);
    if (!address) {
      diagnostics.error("E0407", "Stored address cannot be read",
                        "The state holds an object under \"" + std::string(row.address) +
                            "\", which is no address: " + error +
                            ". Remove it with `tenon state rm`.");
      continue;
    }
    if (!context.in_scope(*address)) continue;
    if (address->mode == ResourceMode::Data) {
      plan.dropped_rows.push_back(index);
      continue;
    }
    const std::string key(row.provider);
    const ProviderHandle* handle = context.handles->find(key, arena, diagnostics);
    const ResourceSchema* schema =
        handle == nullptr ? nullptr
                          : handle->provider->schema(ResourceMode::Managed, address->type);
    if (handle == nullptr || schema == nullptr) {
      diagnostics.error(
          "E0408", "Provider configuration not present",
          std::string(row.address) +
              " is in the state and no longer in the configuration, and so is its provider "
              "configuration " +
              key +
              ", without which it cannot be destroyed. Put that provider block back until this "
              "object is gone, or forget the object with `tenon state rm '" +
              std::string(row.address) + "'`.");
      continue;
    }
    Change change;
    change.previous_address = std::string(context.moved->previous_of(index));
    if (const InstanceKey last = last_key(context, snapshot, *address, row); last != address->key) {
      if (change.previous_address.empty()) change.previous_address = std::string(row.address);
      address->key = last;
    }
    change.address = *address;
    change.address_text = address->text();
    change.deposed_key = std::string(row.deposed_key);
    change.provider_key = key;
    change.row = index;
    change.private_bytes = std::string(row.private_bytes);
    change.dependencies = std::string(row.dependencies);
    change.schema_version = row.schema_version;
    auto stored = row_value(arena, row, *handle->provider, *schema);
    if (!stored) {
      diagnostics.error(
          "E0401", "Stored value cannot be used",
          stored.error().message +
              ". Restore the state from a backup, or forget the object with `tenon state rm '" +
              change.address_text + "'`.");
      continue;
    }
    change.before = *stored;
    change.after = Value::null(schema->block.type);
    change.tainted = row.tainted;
    change.action = ChangeAction::Delete;
    if (const config::Removed* removed = context.removed->find(*address)) {
      change.span = removed->span;
      if (!removed->destroy && plan.mode != PlanMode::Destroy) change.action = ChangeAction::Forget;
    }
    if (row.deposed_key.empty() && plan.mode != PlanMode::Destroy)
      change.reason = reason_of(*context.evaluation, *address, !change.previous_address.empty());
    if (const ReadResult* read = context.refresh->result_of(index)) {
      if (read->kind == ReadKind::Absent) {
        // Somebody was there first: only the row goes.
        plan.drift.push_back({*address,
                              change.address_text,
                              key,
                              index,
                              *stored,
                              Value::null(schema->block.type),
                              {},
                              false});
        plan.dropped_rows.push_back(index);
        continue;
      }
      if (read->kind == ReadKind::Unchecked && !context.options->allow_unchecked) {
        plan.not_checked.push_back({change.address_text, read->error.message});
        diagnostics.error("E0402", "Object could not be checked",
                          change.address_text + " could not be read: " + read->error.message +
                              ". Give the permission or wait, or say -allow-unchecked to plan from "
                              "what is stored.");
        continue;
      }
      if (read->kind == ReadKind::Found) {
        if (!same_content(*stored, read->value))
          plan.drift.push_back({*address, change.address_text, key, index, *stored, read->value,
                                read->private_bytes, false});
        change.before = read->value;
        change.private_bytes = read->private_bytes;
      }
    }
    const auto declared =
        context.evaluation->graph().resource_by_address.find(address->declaration_text());
    if (declared != context.evaluation->graph().resource_by_address.end()) {
      const Declaration& declaration = context.evaluation->graph().declarations[declared->second];
      change.span = declaration.span;
      change.declaration = declared->second;
      if (declaration.resource->lifecycle.prevent_destroy && row.deposed_key.empty()) {
        diagnostics.error(
            "E0404", "Instance cannot be destroyed",
            change.address_text +
                " has lifecycle.prevent_destroy set, and the plan would destroy it. Keep it in the "
                "configuration, leave it out with -target, or remove prevent_destroy if it may go.",
            declaration.span);
        continue;
      }
    }
    plan.changes.push_back(std::move(change));
  }
}

}  // namespace tenon
