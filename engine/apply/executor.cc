#include "engine/apply/executor.h"

#include "engine/apply/execution.h"
#include "schema/value/wire.h"

namespace tenon {

ApplyOutcome Executor::run() {
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

bool Executor::commit(const Batch& batch) {
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

bool Executor::flush() {
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

void Executor::dispatch() {
  if (to_dispatch_.empty() || !failure_.empty()) return;
  if (workers_ == nullptr)
    workers_ = std::make_unique<Workers>(std::max<std::size_t>(options_.parallelism, 1));
  for (Job& job : to_dispatch_) workers_->submit(std::move(job));
  to_dispatch_.clear();
}

bool Executor::idle() {
  if (workers_ != nullptr && workers_->busy() > 0) return false;
  if (!again_.empty() && !abandoned()) return false;
  if (!to_dispatch_.empty()) return false;
  return ready_.empty() || stopping();
}

bool Executor::abandoned() const {
  return options_.interrupts != nullptr && options_.interrupts->load() > 1;
}

void Executor::collect() {
  auto until = env_.monotonic() + std::chrono::milliseconds(200);
  for (const auto& [when, unused] : again_) until = std::min(until, when);
  std::vector<JobResult> results;
  std::vector<ProgressNote> progress;
  std::vector<OutputLine> lines;
  if (workers_ != nullptr) {
    workers_->take(results, progress, lines, until);
  } else {
    env_.sleep(std::chrono::duration_cast<std::chrono::milliseconds>(until - env_.monotonic()));
  }
  if (abandoned()) {
    abandon(progress);
    return;
  }
  make_durable(progress);
  print_lines(lines);
  for (JobResult& result : results) {
    if (result.was_provision) {
      provisioned(result.step, result.provision);
    } else if (result.was_siblings) {
      siblings_known(result);
    } else {
      settle(result.step, result.result);
    }
  }
  wake();
  tell_progress();
}

void Executor::abandon(std::vector<ProgressNote>& progress) {
  make_durable(progress);
  workers_->abandon();
  failure_ = "abandoned";
  outcome_.interrupted = true;
}

void Executor::make_durable(std::vector<ProgressNote>& progress) {
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

void Executor::wake() {
  const auto now = env_.monotonic();
  while (!again_.empty() && again_.begin()->first <= now) {
    const std::uint32_t step = again_.begin()->second;
    again_.erase(again_.begin());
    to_dispatch_.push_back(job_of(step));
  }
}

void Executor::tell_progress() {
  const auto now = env_.monotonic();
  if (now - last_told_ < std::chrono::seconds(10)) return;
  last_told_ = now;
  for (std::uint32_t step = 0; step < steps_.size(); ++step) {
    if (steps_[step].state != State::Running || graph_.steps[step].change == kNoChange) continue;
    const auto elapsed = std::chrono::duration_cast<std::chrono::seconds>(now - steps_[step].begun);
    if (elapsed.count() >= 10) observer_.still(change_of(step), graph_.steps[step].kind, elapsed);
  }
}

ApplyOutcome apply_plan(PlanRun& run, Session& session, const Lease& lease,
                        const std::string& run_id, const ApplyOptions& options,
                        ApplyObserver& observer, Env& env, Diagnostics& diagnostics) {
  return Executor(run, session, lease, run_id, options, observer, env, diagnostics).run();
}

}  // namespace tenon
