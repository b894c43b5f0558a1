#include "engine/plan/propose.h"

#include <algorithm>

#include "engine/plan/imports.h"
#include "engine/plan/moves.h"
#include "engine/plan/secrets.h"
#include "schema/base/log.h"
#include "schema/resource/validate.h"
#include "schema/value/compare.h"
#include "schema/value/convert.h"
#include "schema/value/print.h"
#include "schema/value/wire.h"

namespace tenon {

namespace {

void put_digest(std::string& to, const Digest128& digest) {
  to.append(reinterpret_cast<const char*>(&digest.high), sizeof digest.high);
  to.append(reinterpret_cast<const char*>(&digest.low), sizeof digest.low);
}

class Proposal {
 public:
  Proposal(const ProposeContext& context, const DeclarationFacts& facts, InstanceId id,
           ProposeWorker& worker)
      : context_(context),
        facts_(facts),
        id_(id),
        worker_(worker),
        evaluation_(*context.evaluation),
        instance_(evaluation_.instances[id]),
        declaration_(evaluation_.graph().declarations[instance_.declaration]),
        schema_(*declaration_.schema),
        arena_(*worker.keep) {}

  void run() {
    worker_.scratch.clear();
    worker_.address = evaluation_.prefix_text(instance_.declaration, instance_.module);
    worker_.address += instance_.key.text();
    find_row();
    if (facts_.handle == nullptr || facts_.handle->failed) return fail();
    if (!evaluation_.check(declaration_.preconditions, "Resource precondition", worker_.address,
                           declaration_.node, instance_.module, id_, nullptr, worker_.scratch,
                           worker_.diagnostics, nullptr)) {
      return fail();
    }
    bool ok = true;
    const Value config =
        evaluation_.evaluate_block(*declaration_.body, declaration_.node, instance_.module, id_,
                                   worker_.scratch, worker_.diagnostics, &ok);
    if (!ok) return fail();
    if (declaration_.resource->mode == ResourceMode::Data)
      return propose_data(deep_copy(arena_, config));
    if (certified(config)) {
      check_after();
      return;
    }
    propose_managed(deep_copy(arena_, config));
  }

 private:
  void find_row() {
    const Snapshot& snapshot = *context_.snapshot;
    row_ = snapshot.find(worker_.address);
    if (row_ != kNoRow) {
      moved_from_ = std::string(context_.moved->previous_of(row_));
    } else {
      // Adding or removing `count` moves the one instance to or from number 0.
      const Expansion& expansion = evaluation_.expansions[instance_.declaration][instance_.module];
      const std::string& prefix = evaluation_.prefix_text(instance_.declaration, instance_.module);
      if (expansion.repetition == Repetition::Single) {
        row_ = snapshot.find(prefix + "[0]");
      } else if (expansion.repetition == Repetition::Count && instance_.key.number() == 0) {
        row_ = snapshot.find(prefix);
      }
      if (row_ != kNoRow && context_.moved->mentions(evaluation_.address_of(id_))) row_ = kNoRow;
      if (row_ != kNoRow) {
        moved_from_ = std::string(context_.moved->previous_of(row_));
        if (moved_from_.empty()) moved_from_ = std::string(snapshot.row(row_).address);
      }
    }
    if (row_ != kNoRow) {
      (*context_.claimed)[row_] = 1;
      instance_.row = row_;
    }
  }

  void fail() {
    instance_.failed = true;
    instance_.value = Value::unknown(schema_.block.type);
    instance_.has_value = true;
  }

  bool forced_by_request() const {
    return !context_.replace->empty() && context_.replace->count(worker_.address) > 0;
  }

  // The no-op certificate: nothing that planning would look at differs from when it last found
  // nothing to do.
  bool certified(const Value& config) {
    if (row_ == kNoRow || !moved_from_.empty() || !config.is_wholly_known()) return false;
    if (any(config.all_marks() & Marks::Ephemeral) || !declaration_.triggers.empty()) return false;
    const RowView& row = context_.snapshot->row(row_);
    if (row.tainted || forced_by_request()) return false;
    certificate_ = certificate_of(context_.options->key, facts_, config, schema_.block.type,
                                  row.version, worker_.buffer);
    have_certificate_ = true;
    if (!context_.options->certificates) return false;
    const Digest128* issued = context_.snapshot->certificate(row_);
    if (issued == nullptr || !(*issued == certificate_)) return false;
    if (const ReadResult* read = context_.refresh->result_of(row_)) {
      if (read->kind != ReadKind::Found ||
          !same_content(context_.refresh->stored_of(row_), read->value))
        return false;
    }
    return true;
  }

