#include "engine/apply/executor.h"

#include <algorithm>
#include <queue>
#include <set>
#include <tuple>

#include "engine/apply/inputs.h"
#include "engine/apply/workers.h"
#include "engine/plan/propose.h"
#include "engine/plan/secrets.h"
#include "schema/base/digest.h"
#include "schema/base/log.h"
#include "schema/resource/validate.h"
#include "schema/value/compare.h"
#include "schema/value/wire.h"

namespace tenon {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kRowsPerCommit = 2000;

std::string random_hex(Env& env, std::size_t bytes) {
  std::vector<std::uint8_t> random(bytes);
  env.random_bytes(random);
  return to_hex({reinterpret_cast<const char*>(random.data()), random.size()});
}

bool ends_sentence(const std::string& text) {
  return !text.empty() && (text.back() == '.' || text.back() == '?' || text.back() == '!');
}

class Executor {
 public:
  Executor(PlanRun& run, Session& session, const Lease& lease, const std::string& run_id,
           const ApplyOptions& options, ApplyObserver& observer, Env& env, Diagnostics& diagnostics)
      : run_(run),
        plan_(*run.plan),
        evaluation_(*run.evaluation),
        session_(session),
        lease_(lease),
        run_id_(run_id),
        options_(options),
        observer_(observer),
        env_(env),
        diagnostics_(diagnostics),
        graph_(plan_.actions) {
    plan_.arenas.push_back(std::make_unique<Arena>());
    arena_ = plan_.arenas.back().get();
    for (const auto& [type_and_action, milliseconds] : session.durations().value_or({}))
      durations_[type_and_action] = milliseconds;
  }

  ApplyOutcome run() {
    prepare();
    write_records();
    while (failure_.empty()) {
      start_ready();
      if (!flush()) break;
      dispatch();
      if (idle()) break;
      collect();
    }
    finish();
    return outcome_;
  }

 private:
  enum class State : std::uint8_t { Waiting, Running, Done, Failed, Skipped };

  struct Running {
    State state = State::Waiting;
    std::uint32_t waits = 0;
    std::int64_t priority = 0;
    Clock::time_point begun;
    std::string intent;
    std::string token;
    std::string siblings;
    std::string continuation;
    std::unique_ptr<Arena> arena;
    FinishedInputs inputs;
    bool deposed = false;  // the old object was set aside for this create
    std::string deposed_key;
  };

  const Change& change_of(std::uint32_t step) const {
    return plan_.changes[graph_.steps[step].change];
  }

