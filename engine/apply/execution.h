// Executor: the run of one plan, in five parts: its loop (executor.cc), how actions start
// (execution_start.cc), what runs beside them (execution_provision.cc), what their results mean
// (execution_settle.cc) and what is written when all is done (execution_finish.cc). Private to
// engine/apply; executor.h says what it promises. Owner: borrows plan, session and lease for one
// run. Threads: the caller's alone; workers only talk to providers and never see it. Errors: see
// executor.h.
#pragma once

#include <map>
#include <memory>
#include <queue>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/apply/executor.h"
#include "engine/apply/inputs.h"
#include "engine/apply/workers.h"

namespace tenon {

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

  ApplyOutcome run();

 private:
  using Clock = std::chrono::steady_clock;

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
    bool provisioned = false;  // what runs before a removal has run
    Value made;                // what was created, while its provisioners run
  };

  bool commit(const Batch& batch);
  bool flush();
  void dispatch();
  // Nothing runs, and nothing more can be started.
  bool idle();
  bool abandoned() const;
  void collect();
  void abandon(std::vector<ProgressNote>& progress);
  void make_durable(std::vector<ProgressNote>& progress);
  void wake();
  void tell_progress();

  // How actions start (execution_start.cc).
  const Change& change_of(std::uint32_t step) const;
  void prepare();
  // Critical path: the longest way to the end, by what each kind of action took in earlier runs.
  void prioritise();
  std::int64_t estimate(std::uint32_t step) const;
  static std::string action_word(StepKind kind);
  void ready(std::uint32_t step) { ready_.emplace(steps_[step].priority, ~step); }
  // Rows that change without an action: moved ones, what a refresh found, data sources.
  void write_records();
  // What moved is under its new address before anything else happens to it.
  bool write_moves();
  bool write_imports();
  bool stopping();
  void start_ready();
  std::size_t in_flight() const;
  bool is_local(std::uint32_t step) const;
  // A provider configuration that needed a value of this apply is made now.
  const ProviderHandle* handle_of(const Change& change);
  bool prepare_request(std::uint32_t step, OperationRequest& request);
  bool evaluate_data(const Change& change, Running& running, Diagnostics& found);
  void start_local(std::uint32_t step);
  // Create-before-destroy: the object that is there gives its place to the new one, and waits under
  // a key of its own to be removed.
  void set_aside(std::uint32_t step);
  void start_remote(std::uint32_t step);
  void open_intent(std::uint32_t step, Job job);
  std::string_view kept_bytes(std::uint32_t step, std::string bytes);
  void fill_context(std::uint32_t step, Job& job);
  void siblings_known(JobResult& result);
  Job job_of(std::uint32_t step);

  // Provisioners (execution_provision.cc).
  using When = config::Provisioner::When;
  // What is to run before a removal; true where the removal has to wait for that.
  bool provision_first(std::uint32_t step);
  void provision(std::uint32_t step, When when, const Value& self);
  void provisioned(std::uint32_t step, const ProvisionResult& result);
  // The object is made, and everything that was to be run for it has run.
  void finish_create(std::uint32_t step, const Value& value);
  void print_lines(const std::vector<OutputLine>& lines);

  // What results mean (execution_settle.cc).
  std::string deposed_key_of(std::uint32_t step) const;
  void put_row(const Change& change, const Value& value, const std::string& private_bytes,
               bool tainted);
  void remove_row(const std::string& address, const std::string& deposed_key);
  void settle(std::uint32_t step, const OperationResult& result);
  bool postconditions_hold(std::uint32_t step, const Value& value);
  void close_intent(const Running& running);
  void note(const Change& change, StepKind kind, std::chrono::milliseconds elapsed);
  // An apply of a configuration that is wholly known tells the next plan that there is nothing to
  // do, if what came out is what was planned.
  void certify(const Change& change, const ResourceSchema& schema, Running& running,
               const Value& value);
  void publish(const Change& change, const Value& value);
  // What the provider said, without what is secret in this change.
  std::string message_of(std::uint32_t step, const OperationResult& result);
  void settle_failure(std::uint32_t step, const OperationResult& result);
  // The create did not happen, so the old object takes its place again.
  void restore(std::uint32_t step);
  void fail(std::uint32_t step, const std::string& why, bool told = false);
  void complete(std::uint32_t step, State state);
  void skip(std::uint32_t first, std::uint32_t because);
  // A step whose provider configuration is refused; what needs it goes with it.
  void leave_out(std::uint32_t step);

  // After the last action (execution_finish.cc).
  // Who depended on what is gone inherits what that depended on.
  void splice(const Change& change);
  bool still_there(const std::string& declaration) const;
  // Rows that this plan writes or removes get their dependencies from it.
  bool rewritten(const RowView& row);
  void finish();
  void write_outputs();
  void write_certificates();

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

}  // namespace tenon