  void add_change(Change change) {
    change.address = evaluation_.address_of(id_);
    change.address_text = worker_.address;
    change.previous_address = moved_from_;
    if (imported_ != nullptr) {
      change.import_id = imported_->id;
      change.import_private = imported_->private_bytes;
    }
    change.provider_key = declaration_.provider_key;
    change.dependencies = facts_.dependencies;
    change.row = row_;
    change.instance = id_;
    change.declaration = instance_.declaration;
    change.schema_version = schema_.version;
    change.create_before_destroy = declaration_.create_before_destroy;
    change.span = declaration_.span;
    worker_.change_of.emplace_back(id_, static_cast<std::uint32_t>(worker_.changes.size()));
    worker_.changes.push_back(std::move(change));
  }

  void settle(const Value& value) {
    instance_.value = value;
    instance_.has_value = true;
  }

  // Postconditions, on what is planned.
  void check_after() {
    if (declaration_.postconditions.empty()) return;
    const Value self = evaluation_.instance_value(id_, arena_);
    evaluation_.check(declaration_.postconditions, "Resource postcondition", worker_.address,
                      declaration_.node, instance_.module, id_, &self, arena_, worker_.diagnostics,
                      nullptr);
  }

  void propose_managed(const Value& config) {
    Value stored = Value::null(schema_.block.type);
    Value prior = stored;
    std::string private_bytes;
    bool drifted = false;
    const RowView* row = row_ == kNoRow ? nullptr : &context_.snapshot->row(row_);
    if (row != nullptr) {
      private_bytes = std::string(row->private_bytes);
      auto value = row_value(arena_, *row, *declaration_.provider, schema_);
      if (!value) {
        worker_.diagnostics.error("E0401", "Stored value cannot be used",
                                  std::move(value).error().message +
                                      " Restore the state from a backup, or remove the instance "
                                      "from it with `tenon state rm '" +
                                      worker_.address + "'` and import it again.",
                                  declaration_.span);
        return fail();
      }
      stored = prior = *value;
      if (const ReadResult* read = context_.refresh->result_of(row_)) {
        if (!use_read(*read, stored, prior, private_bytes, drifted)) return fail();
      }
    } else if (const auto found = context_.imports->find(worker_.address);
               found != context_.imports->end()) {
      imported_ = &found->second;
      stored = prior = with_schema_marks(arena_, schema_.block, imported_->value);
      private_bytes = imported_->private_bytes;
    }
    const Value unmarked = config.without_marks(arena_);
    const Value plain_prior = prior.without_marks(arena_);
    const Value wanted = apply_ignore_changes(arena_, declaration_.resource->lifecycle,
                                              schema_.block, unmarked, plain_prior);
    Diagnostics judged;
    declaration_.provider->validate(
        ResourceMode::Managed, schema_.type, wanted,
        [this](const Path& path) { return span_of(path); }, judged);
    if (!take(judged, config)) return fail();

    PlanRequest request;
    request.type = schema_.type;
    request.configured = facts_.handle->configured.get();
    request.schema = &schema_;
    request.config = wanted;
    request.arena = &arena_;
    request.prior = plain_prior;
    request.proposed = proposed_value(arena_, schema_.block, plain_prior, wanted);
    request.private_bytes = private_bytes;
    Diagnostics planned_diagnostics;
    PlanResponse response = declaration_.provider->plan(request, planned_diagnostics);
    if (!take(planned_diagnostics, config)) return fail();

    Change change;
    change.before = prior;
    change.config = config;
    change.drifted = drifted;
    const bool exists = !prior.is_null();
    change.tainted = exists && row != nullptr && row->tainted;
    if (!exists) {
      change.action = ChangeAction::Create;
    } else if (change.tainted) {
      change.reason = ActionReason::ReplaceBecauseTainted;
    } else if (forced_by_request()) {
      change.reason = ActionReason::ReplaceByRequest;
    } else if (triggered()) {
      change.reason = ActionReason::ReplaceByTriggers;
    } else if (!response.replace.empty()) {
      change.reason = ActionReason::ReplaceBecauseCannotUpdate;
    }
    if (change.reason != ActionReason::None) {
      change.replace_paths = response.replace;
      change.action = declaration_.create_before_destroy ? ChangeAction::CreateThenDelete
                                                         : ChangeAction::DeleteThenCreate;
      // What replaces it is a new object: planned as one.
      request.prior = Value::null(schema_.block.type);
      request.config = unmarked;
      request.proposed = proposed_value(arena_, schema_.block, request.prior, unmarked);
      request.private_bytes = {};
      response = declaration_.provider->plan(request, planned_diagnostics);
      if (!take(planned_diagnostics, config)) return fail();
    }
    change.private_bytes = response.private_bytes;
    change.after = with_schema_marks(
        arena_, schema_.block,
        merge_marks(arena_, config, without_write_only(arena_, schema_.block, response.planned)));
    if (exists && change.reason == ActionReason::None) decide_update(change, stored, private_bytes);
    conclude(std::move(change), config);
  }

