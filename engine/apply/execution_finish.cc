#include <algorithm>

#include "engine/apply/execution.h"
#include "engine/plan/propose.h"
#include "schema/base/log.h"
#include "schema/value/compare.h"
#include "schema/value/wire.h"

namespace tenon {

void Executor::splice(const Change& change) {
  if (plan_.mode == PlanMode::Destroy || change.is_replace()) return;
  const std::string gone = change.address.declaration_text();
  if (still_there(gone)) return;
  for (const RowView& row : plan_.snapshot->rows()) {
    if (row.dependencies.find(gone) == std::string_view::npos) continue;
    std::vector<std::string> needs = decode_dependencies(row.dependencies);
    const auto found = std::find(needs.begin(), needs.end(), gone);
    if (found == needs.end() || rewritten(row)) continue;
    needs.erase(found);
    for (std::string& inherited : decode_dependencies(change.dependencies))
      needs.push_back(std::move(inherited));
    std::sort(needs.begin(), needs.end());
    needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
    batch_.splices.push_back(
        {std::string(row.address), std::string(row.deposed_key), encode_dependencies(needs)});
  }
}

bool Executor::still_there(const std::string& declaration) const {
  return evaluation_.graph().resource_by_address.count(declaration) > 0;
}

bool Executor::rewritten(const RowView& row) {
  if (written_.empty()) {
    written_.insert("");
    for (const Change& change : plan_.changes) written_.insert(change.address_text);
  }
  return written_.count(std::string(row.address)) > 0;
}

void Executor::finish() {
  workers_.reset();
  if (failure_ == "abandoned") return;
  if (!failure_.empty()) return;
  flush();
  write_outputs();
  flush();
  write_certificates();
}

void Executor::write_outputs() {
  for (const OutputChange& change : plan_.outputs) {
    if (change.action == ChangeAction::Delete) {
      batch_.remove_outputs.push_back(change.name);
      continue;
    }
    const DeclarationId id = evaluation_.graph().find_output(0, Symbol(change.name));
    if (id == kNoDeclaration || (plan_.targeted && change.action == ChangeAction::NoOp)) continue;
    Value value = change.after;
    if (!value.is_wholly_known()) {
      Diagnostics found;
      evaluation_.evaluate_declaration(id, 0, *arena_, found);
      value = evaluation_.values[id][0];
      if (found.has_errors()) diagnostics_.append(found);
    }
    const Declaration& declaration = evaluation_.graph().declarations[id];
    if (!declaration.preconditions.empty()) {
      evaluation_.check(declaration.preconditions, "Module output value precondition",
                        declaration.address, 0, 0, kNoInstance, nullptr, *arena_, diagnostics_,
                        nullptr);
    }
    if (!value.is_wholly_known())
      continue;  // what it needs failed or was skipped: the old one stays
    if (change.action == ChangeAction::NoOp && same_content(change.before, value)) continue;
    if (value.is_null()) {
      batch_.remove_outputs.push_back(change.name);
      continue;
    }
    OutputRow row;
    row.name = change.name;
    row.type = value.type();
    row.sensitive = change.sensitive;
    encode(value, row.type, row.value);
    batch_.put_outputs.push_back(std::move(row));
  }
}

void Executor::write_certificates() {
  if (pending_certificates_.empty() && run_.certificates.empty()) return;
  auto snapshot = session_.snapshot();
  if (!snapshot) return;  // they only save time
  Batch batch;
  batch.durable = false;
  batch.certificates = run_.certificates;
  PlanOptions options;
  options.key = options_.key;
  ProposeContext context;
  context.options = &options;
  context.evaluation = &evaluation_;
  context.handles = run_.handles.get();
  context.changes = &plan_.changes;
  std::map<DeclarationId, DeclarationFacts> facts;
  std::string buffer;
  Arena scratch;
  evaluation_.set_phase(lang::Phase::Plan);
  for (const InstanceId id : pending_certificates_) {
    const Instance& instance = evaluation_.instances[id];
    const Declaration& declaration = evaluation_.graph().declarations[instance.declaration];
    const std::string address = evaluation_.address_text(id);
    const std::uint32_t row = (*snapshot)->find(address);
    if (row == kNoRow || (*snapshot)->row(row).tainted || !instance.value.is_wholly_known())
      continue;
    if (any(instance.value.all_marks() & Marks::Ephemeral) || !declaration.triggers.empty())
      continue;
    scratch.clear();
    Diagnostics ignored;
    bool ok = true;
    const Value config = evaluation_.evaluate_block(*declaration.body, declaration.node,
                                                    instance.module, id, scratch, ignored, &ok);
    if (!ok || !config.is_wholly_known() || any(config.all_marks() & Marks::Ephemeral)) continue;
    const auto [known, fresh] = facts.try_emplace(instance.declaration);
    if (fresh) known->second = facts_of(context, instance.declaration);
    const std::uint64_t version = (*snapshot)->row(row).version;
    batch.certificates.push_back({address, version,
                                  certificate_of(options_.key, known->second, config,
                                                 declaration.schema->block.type, version, buffer)});
  }
  const Status ignored = session_.commit(batch, nullptr, run_id_);
  if (!ignored) log(LogLevel::Warn, "certificates were not kept: " + ignored.error().message);
}

}  // namespace tenon
