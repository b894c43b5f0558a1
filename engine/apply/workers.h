// Workers: threads that call providers, and the two queues between them and the scheduling thread.
// Owner: the executor. Threads: submit() and take() belong to the scheduling thread, run_progress()
// is answered by it, the rest happens inside.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/apply/provision.h"
#include "engine/plan/change.h"
#include "providers/provider.h"

namespace tenon {

// One call of a provider.
struct Job {
  std::uint32_t step = 0;
  Provider* provider = nullptr;
  OperationRequest request;
  OperationContext context;
  DataRequest data;
  bool is_data = false;
  bool want_siblings = false;          // ask for siblings() instead
  ProcessRunner* processes = nullptr;  // set: run `commands` instead
  std::vector<ProvisionCommand> commands;
};

struct JobResult {
  std::uint32_t step = 0;
  OperationResult result;
  std::string siblings;
  bool was_siblings = false;
  bool was_provision = false;
  ProvisionResult provision;
};

// What a provisioner has printed.
struct OutputLine {
  std::uint32_t step = 0;
  std::string text;
};

struct ProgressNote {
  std::uint32_t step = 0;
  std::string identity;
  Value partial;
  std::promise<Status>* answer = nullptr;
};

class Workers {
 public:
  explicit Workers(std::size_t count);
  ~Workers();

  void submit(Job job);
  // Everything that finished, progress that waits to be made durable, and what was printed. Waits
  // until there is something or `until` has come.
  void take(std::vector<JobResult>& results, std::vector<ProgressNote>& progress,
            std::vector<OutputLine>& lines, std::chrono::steady_clock::time_point until);
  std::size_t busy() const { return busy_; }
  // No new job is begun; threads that are stuck in a call are left behind (the process is about to
  // end).
  void abandon();

 private:
  void work();
  void provision(const Job& job, JobResult& done);

  std::mutex mutex_;
  std::condition_variable jobs_ready_;
  std::condition_variable results_ready_;
  std::deque<Job> jobs_;
  std::vector<JobResult> results_;
  std::vector<ProgressNote> progress_;
  std::vector<OutputLine> lines_;
  bool stopping_ = false;
  std::size_t busy_ = 0;  // submitted and not taken: the scheduling thread's
  std::vector<std::thread> threads_;
};

}  // namespace tenon