  // What the refresh found, as the prior value. False where it is an error that the object could
  // not be checked.
  bool use_read(const ReadResult& read, const Value& stored, Value& prior,
                std::string& private_bytes, bool& drifted) {
    switch (read.kind) {
      case ReadKind::Found:
        prior = merge_marks(arena_, stored, with_schema_marks(arena_, schema_.block, read.value));
        private_bytes = read.private_bytes;
        drifted = !same_content(stored, read.value);
        break;
      case ReadKind::Absent:
        prior = Value::null(schema_.block.type);
        drifted = true;
        break;
      case ReadKind::Unchecked:
        worker_.not_checked.push_back({worker_.address, read.error.message});
        if (context_.options->allow_unchecked) return true;
        Diagnostic diagnostic;
        diagnostic.code = "E0402";
        diagnostic.summary = "Object could not be checked";
        diagnostic.detail = worker_.address + " could not be read: " + read.error.message +
                            ". Nothing is planned for it. Give the permission or wait, or say "
                            "-allow-unchecked to plan from what is stored.";
        diagnostic.span = declaration_.span;
        diagnostic.address = worker_.address;
        worker_.diagnostics.add(std::move(diagnostic));
        return false;
    }
    if (drifted) {
      Drift drift;
      drift.address = evaluation_.address_of(id_);
      drift.address_text = worker_.address;
      drift.provider_key = declaration_.provider_key;
      drift.row = row_;
      drift.stored = stored;
      drift.found = prior;
      drift.private_bytes = private_bytes;
      worker_.drift.push_back(std::move(drift));
    }
    return true;
  }

  void decide_update(Change& change, const Value& stored, const std::string& private_bytes) {
    if (!same_content(change.before, change.after) || !change.after.is_wholly_known()) {
      change.action = ChangeAction::Update;
      return;
    }
    if (!identical(change.before, change.after)) {
      change.action = ChangeAction::Update;  // only what is secret changed
      return;
    }
    change.action = ChangeAction::NoOp;
    if (row_ == kNoRow) {
      change.record = true;  // imported as it is
      return;
    }
    const RowView& row = context_.snapshot->row(row_);
    change.record =
        change.drifted || !moved_from_.empty() || row.dependencies != facts_.dependencies ||
        row.schema_version != schema_.version ||
        row.create_before_destroy != declaration_.create_before_destroy ||
        row.provider != declaration_.provider_key || private_bytes != row.private_bytes ||
        row.type != schema_.block.type || !identical(stored, change.after);
  }

  void conclude(Change change, const Value& config) {
    if (change.action != ChangeAction::NoOp && declaration_.resource->lifecycle.prevent_destroy &&
        change.is_replace())
      refuse_destroy();
    if (change.action != ChangeAction::NoOp && !worker_.not_checked.empty() &&
        worker_.not_checked.back().address == worker_.address) {
      worker_.diagnostics.error("E0403", "Change of an object that was not checked",
                                worker_.address +
                                    " could not be read, and the configuration asks for a change "
                                    "of it. Nothing is changed blindly: make it readable first.",
                                declaration_.span);
    }
    if (change.action == ChangeAction::NoOp && !change.record) {
      // The row is the planned value; it stays encoded.
      if (have_certificate_ && config.is_wholly_known()) {
        worker_.certificates.push_back(
            {worker_.address, context_.snapshot->row(row_).version, certificate_});
      }
      check_after();
      return;
    }
    settle(change.after);
    add_change(std::move(change));
    check_after();
  }

  void refuse_destroy() {
    worker_.diagnostics.error("E0404", "Instance cannot be destroyed",
                              worker_.address +
                                  " has lifecycle.prevent_destroy set, and the plan would replace "
                                  "it. Undo the change that forces the replacement, or remove "
                                  "prevent_destroy if it may go.",
                              declaration_.span);
  }

