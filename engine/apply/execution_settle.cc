#include "engine/apply/execution.h"
#include "engine/plan/propose.h"
#include "engine/plan/secrets.h"
#include "schema/resource/validate.h"
#include "schema/value/wire.h"

namespace tenon {

namespace {

bool ends_sentence(const std::string& text) {
  return !text.empty() && (text.back() == '.' || text.back() == '?' || text.back() == '!');
}

}  // namespace

std::string Executor::deposed_key_of(std::uint32_t step) const {
  if (graph_.steps[step].kind != StepKind::Remove) return {};
  const Change& change = change_of(step);
  if (change.action != ChangeAction::CreateThenDelete) return change.deposed_key;
  const auto found = deposed_of_change_.find(graph_.steps[step].change);
  return found == deposed_of_change_.end() ? std::string() : found->second;
}

void Executor::put_row(const Change& change, const Value& value, const std::string& private_bytes,
                       bool tainted) {
  Row row;
  row.address = change.address_text;
  row.provider = change.provider_key;
  row.schema_version = change.schema_version;
  const ProviderHandle* handle = run_.handles->known(change.provider_key);
  row.type = handle->provider->schema(change.address.mode, change.address.type)->block.type;
  encode(value, row.type, row.value);
  row.private_bytes = private_bytes;
  row.dependencies = change.dependencies;
  row.tainted = tainted;
  row.create_before_destroy = change.create_before_destroy;
  // A batch removes after it writes, and what was removed to be replaced is there again.
  if (removed_.erase(row.address) > 0) {
    std::erase_if(batch_.remove_rows, [&](const RowKey& key) {
      return key.address == row.address && key.deposed_key.empty();
    });
  }
  batch_.put_rows.push_back(std::move(row));
}

void Executor::remove_row(const std::string& address, const std::string& deposed_key) {
  if (deposed_key.empty()) removed_.insert(address);
  batch_.remove_rows.push_back({address, deposed_key});
}

void Executor::settle(std::uint32_t step, const OperationResult& result) {
  const Change& change = change_of(step);
  Running& running = steps_[step];
  diagnostics_.append(result.diagnostics);
  if (result.kind == OperationResult::Kind::Again) {
    running.continuation = result.continuation;
    again_.emplace(env_.monotonic() + result.again_after, step);
    return;
  }
  const auto elapsed =
      std::chrono::duration_cast<std::chrono::milliseconds>(env_.monotonic() - running.begun);
  if (result.kind == OperationResult::Kind::Failed) {
    settle_failure(step, result);
    return;
  }
  const StepKind kind = graph_.steps[step].kind;
  if (kind == StepKind::Remove) {
    remove_row(change.address_text, deposed_key_of(step));
    splice(change);
    ++outcome_.destroyed;
  } else {
    const ResourceSchema* schema = run_.handles->known(change.provider_key)
                                       ->provider->schema(change.address.mode, change.address.type);
    const Value value = deep_copy(
        *arena_, with_schema_marks(
                     *running.arena, schema->block,
                     merge_marks(*running.arena, running.inputs.marked,
                                 without_write_only(*running.arena, schema->block, result.value))));
    const bool unfinished =
        kind == StepKind::Create && has_provisioners(evaluation_, change, When::Create);
    put_row(change, value, result.private_bytes, unfinished);
    publish(change, value);
    if (unfinished) {
      running.made = value;
      running.inputs.private_bytes = result.private_bytes;
      close_intent(running);
      provision(step, When::Create, value);
      return;
    }
    certify(change, *schema, running, value);
    if (kind == StepKind::Create) ++outcome_.added;
    if (kind == StepKind::Update) ++outcome_.changed;
    if (!postconditions_hold(step, value)) {
      close_intent(running);
      note(change, kind, elapsed);
      complete(step, State::Failed);
      ++outcome_.failed;
      return;
    }
  }
  close_intent(running);
  note(change, kind, elapsed);
  observer_.finished(
      change, kind, elapsed,
      kind == StepKind::Remove ? change.before : evaluation_.instances[change.instance].value);
  complete(step, State::Done);
}

bool Executor::postconditions_hold(std::uint32_t step, const Value& value) {
  const Change& change = change_of(step);
  const Declaration& declaration = evaluation_.graph().declarations[change.declaration];
  if (declaration.postconditions.empty()) return true;
  return evaluation_.check(declaration.postconditions, "Resource postcondition",
                           change.address_text, declaration.node,
                           evaluation_.instances[change.instance].module, change.instance, &value,
                           *arena_, diagnostics_, nullptr);
}

void Executor::close_intent(const Running& running) {
  if (!running.intent.empty()) batch_.close_intents.push_back(running.intent);
}

void Executor::note(const Change& change, StepKind kind, std::chrono::milliseconds elapsed) {
  if (kind != StepKind::Read)
    batch_.history.push_back({change.address_text, action_word(kind), elapsed.count()});
}

void Executor::certify(const Change& change, const ResourceSchema& schema, Running& running,
                       const Value& value) {
  if (change.address.mode != ResourceMode::Managed || !running.inputs.marked.is_wholly_known())
    return;
  const Value planned = running.inputs.planned.without_marks(*running.arena);
  if (!contradictions(schema.block, planned, value.without_marks(*running.arena)).empty()) return;
  pending_certificates_.push_back(change.instance);
}

void Executor::publish(const Change& change, const Value& value) {
  Instance& instance = evaluation_.instances[change.instance];
  instance.value = value;
  instance.has_value = true;
  evaluation_.forget_subject(change.declaration, instance.module);
}

std::string Executor::message_of(std::uint32_t step, const OperationResult& result) {
  return without_secrets(without_secrets(result.error.message, steps_[step].inputs.marked),
                         change_of(step).before);
}

void Executor::settle_failure(std::uint32_t step, const OperationResult& result) {
  const Change& change = change_of(step);
  Running& running = steps_[step];
  const StepKind kind = graph_.steps[step].kind;
  std::string why = message_of(step, result);
  if (result.ambiguous) {
    why +=
        ". It may have taken effect all the same: the next run finds out before it does anything "
        "else";
  } else {
    if (kind == StepKind::Create && !result.value.is_null()) {
      // It exists, but not as it should be: remembered, and replaced next time.
      const ResourceSchema* schema =
          run_.handles->known(change.provider_key)
              ->provider->schema(change.address.mode, change.address.type);
      put_row(change,
              with_schema_marks(*running.arena, schema->block,
                                merge_marks(*running.arena, running.inputs.marked, result.value)),
              result.private_bytes, true);
      batch_.history.push_back({change.address_text, "create (tainted)", 0});
    } else if (kind == StepKind::Create && running.deposed) {
      restore(step);
    } else if (kind == StepKind::Update && !result.value.is_null()) {
      put_row(change, merge_marks(*running.arena, running.inputs.marked, result.value),
              result.private_bytes, change.tainted);
    }
    close_intent(running);
  }
  // Credentials that are refused once are refused for everything: said once, and nothing more is
  // sent with them.
  const bool refused = result.error.category == ErrorCategory::Unauthenticated;
  const bool told = refused && !unusable_.insert(change.provider_key).second;
  fail(step, why, told);
}

void Executor::restore(std::uint32_t step) {
  const Change& change = change_of(step);
  const std::string& key = steps_[step].deposed_key;
  if (is_local(step)) {
    batch_.remove_rows.push_back({change.address_text, key});  // it never left
    return;
  }
  flush();
  Batch back;
  back.move_rows.push_back({{change.address_text, key}, {change.address_text, ""}});
  commit(back);
}

void Executor::fail(std::uint32_t step, const std::string& why, bool told) {
  const Change& change = change_of(step);
  ++outcome_.failed;
  observer_.failed(change, graph_.steps[step].kind, why);
  if (!told) {
    Diagnostic diagnostic;
    diagnostic.code = "E0504";
    diagnostic.summary = "Action failed";
    diagnostic.detail = change.address_text + ": " + action_word(graph_.steps[step].kind) +
                        " failed: " + why + (ends_sentence(why) ? "" : ".");
    diagnostic.span = change.span;
    diagnostic.address = change.address_text;
    diagnostics_.add(std::move(diagnostic));
  }
  complete(step, State::Failed);
}

void Executor::complete(std::uint32_t step, State state) {
  steps_[step].state = state;
  steps_[step].arena.reset();
  steps_[step].inputs = FinishedInputs();
  for (std::uint32_t i = graph_.first[step]; i < graph_.first[step + 1]; ++i) {
    const std::uint32_t next = graph_.after[i];
    if (state != State::Done) {
      skip(next, step);
    } else if (--steps_[next].waits == 0 && steps_[next].state == State::Waiting) {
      ready(next);
    }
  }
}

void Executor::skip(std::uint32_t first, std::uint32_t because) {
  std::vector<std::uint32_t> open{first};
  while (!open.empty()) {
    const std::uint32_t step = open.back();
    open.pop_back();
    if (steps_[step].state != State::Waiting) continue;
    steps_[step].state = State::Skipped;
    if (graph_.steps[step].change != kNoChange) {
      ++outcome_.skipped;
      const std::string needs = graph_.steps[because].change == kNoChange ? std::string()
                                : because == step ? std::string("credentials that are accepted")
                                                  : change_of(because).address_text;
      observer_.skipped(change_of(step), graph_.steps[step].kind, needs);
    }
    for (std::uint32_t i = graph_.first[step]; i < graph_.first[step + 1]; ++i)
      open.push_back(graph_.after[i]);
  }
}

void Executor::leave_out(std::uint32_t step) {
  steps_[step].state = State::Waiting;
  skip(step, step);
}

}  // namespace tenon
