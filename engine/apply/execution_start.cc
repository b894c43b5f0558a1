#include <algorithm>

#include "engine/apply/execution.h"
#include "engine/plan/propose.h"
#include "schema/base/digest.h"
#include "schema/resource/validate.h"
#include "schema/value/wire.h"

namespace tenon {

namespace {

constexpr std::size_t kRowsPerCommit = 2000;

std::string random_hex(Env& env, std::size_t bytes) {
  std::vector<std::uint8_t> random(bytes);
  env.random_bytes(random);
  return to_hex({reinterpret_cast<const char*>(random.data()), random.size()});
}

}  // namespace

const Change& Executor::change_of(std::uint32_t step) const {
  return plan_.changes[graph_.steps[step].change];
}

void Executor::prepare() {
  evaluation_.set_lazy(arena_);
  evaluation_.set_phase(lang::Phase::Apply);
  steps_.resize(graph_.steps.size());
  for (std::uint32_t step = 0; step < steps_.size(); ++step)
    steps_[step].waits = graph_.waits[step];
  prioritise();
  for (std::uint32_t step = 0; step < steps_.size(); ++step) {
    if (steps_[step].waits == 0) ready(step);
  }
  // Subjects that planning built are worked out again as instances change.
  for (const Change& change : plan_.changes) {
    if (change.instance != kNoInstance && change.action != ChangeAction::NoOp) {
      evaluation_.forget_subject(change.declaration, evaluation_.instances[change.instance].module);
    }
  }
}

void Executor::prioritise() {
  std::vector<std::uint32_t> order;
  std::vector<std::uint32_t> waits = graph_.waits;
  for (std::uint32_t step = 0; step < waits.size(); ++step) {
    if (waits[step] == 0) order.push_back(step);
  }
  for (std::size_t at = 0; at < order.size(); ++at) {
    for (std::uint32_t i = graph_.first[order[at]]; i < graph_.first[order[at] + 1]; ++i) {
      if (--waits[graph_.after[i]] == 0) order.push_back(graph_.after[i]);
    }
  }
  for (std::size_t at = order.size(); at-- > 0;) {
    const std::uint32_t step = order[at];
    std::int64_t longest = 0;
    for (std::uint32_t i = graph_.first[step]; i < graph_.first[step + 1]; ++i)
      longest = std::max(longest, steps_[graph_.after[i]].priority);
    steps_[step].priority = longest + estimate(step);
  }
}

std::int64_t Executor::estimate(std::uint32_t step) const {
  if (graph_.steps[step].change == kNoChange) return 0;
  const std::string key =
      std::string(change_of(step).address.type.view()) + " " + action_word(graph_.steps[step].kind);
  const auto known = durations_.find(key);
  return known == durations_.end() ? 1000 : std::max<std::int64_t>(known->second, 1);
}

std::string Executor::action_word(StepKind kind) {
  switch (kind) {
    case StepKind::Create:
      return "create";
    case StepKind::Update:
      return "update";
    case StepKind::Remove:
      return "delete";
    case StepKind::Read:
      return "read";
    case StepKind::Forget:
      return "forget";
    case StepKind::Barrier:
      return "";
  }
  return "";
}

void Executor::write_records() {
  if (!write_moves() || !write_imports()) return;
  for (const Change& change : plan_.changes) {
    if (!change.record) continue;
    put_row(change, change.after, change.private_bytes, false);
  }
  for (const std::uint32_t row : plan_.dropped_rows) {
    batch_.remove_rows.push_back({std::string(plan_.snapshot->row(row).address),
                                  std::string(plan_.snapshot->row(row).deposed_key)});
  }
  flush();
}

// Moves come after writes in a batch, so they are batches of their own: what blocks say, then what
// moves by itself.
bool Executor::write_moves() {
  Batch said;
  for (const RowMove& move : plan_.moves)
    said.move_rows.push_back({{move.from, move.deposed_key}, {move.to, move.deposed_key}});
  for (const std::uint32_t index : plan_.respliced) {
    const RowView& row = plan_.snapshot->row(index);
    said.splices.push_back(
        {std::string(row.address), std::string(row.deposed_key), std::string(row.dependencies)});
  }
  if (!said.empty() && !commit(said)) return false;
  Batch implied;
  for (const Change& change : plan_.changes) {
    if (change.previous_address.empty() || change.row == kNoRow) continue;
    const std::string_view now = plan_.snapshot->row(change.row).address;
    if (now != change.address_text)
      implied.move_rows.push_back({{std::string(now), ""}, {change.address_text, ""}});
  }
  return implied.empty() || commit(implied);
}

// What is imported is in the state before anything happens to it.
bool Executor::write_imports() {
  for (const Change& change : plan_.changes) {
    if (change.import_id.empty()) continue;
    put_row(change, change.before, change.import_private, false);
    batch_.history.push_back({change.address_text, "import", 0});
    observer_.imported(change);
    ++outcome_.imported;
  }
  return batch_.empty() || flush();
}

bool Executor::stopping() {
  if (options_.interrupts != nullptr && options_.interrupts->load() > 0)
    outcome_.interrupted = true;
  return outcome_.interrupted;
}

void Executor::start_ready() {
  while (!ready_.empty() && !stopping() && failure_.empty()) {
    const std::uint32_t step = ~ready_.top().second;
    if (graph_.steps[step].kind == StepKind::Barrier) {
      ready_.pop();
      complete(step, State::Done);
      continue;
    }
    const bool local = is_local(step);
    if (!local && in_flight() >= options_.parallelism) return;
    ready_.pop();
    if (!local && unusable_.count(change_of(step).provider_key) > 0) {
      leave_out(step);
      continue;
    }
    if (local) {
      start_local(step);
      if (batch_.put_rows.size() + batch_.remove_rows.size() >= kRowsPerCommit && !flush()) return;
    } else {
      start_remote(step);
    }
  }
}

std::size_t Executor::in_flight() const {
  return workers_ == nullptr ? to_dispatch_.size() : workers_->busy() + to_dispatch_.size();
}

bool Executor::is_local(std::uint32_t step) const {
  const Step& what = graph_.steps[step];
  if (what.kind == StepKind::Forget) return true;
  if (what.kind == StepKind::Read) return false;
  const Change& change = change_of(step);
  const ProviderHandle* handle = run_.handles->known(change.provider_key);
  return handle != nullptr && handle->provider->effect(change.address.type) == Effect::Store;
}

const ProviderHandle* Executor::handle_of(const Change& change) {
  const ProviderHandle* handle = run_.handles->known(change.provider_key);
  if (handle != nullptr && handle->configured != nullptr && !handle->configured->can_read()) {
    for (DeclarationId id = 0; id < evaluation_.graph().declarations.size(); ++id) {
      const Declaration& declaration = evaluation_.graph().declarations[id];
      if (declaration.kind == DeclarationKind::ProviderConfig &&
          declaration.provider_key == change.provider_key) {
        kept_.push_back(handle->configured);
        run_.handles->configure(evaluation_, id, *arena_, diagnostics_);
      }
    }
    handle = run_.handles->known(change.provider_key);
  }
  return handle != nullptr && handle->configured != nullptr ? handle : nullptr;
}

bool Executor::prepare_request(std::uint32_t step, OperationRequest& request) {
  const Change& change = change_of(step);
  Running& running = steps_[step];
  const ProviderHandle* handle = handle_of(change);
  if (handle == nullptr) {
    fail(step, "its provider could not be configured");
    return false;
  }
  running.arena = std::make_unique<Arena>();
  request.type = change.address.type;
  request.configured = handle->configured.get();
  request.schema = handle->provider->schema(change.address.mode, change.address.type);
  request.address = change.address_text;
  request.arena = running.arena.get();
  request.private_bytes = change.private_bytes;
  switch (graph_.steps[step].kind) {
    case StepKind::Create:
    case StepKind::Update:
    case StepKind::Read: {
      request.kind = graph_.steps[step].kind == StepKind::Update ? OperationKind::Update
                                                                 : OperationKind::Create;
      Diagnostics found;
      const Declaration& declaration = evaluation_.graph().declarations[change.declaration];
      bool fine = true;
      if (!declaration.preconditions.empty()) {
        fine = evaluation_.check(declaration.preconditions, "Resource precondition",
                                 change.address_text, declaration.node,
                                 evaluation_.instances[change.instance].module, change.instance,
                                 nullptr, *running.arena, found, nullptr);
      }
      if (fine && graph_.steps[step].kind == StepKind::Read) {
        fine = evaluate_data(change, running, found);
      } else if (fine) {
        fine = finish_inputs(run_, change, *running.arena, running.inputs, found);
      }
      diagnostics_.append(found);
      if (!fine) {
        fail(step,
             found.empty() ? "its inputs could not be worked out" : found.list().front().detail,
             true);
        return false;
      }
      request.prior = change.before.without_marks(*running.arena);
      request.planned = running.inputs.planned;
      request.config = running.inputs.config;
      request.private_bytes = running.inputs.private_bytes;
      break;
    }
    default:
      request.kind = OperationKind::Remove;
      request.prior = change.before.without_marks(*running.arena);
      request.private_bytes = change.row == kNoRow ? std::string_view(change.import_private)
                                                   : plan_.snapshot->row(change.row).private_bytes;
  }
  return true;
}

bool Executor::evaluate_data(const Change& change, Running& running, Diagnostics& found) {
  const Declaration& declaration = evaluation_.graph().declarations[change.declaration];
  bool ok = true;
  running.inputs.marked = evaluation_.evaluate_block(*declaration.body, declaration.node,
                                                     evaluation_.instances[change.instance].module,
                                                     change.instance, *running.arena, found, &ok);
  running.inputs.config = running.inputs.marked.without_marks(*running.arena);
  return ok;
}

void Executor::start_local(std::uint32_t step) {
  if (provision_first(step)) return;
  Running& running = steps_[step];
  running.state = State::Running;
  running.begun = env_.monotonic();
  const Change& change = change_of(step);
  if (graph_.steps[step].kind == StepKind::Forget) {
    batch_.remove_rows.push_back({change.address_text, change.deposed_key});
    batch_.history.push_back({change.address_text, action_word(StepKind::Forget), 0});
    complete(step, State::Done);
    return;
  }
  OperationRequest request;
  if (!prepare_request(step, request)) return;
  observer_.started(change, graph_.steps[step].kind);
  set_aside(step);
  OperationContext context;
  context.token = "local";
  context.deadline = running.begun + options_.deadline;
  context.cancelled = [] { return false; };
  context.progress = [](const Value&, std::string_view) { return ok_status(); };
  const OperationResult result =
      run_.handles->known(change.provider_key)->provider->operate(request, context);
  settle(step, result);
}

void Executor::set_aside(std::uint32_t step) {
  const Change& change = change_of(step);
  if (graph_.steps[step].kind != StepKind::Create ||
      change.action != ChangeAction::CreateThenDelete)
    return;
  const std::string key = random_hex(env_, 4);
  steps_[step].deposed = true;
  steps_[step].deposed_key = key;
  deposed_of_change_[graph_.steps[step].change] = key;
  // A row of its own rather than a move: a batch writes rows before it moves them.
  Row aside;
  aside.address = change.address_text;
  aside.deposed_key = key;
  if (change.row == kNoRow) {  // imported by this plan
    aside.provider = change.provider_key;
    aside.schema_version = change.schema_version;
    aside.type = change.before.type();
    encode(change.before, aside.type, aside.value);
    aside.private_bytes = change.import_private;
    aside.dependencies = change.dependencies;
  } else {
    const RowView& row = plan_.snapshot->row(change.row);
    aside.provider = std::string(row.provider);
    aside.schema_version = row.schema_version;
    aside.type = row.type;
    aside.value = std::string(row.value);
    aside.private_bytes = std::string(row.private_bytes);
    aside.dependencies = std::string(row.dependencies);
    aside.tainted = row.tainted;
  }
  aside.create_before_destroy = true;
  batch_.put_rows.push_back(std::move(aside));
  // Done in place, the new row replaces the old one in the same batch; else there is no current
  // object until the result.
  if (!is_local(step)) batch_.remove_rows.push_back({change.address_text, ""});
}

void Executor::start_remote(std::uint32_t step) {
  if (provision_first(step)) return;
  Running& running = steps_[step];
  running.state = State::Running;
  running.begun = env_.monotonic();
  OperationRequest request;
  if (!prepare_request(step, request)) return;
  const Change& change = change_of(step);
  observer_.started(change, graph_.steps[step].kind);
  Provider* provider = run_.handles->known(change.provider_key)->provider;
  Job job;
  job.step = step;
  job.provider = provider;
  job.request = request;
  if (graph_.steps[step].kind == StepKind::Read) {
    job.is_data = true;
    job.data = {change.address.type, request.configured,    request.schema,
                change.address_text, running.inputs.config, running.arena.get()};
    to_dispatch_.push_back(std::move(job));
    return;
  }
  running.intent = random_hex(env_, 8);
  running.token = random_uuid(env_);
  if (graph_.steps[step].kind == StepKind::Create &&
      provider->recovery(change.address.type).kind == RecoveryKind::Scan) {
    job.want_siblings = true;  // what is there already, before the intent
    to_dispatch_.push_back(std::move(job));
    return;
  }
  open_intent(step, std::move(job));
}

void Executor::open_intent(std::uint32_t step, Job job) {
  Running& running = steps_[step];
  const Change& change = change_of(step);
  set_aside(step);
  Intent intent;
  intent.id = running.intent;
  intent.run = run_id_;
  intent.action = job.request.kind == OperationKind::Create   ? IntentAction::Create
                  : job.request.kind == OperationKind::Update ? IntentAction::Update
                                                              : IntentAction::Remove;
  intent.address = change.address_text;
  intent.deposed_key = deposed_key_of(step);
  intent.resource_type = std::string(change.address.type.view());
  intent.provider = change.provider_key;
  intent.token = running.token;
  intent.siblings = running.siblings;
  intent.type = job.request.schema->block.type;
  intent.schema_version = job.request.schema->version;
  intent.private_bytes = std::string(job.request.private_bytes);
  intent.dependencies = change.dependencies;
  intent.create_before_destroy = change.create_before_destroy;
  intent.at =
      std::chrono::duration_cast<std::chrono::seconds>(env_.now().time_since_epoch()).count();
  if (job.request.kind != OperationKind::Remove) {
    const Value kept =
        without_write_only(*running.arena, job.request.schema->block,
                           merge_marks(*running.arena, change.after, running.inputs.planned));
    encode(kept, intent.type, intent.planned);
    encode(without_write_only(*running.arena, job.request.schema->block, running.inputs.marked),
           intent.type, intent.config);
  }
  batch_.open_intents.push_back(std::move(intent));
  job.want_siblings = false;
  job.request.private_bytes = kept_bytes(step, std::string(job.request.private_bytes));
  fill_context(step, job);
  to_dispatch_.push_back(std::move(job));
}

std::string_view Executor::kept_bytes(std::uint32_t step, std::string bytes) {
  steps_[step].inputs.private_bytes = std::move(bytes);
  return steps_[step].inputs.private_bytes;
}

void Executor::fill_context(std::uint32_t step, Job& job) {
  job.context.token = steps_[step].token;
  job.context.intent = steps_[step].intent;
  job.context.deadline = steps_[step].begun + options_.deadline;
  job.context.continuation = steps_[step].continuation;
  job.context.cancelled = [interrupts = options_.interrupts] {
    return interrupts != nullptr && interrupts->load() > 1;
  };
}

void Executor::siblings_known(JobResult& result) {
  if (result.result.kind == OperationResult::Kind::Failed) {
    fail(result.step, message_of(result.step, result.result));
    return;
  }
  steps_[result.step].siblings = std::move(result.siblings);
  open_intent(result.step, job_of(result.step));
}

Job Executor::job_of(std::uint32_t step) {
  Running& running = steps_[step];
  const Change& change = change_of(step);
  const ProviderHandle* handle = run_.handles->known(change.provider_key);
  Job job;
  job.step = step;
  job.provider = handle->provider;
  job.request.type = change.address.type;
  job.request.configured = handle->configured.get();
  job.request.schema = handle->provider->schema(change.address.mode, change.address.type);
  job.request.address = change.address_text;
  job.request.arena = running.arena.get();
  job.request.prior = change.before.without_marks(*running.arena);
  const StepKind kind = graph_.steps[step].kind;
  job.request.kind = kind == StepKind::Create   ? OperationKind::Create
                     : kind == StepKind::Update ? OperationKind::Update
                                                : OperationKind::Remove;
  job.request.planned = running.inputs.planned;
  job.request.config = running.inputs.config;
  job.request.private_bytes = kind == StepKind::Remove && change.row != kNoRow
                                  ? plan_.snapshot->row(change.row).private_bytes
                                  : std::string_view(running.inputs.private_bytes);
  fill_context(step, job);
  return job;
}

}  // namespace tenon