  // replace_triggered_by: whether something that it names changes in this plan.
  bool triggered() {
    for (const BoundExpression& trigger : declaration_.triggers) {
      const auto references = trigger.expression.references();
      for (std::size_t i = 0; i < references.size(); ++i) {
        if (trigger.bindings[i].subject == lang::kUnbound) continue;
        const Subject& subject = evaluation_.graph().subjects[trigger.bindings[i].subject];
        if (subject.kind != SubjectKind::Declaration) continue;
        if (evaluation_.graph().declarations[subject.declaration].kind != DeclarationKind::Resource)
          continue;
        if (changes_at(subject.declaration, references[i], trigger.bindings[i].steps)) return true;
      }
    }
    return false;
  }

  bool changes_at(DeclarationId id, const lang::Reference& reference, std::uint32_t used) {
    if (instance_.module >= evaluation_.expansions[id].size()) return false;
    const Expansion& expansion = evaluation_.expansions[id][instance_.module];
    std::size_t next = used;
    InstanceKey key;
    bool keyed = false;
    if (expansion.repetition != Repetition::Single && next < reference.steps.size()) {
      const lang::ReferenceStep& step = reference.steps[next];
      if (step.kind == lang::ReferenceStep::Kind::Index)
        key = InstanceKey::number(step.index), keyed = true;
      if (step.kind == lang::ReferenceStep::Kind::Key)
        key = InstanceKey::string(step.name), keyed = true;
      if (keyed) ++next;
    } else if (expansion.repetition != Repetition::Single && !instance_.key.none()) {
      key = instance_.key;  // a.b[count.index], a.b[each.key]
      keyed = true;
    }
    Path path;
    for (; next < reference.steps.size(); ++next) {
      const lang::ReferenceStep& step = reference.steps[next];
      path.push_back(step.kind == lang::ReferenceStep::Kind::Name ? PathStep::attribute(step.name)
                     : step.kind == lang::ReferenceStep::Kind::Key
                         ? PathStep::key(step.name)
                         : PathStep::at(static_cast<std::uint64_t>(step.index)));
    }
    for (std::uint32_t i = 0; i < expansion.count; ++i) {
      const Instance& other = evaluation_.instances[expansion.first + i];
      if (keyed && !(other.key == key)) continue;
      if (other.change == kNoChange) continue;
      const Change& change = (*context_.changes)[other.change];
      if (change.action == ChangeAction::NoOp || change.action == ChangeAction::Read) continue;
      if (path.empty()) return true;
      if (change.action == ChangeAction::Create)
        continue;  // an attribute of what did not exist has not changed
      const auto before = value_at(change.before, path);
      const auto after = value_at(change.after, path);
      if (!before || !after || !same_content(*before, *after)) return true;
    }
    return false;
  }

  // --- data sources
  // -------------------------------------------------------------------------------------------------
  void propose_data(const Value& config) {
    const Value unmarked = config.without_marks(arena_);
    Diagnostics judged;
    declaration_.provider->validate(
        ResourceMode::Data, schema_.type, unmarked,
        [this](const Path& path) { return span_of(path); }, judged);
    if (!take(judged, config)) return fail();
    const bool unknown = context_.options->validate_only || !config.is_wholly_known() ||
                         facts_.handle->configured == nullptr ||
                         !facts_.handle->configured->can_read();
    if (unknown || facts_.pending_dependency) {
      Change change;
      change.action = ChangeAction::Read;
      change.reason = unknown ? ActionReason::ReadBecauseConfigUnknown
                              : ActionReason::ReadBecauseDependencyPending;
      change.before = Value::null(schema_.block.type);
      change.config = config;
      const Value proposed = proposed_value(arena_, schema_.block, change.before, unmarked);
      change.after = merge_marks(arena_, config,
                                 with_computed_unknown(arena_, schema_.block, proposed, unmarked));
      settle(change.after);
      add_change(std::move(change));
      return;
    }
    DataRequest request{schema_.type, facts_.handle->configured.get(),
                        &schema_,     worker_.address,
                        unmarked,     &arena_};
    auto value = declaration_.provider->read_data(request);
    if (!value) {
      worker_.diagnostics.error(
          "E0405", "Data source could not be read",
          worker_.address + ": " + without_secrets(value.error().message, config),
          declaration_.span);
      return fail();
    }
    const Value after =
        with_schema_marks(arena_, schema_.block, merge_marks(arena_, config, *value));
    settle(after);
    bool same = false;
    if (row_ != kNoRow) {
      const auto stored =
          row_value(arena_, context_.snapshot->row(row_), *declaration_.provider, schema_);
      same = stored && identical(*stored, after) &&
             context_.snapshot->row(row_).dependencies == facts_.dependencies;
    }
    if (!same) {
      Change change;
      change.action = ChangeAction::NoOp;
      change.record = true;
      change.before = change.after = after;
      change.config = config;
      add_change(std::move(change));
    }
    check_after();
  }