  // --- before the first action
  // ------------------------------------------------------------------------------------
  void prepare() {
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
        evaluation_.forget_subject(change.declaration,
                                   evaluation_.instances[change.instance].module);
      }
    }
  }

  // Critical path: the longest way to the end, by what each kind of action took in earlier runs.
  void prioritise() {
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

  std::int64_t estimate(std::uint32_t step) const {
    if (graph_.steps[step].change == kNoChange) return 0;
    const std::string key = std::string(change_of(step).address.type.view()) + " " +
                            action_word(graph_.steps[step].kind);
    const auto known = durations_.find(key);
    return known == durations_.end() ? 1000 : std::max<std::int64_t>(known->second, 1);
  }

  static std::string action_word(StepKind kind) {
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

  void ready(std::uint32_t step) { ready_.emplace(steps_[step].priority, ~step); }

  // Rows that change without an action: moved ones, what a refresh found, data sources.
  void write_records() {
    for (const Change& change : plan_.changes) {
      // What moved is under its new address before anything else happens to it.
      if (!change.previous_address.empty()) {
        batch_.move_rows.push_back({{change.previous_address, ""}, {change.address_text, ""}});
      }
      if (!change.record) continue;
      put_row(change, change.after, change.private_bytes, false);
    }
    for (const std::uint32_t row : plan_.dropped_rows) {
      batch_.remove_rows.push_back({std::string(plan_.snapshot->row(row).address),
                                    std::string(plan_.snapshot->row(row).deposed_key)});
    }
    // Moves come after writes in a batch, so they are a batch of their own, before.
    if (!batch_.move_rows.empty()) {
      Batch moves;
      moves.move_rows = std::move(batch_.move_rows);
      batch_.move_rows.clear();
      if (!commit(moves)) return;
    }
    flush();
  }

  // --- one action
  // ---------------------------------------------------------------------------------------------------
  bool stopping() {
    if (options_.interrupts != nullptr && options_.interrupts->load() > 0)
      outcome_.interrupted = true;
    return outcome_.interrupted;
  }

  void start_ready() {
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
        if (batch_.put_rows.size() + batch_.remove_rows.size() >= kRowsPerCommit && !flush())
          return;
      } else {
        start_remote(step);
      }
    }
  }

  std::size_t in_flight() const {
    return workers_ == nullptr ? to_dispatch_.size() : workers_->busy() + to_dispatch_.size();
  }

  bool is_local(std::uint32_t step) const {
    const Step& what = graph_.steps[step];
    if (what.kind == StepKind::Forget) return true;
    if (what.kind == StepKind::Read) return false;
    const Change& change = change_of(step);
    const ProviderHandle* handle = run_.handles->known(change.provider_key);
    return handle != nullptr && handle->provider->effect(change.address.type) == Effect::Store;
  }

  // A provider configuration that needed a value of this apply is made now.
  const ProviderHandle* handle_of(const Change& change) {
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

  bool prepare_request(std::uint32_t step, OperationRequest& request) {
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
        if (change.is_replace() || change.row != kNoRow)
          request.private_bytes = plan_.snapshot->row(change.row).private_bytes;
    }
    return true;
  }

  bool evaluate_data(const Change& change, Running& running, Diagnostics& found) {
    const Declaration& declaration = evaluation_.graph().declarations[change.declaration];
    bool ok = true;
    running.inputs.marked = evaluation_.evaluate_block(
        *declaration.body, declaration.node, evaluation_.instances[change.instance].module,
        change.instance, *running.arena, found, &ok);
    running.inputs.config = running.inputs.marked.without_marks(*running.arena);
    return ok;
  }

  void start_local(std::uint32_t step) {
    Running& running = steps_[step];
    running.state = State::Running;
    running.begun = env_.monotonic();
    const Change& change = change_of(step);
    if (graph_.steps[step].kind == StepKind::Forget) {
      batch_.remove_rows.push_back({change.address_text, change.deposed_key});
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

  // Create-before-destroy: the object that is there gives its place to the new one, and waits under
  // a key of its own to be removed.
  void set_aside(std::uint32_t step) {
    const Change& change = change_of(step);
    if (graph_.steps[step].kind != StepKind::Create ||
        change.action != ChangeAction::CreateThenDelete)
      return;
    const std::string key = random_hex(env_, 4);
    steps_[step].deposed = true;
    steps_[step].deposed_key = key;
    deposed_of_change_[graph_.steps[step].change] = key;
    const RowView& row = plan_.snapshot->row(change.row);
    // A row of its own rather than a move: a batch writes rows before it moves them.
    Row aside;
    aside.address = change.address_text;
    aside.deposed_key = key;
    aside.provider = std::string(row.provider);
    aside.schema_version = row.schema_version;
    aside.type = row.type;
    aside.value = std::string(row.value);
    aside.private_bytes = std::string(row.private_bytes);
    aside.dependencies = std::string(row.dependencies);
    aside.tainted = row.tainted;
    aside.create_before_destroy = true;
    batch_.put_rows.push_back(std::move(aside));
    // Done in place, the new row replaces the old one in the same batch; else there is no current
    // object until the result.
    if (!is_local(step)) batch_.remove_rows.push_back({std::string(row.address), ""});
  }

  void start_remote(std::uint32_t step) {
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

  void open_intent(std::uint32_t step, Job job) {
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

  std::string_view kept_bytes(std::uint32_t step, std::string bytes) {
    steps_[step].inputs.private_bytes = std::move(bytes);
    return steps_[step].inputs.private_bytes;
  }

  void fill_context(std::uint32_t step, Job& job) {
    job.context.token = steps_[step].token;
    job.context.intent = steps_[step].intent;
    job.context.deadline = steps_[step].begun + options_.deadline;
    job.context.continuation = steps_[step].continuation;
    job.context.cancelled = [interrupts = options_.interrupts] {
      return interrupts != nullptr && interrupts->load() > 1;
    };
  }

  // --- durability
  // -----------------------------------------------------------------------------------------------------
  bool commit(const Batch& batch) {
    const Status status = session_.commit(batch, &lease_, run_id_);
    ++outcome_.commits;
    if (status) return true;
    failure_ = status.error().message;
    diagnostics_.error("E0503", "State could not be written",
                       failure_ +
                           ". Nothing further was started. What was under way is in the journal; "
                           "once the cause is gone, the next run finds out what became of it.");
    return false;
  }

  bool flush() {
    if (!failure_.empty()) return false;
    if (batch_.empty()) return true;
    const bool fine = commit(batch_);
    if (fine) {
      recorded_ = {outcome_.added, outcome_.changed, outcome_.destroyed};
    } else {
      // What the state does not know of is not done.
      std::tie(outcome_.added, outcome_.changed, outcome_.destroyed) = recorded_;
    }
    batch_ = Batch();
    removed_.clear();
    return fine;
  }

  void dispatch() {
    if (to_dispatch_.empty() || !failure_.empty()) return;
    if (workers_ == nullptr)
      workers_ = std::make_unique<Workers>(std::max<std::size_t>(options_.parallelism, 1));
    for (Job& job : to_dispatch_) workers_->submit(std::move(job));
    to_dispatch_.clear();
  }

  // Nothing runs, and nothing more can be started.
  bool idle() {
    if (workers_ != nullptr && workers_->busy() > 0) return false;
    if (!again_.empty() && !abandoned()) return false;
    if (!to_dispatch_.empty()) return false;
    return ready_.empty() || stopping();
  }

  bool abandoned() const {
    return options_.interrupts != nullptr && options_.interrupts->load() > 1;
  }

  void collect() {
    auto until = env_.monotonic() + std::chrono::milliseconds(200);
    for (const auto& [when, unused] : again_) until = std::min(until, when);
    std::vector<JobResult> results;
    std::vector<ProgressNote> progress;
    if (workers_ != nullptr) {
      workers_->take(results, progress, until);
    } else {
      env_.sleep(std::chrono::duration_cast<std::chrono::milliseconds>(until - env_.monotonic()));
    }
    if (abandoned()) {
      abandon(progress);
      return;
    }
    make_durable(progress);
    for (JobResult& result : results) {
      if (result.was_siblings) {
        siblings_known(result);
      } else {
        settle(result.step, result.result);
      }
    }
    wake();
    tell_progress();
  }

  void abandon(std::vector<ProgressNote>& progress) {
    make_durable(progress);
    workers_->abandon();
    failure_ = "abandoned";
    outcome_.interrupted = true;
  }

  void make_durable(std::vector<ProgressNote>& progress) {
    if (progress.empty()) return;
    for (const ProgressNote& note : progress) {
      Progress entry;
      entry.intent = steps_[note.step].intent;
      entry.identity = note.identity;
      const Change& change = change_of(note.step);
      const ResourceSchema* schema =
          run_.handles->known(change.provider_key)
              ->provider->schema(ResourceMode::Managed, change.address.type);
      entry.type = schema->block.type;
      encode(note.partial.type() == entry.type || note.partial.is_known() ? note.partial
                                                                          : Value::null(entry.type),
             entry.type, entry.partial);
      batch_.progress.push_back(std::move(entry));
    }
    const bool fine = flush();
    for (ProgressNote& note : progress) {
      note.answer->set_value(
          fine ? ok_status()
               : Status(make_error(ErrorCategory::Unknown, "the journal could not be written")));
    }
  }

  void siblings_known(JobResult& result) {
    if (result.result.kind == OperationResult::Kind::Failed) {
      fail(result.step, message_of(result.step, result.result));
      return;
    }
    steps_[result.step].siblings = std::move(result.siblings);
    open_intent(result.step, job_of(result.step));
  }

  Job job_of(std::uint32_t step) {
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

  void wake() {
    const auto now = env_.monotonic();
    while (!again_.empty() && again_.begin()->first <= now) {
      const std::uint32_t step = again_.begin()->second;
      again_.erase(again_.begin());
      to_dispatch_.push_back(job_of(step));
    }
  }

  void tell_progress() {
    const auto now = env_.monotonic();
    if (now - last_told_ < std::chrono::seconds(10)) return;
    last_told_ = now;
    for (std::uint32_t step = 0; step < steps_.size(); ++step) {
      if (steps_[step].state != State::Running || graph_.steps[step].change == kNoChange) continue;
      const auto elapsed =
          std::chrono::duration_cast<std::chrono::seconds>(now - steps_[step].begun);
      if (elapsed.count() >= 10) observer_.still(change_of(step), graph_.steps[step].kind, elapsed);
    }
  }

  // --- results
  // ----------------------------------------------------------------------------------------------------------
  std::string deposed_key_of(std::uint32_t step) const {
    if (graph_.steps[step].kind != StepKind::Remove) return {};
    const Change& change = change_of(step);
    if (change.action != ChangeAction::CreateThenDelete) return change.deposed_key;
    const auto found = deposed_of_change_.find(graph_.steps[step].change);
    return found == deposed_of_change_.end() ? std::string() : found->second;
  }

  void put_row(const Change& change, const Value& value, const std::string& private_bytes,
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

  void remove_row(const std::string& address, const std::string& deposed_key) {
    if (deposed_key.empty()) removed_.insert(address);
    batch_.remove_rows.push_back({address, deposed_key});
  }

  void settle(std::uint32_t step, const OperationResult& result) {
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
      const ResourceSchema* schema =
          run_.handles->known(change.provider_key)
              ->provider->schema(change.address.mode, change.address.type);
      const Value value = deep_copy(
          *arena_, with_schema_marks(*running.arena, schema->block,
                                     merge_marks(*running.arena, running.inputs.marked,
                                                 without_write_only(*running.arena, schema->block,
                                                                    result.value))));
      put_row(change, value, result.private_bytes, false);
      publish(change, value);
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

  bool postconditions_hold(std::uint32_t step, const Value& value) {
    const Change& change = change_of(step);
    const Declaration& declaration = evaluation_.graph().declarations[change.declaration];
    if (declaration.postconditions.empty()) return true;
    return evaluation_.check(declaration.postconditions, "Resource postcondition",
                             change.address_text, declaration.node,
                             evaluation_.instances[change.instance].module, change.instance, &value,
                             *arena_, diagnostics_, nullptr);
  }

  void close_intent(const Running& running) {
    if (!running.intent.empty()) batch_.close_intents.push_back(running.intent);
  }

  void note(const Change& change, StepKind kind, std::chrono::milliseconds elapsed) {
    if (kind != StepKind::Read)
      batch_.history.push_back({change.address_text, action_word(kind), elapsed.count()});
  }

  // An apply of a configuration that is wholly known tells the next plan that there is nothing to
  // do, if what came out is what was planned.
  void certify(const Change& change, const ResourceSchema& schema, Running& running,
               const Value& value) {
    if (change.address.mode != ResourceMode::Managed || !running.inputs.marked.is_wholly_known())
      return;
    const Value planned = running.inputs.planned.without_marks(*running.arena);
    if (!contradictions(schema.block, planned, value.without_marks(*running.arena)).empty()) return;
    pending_certificates_.push_back(change.instance);
  }

  void publish(const Change& change, const Value& value) {
    Instance& instance = evaluation_.instances[change.instance];
    instance.value = value;
    instance.has_value = true;
    evaluation_.forget_subject(change.declaration, instance.module);
  }

  // Who depended on what is gone inherits what that depended on.
  void splice(const Change& change) {
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

  bool still_there(const std::string& declaration) const {
    return evaluation_.graph().resource_by_address.count(declaration) > 0;
  }

  // Rows that this plan writes or removes get their dependencies from it.
  bool rewritten(const RowView& row) {
    if (written_.empty()) {
      written_.insert("");
      for (const Change& change : plan_.changes) written_.insert(change.address_text);
    }
    return written_.count(std::string(row.address)) > 0;
  }

  // What the provider said, without what is secret in this change.
  std::string message_of(std::uint32_t step, const OperationResult& result) {
    return without_secrets(without_secrets(result.error.message, steps_[step].inputs.marked),
                           change_of(step).before);
  }

  void settle_failure(std::uint32_t step, const OperationResult& result) {
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

  // The create did not happen, so the old object takes its place again.
  void restore(std::uint32_t step) {
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

  void fail(std::uint32_t step, const std::string& why, bool told = false) {
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

  void complete(std::uint32_t step, State state) {
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

  void skip(std::uint32_t first, std::uint32_t because) {
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

  // A step whose provider configuration is refused; what needs it goes with it.
  void leave_out(std::uint32_t step) {
    steps_[step].state = State::Waiting;
    skip(step, step);
  }

  // --- after the last action
  // --------------------------------------------------------------------------------------------
  void finish() {
    workers_.reset();
    if (failure_ == "abandoned") return;
    if (!failure_.empty()) return;
    flush();
    write_outputs();
    flush();
    write_certificates();
  }

  void write_outputs() {
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

  void write_certificates() {
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
      batch.certificates.push_back(
          {address, version,
           certificate_of(options_.key, known->second, config, declaration.schema->block.type,
                          version, buffer)});
    }
    const Status ignored = session_.commit(batch, nullptr, run_id_);
    if (!ignored) log(LogLevel::Warn, "certificates were not kept: " + ignored.error().message);
  }

  PlanRun& run_;
  Plan& plan_;
  Evaluation& evaluation_;
  Session& session_;
  const Lease& lease_;
  std::string run_id_;
  ApplyOptions options_;
  ApplyObserver& observer_;
  Env& env_;
  Diagnostics& diagnostics_;
  const ActionGraph& graph_;
  Arena* arena_ = nullptr;
  std::vector<Running> steps_;
  std::priority_queue<std::pair<std::int64_t, std::uint32_t>>
      ready_;  // priority, then the lower step (inverted) first
  std::vector<Job> to_dispatch_;
  std::multimap<Clock::time_point, std::uint32_t> again_;
  std::unique_ptr<Workers> workers_;
  Batch batch_;
  // Added, changed and destroyed, as far as it is committed.
  std::tuple<std::size_t, std::size_t, std::size_t> recorded_{0, 0, 0};
  std::set<std::string> removed_;  // current objects that batch_ removes
  std::map<std::uint32_t, std::string> deposed_of_change_;
  std::map<std::string, std::int64_t> durations_;
  std::vector<InstanceId> pending_certificates_;
  std::set<std::string, std::less<>> unusable_;  // provider keys whose credentials were refused
  std::vector<std::shared_ptr<const Configured>> kept_;
  std::set<std::string> written_;
  std::string failure_;
  Clock::time_point last_told_ = Clock::now();
  ApplyOutcome outcome_;
};

}  // namespace

ApplyOutcome apply_plan(PlanRun& run, Session& session, const Lease& lease,
                        const std::string& run_id, const ApplyOptions& options,
                        ApplyObserver& observer, Env& env, Diagnostics& diagnostics) {
  return Executor(run, session, lease, run_id, options, observer, env, diagnostics).run();
}

}  // namespace tenon
