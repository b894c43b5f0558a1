#include "engine/apply/execution.h"
#include "engine/plan/secrets.h"

namespace tenon {

bool Executor::provision_first(std::uint32_t step) {
  Running& running = steps_[step];
  const Change& change = change_of(step);
  if (graph_.steps[step].kind != StepKind::Remove || running.provisioned ||
      !has_provisioners(evaluation_, change, When::Destroy))
    return false;
  running.provisioned = true;
  running.state = State::Running;
  running.begun = env_.monotonic();
  provision(step, When::Destroy, change.before);
  return true;
}

void Executor::provision(std::uint32_t step, When when, const Value& self) {
  Job job;
  job.step = step;
  job.processes = options_.processes;
  Diagnostics found;
  observer_.provisioning(change_of(step));
  if (!provision_commands(evaluation_, change_of(step), when, self, *arena_, job.commands, found)) {
    provisioned(step, {true, found.empty() ? "its provisioners could not be worked out"
                                           : found.list().front().detail});
    return;
  }
  for (ProvisionCommand& command : job.commands) command.process.timeout = options_.deadline;
  fill_context(step, job);
  to_dispatch_.push_back(std::move(job));
}

void Executor::provisioned(std::uint32_t step, const ProvisionResult& result) {
  const Change& change = change_of(step);
  const bool removing = graph_.steps[step].kind == StepKind::Remove;
  if (result.failed) {
    if (!removing) batch_.history.push_back({change.address_text, "create (tainted)", 0});
    fail(step, without_secrets(result.why, removing ? change.before : steps_[step].made));
  } else if (!removing) {
    finish_create(step, steps_[step].made);
  } else if (is_local(step)) {
    start_local(step);
  } else {
    start_remote(step);
  }
}

void Executor::finish_create(std::uint32_t step, const Value& value) {
  const Change& change = change_of(step);
  put_row(change, value, steps_[step].inputs.private_bytes, false);
  ++outcome_.added;
  const auto elapsed =
      std::chrono::duration_cast<std::chrono::milliseconds>(env_.monotonic() - steps_[step].begun);
  note(change, StepKind::Create, elapsed);
  if (!postconditions_hold(step, value)) {
    complete(step, State::Failed);
    ++outcome_.failed;
    return;
  }
  observer_.finished(change, StepKind::Create, elapsed, value);
  complete(step, State::Done);
}

void Executor::print_lines(const std::vector<OutputLine>& lines) {
  for (const OutputLine& line : lines) {
    const Change& change = change_of(line.step);
    const bool removing = graph_.steps[line.step].kind == StepKind::Remove;
    observer_.printed(
        change, without_secrets(line.text, removing ? change.before : steps_[line.step].made));
  }
}

}  // namespace tenon