  // Takes over what a provider said of `config`, without what is secret in that.
  bool take(Diagnostics& found, const Value& config) {
    for (Diagnostic& diagnostic : found.list()) {
      diagnostic.detail = without_secrets(std::move(diagnostic.detail), config);
      if (diagnostic.address.empty()) diagnostic.address = worker_.address;
      if (!diagnostic.span.known()) diagnostic.span = declaration_.span;
    }
    worker_.diagnostics.append(found);
    const bool fine = !found.has_errors();
    found = Diagnostics();
    return fine;
  }

  SourceSpan span_of(const Path& path) const {
    const BlockTemplate* block = declaration_.body.get();
    std::size_t at = 0;
    while (block != nullptr && at < path.size()) {
      const std::uint32_t slot = path[at].kind == PathStep::Kind::Index
                                     ? ObjectShape::kAbsent
                                     : block->schema->shape().slot_of(path[at].name);
      if (slot == ObjectShape::kAbsent) break;
      for (const auto& attribute : block->attributes) {
        if (attribute.slot == slot) return attribute.value.expression.span();
      }
      const BlockTemplate* inside = nullptr;
      std::uint64_t position = 0;
      const std::uint64_t wanted =
          at + 1 < path.size() && path[at + 1].kind == PathStep::Kind::Index ? path[at + 1].index
                                                                             : 0;
      for (const auto& nested : block->nested) {
        if (nested.slot == slot && position++ == wanted) inside = nested.content.get();
      }
      block = inside;
      at += at + 1 < path.size() && path[at + 1].kind == PathStep::Kind::Index ? 2 : 1;
    }
    return declaration_.span;
  }

  const ProposeContext& context_;
  const DeclarationFacts& facts_;
  InstanceId id_;
  ProposeWorker& worker_;
  Evaluation& evaluation_;
  Instance& instance_;
  const Declaration& declaration_;
  const ResourceSchema& schema_;
  Arena& arena_;
  std::uint32_t row_ = kNoRow;
  std::string moved_from_;
  const Imported* imported_ = nullptr;
  Digest128 certificate_;
  bool have_certificate_ = false;
};

}  // namespace

void propose_instance(const ProposeContext& context, const DeclarationFacts& facts, InstanceId id,
                      ProposeWorker& worker) {
  Proposal(context, facts, id, worker).run();
}

Digest128 certificate_of(const DigestKey& key, const DeclarationFacts& facts, const Value& config,
                         Type type, std::uint64_t version, std::string& buffer) {
  buffer.clear();
  put_digest(buffer, facts.digest);
  buffer.append(reinterpret_cast<const char*>(&version), sizeof version);
  encode(config, type, buffer);
  return keyed_digest(key, buffer);
}

DeclarationFacts facts_of(const ProposeContext& context, DeclarationId id) {
  const Declaration& declaration = context.evaluation->graph().declarations[id];
  DeclarationFacts facts;
  facts.handle = context.handles->known(declaration.provider_key);
  std::vector<std::string> addresses;
  for (const DeclarationId need : declaration.resources)
    addresses.push_back(context.evaluation->graph().declarations[need].address);
  std::sort(addresses.begin(), addresses.end());
  facts.dependencies = encode_dependencies(addresses);
  for (const DeclarationId need : declaration.explicit_resources) {
    for (const InstanceId instance : context.evaluation->instances_of(need)) {
      const std::uint32_t change = context.evaluation->instances[instance].change;
      if (change != kNoChange && (*context.changes)[change].action != ChangeAction::NoOp)
        facts.pending_dependency = true;
    }
  }
  std::string bytes;
  put_digest(bytes, declaration.schema->digest);
  if (facts.handle != nullptr && facts.handle->configured != nullptr)
    put_digest(bytes, facts.handle->configured->plan_digest());
  const config::Lifecycle& lifecycle = declaration.resource->lifecycle;
  bytes += declaration.create_before_destroy ? 'c' : 'd';
  bytes += lifecycle.ignore_all ? 'a' : 's';
  for (const lang::Reference& ignored : lifecycle.ignore_changes) put_bytes(bytes, ignored.text());
  put_bytes(bytes, facts.dependencies);
  put_bytes(bytes, declaration.provider_key);
  facts.digest = keyed_digest(context.options->key, bytes);
  return facts;
}

}  // namespace tenon
