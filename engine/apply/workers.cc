#include "engine/apply/workers.h"

namespace tenon {

Workers::Workers(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) threads_.emplace_back([this] { work(); });
}

Workers::~Workers() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  jobs_ready_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Workers::abandon() {
  std::lock_guard lock(mutex_);
  jobs_.clear();
}

void Workers::submit(Job job) {
  {
    std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
    ++busy_;
  }
  jobs_ready_.notify_one();
}

void Workers::take(std::vector<JobResult>& results, std::vector<ProgressNote>& progress,
                   std::vector<OutputLine>& lines, std::chrono::steady_clock::time_point until) {
  std::unique_lock lock(mutex_);
  results_ready_.wait_until(
      lock, until, [this] { return !results_.empty() || !progress_.empty() || !lines_.empty(); });
  lines.swap(lines_);
  results.swap(results_);
  progress.swap(progress_);
  busy_ -= results.size();
}

void Workers::provision(const Job& job, JobResult& done) {
  done.was_provision = true;
  done.provision = run_provisioners(
      *job.processes, job.commands,
      [&](std::string_view line) {
        {
          std::lock_guard lock(mutex_);
          lines_.push_back({job.step, std::string(line)});
        }
        results_ready_.notify_one();
      },
      job.context.cancelled);
}

void Workers::work() {
  while (true) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      jobs_ready_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (stopping_) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    JobResult done;
    done.step = job.step;
    if (job.processes != nullptr) {
      provision(job, done);
    } else if (job.want_siblings) {
      auto siblings = job.provider->siblings(job.request);
      done.was_siblings = true;
      if (siblings) {
        done.siblings = *siblings;
      } else {
        done.result.kind = OperationResult::Kind::Failed;
        done.result.error = siblings.error();
      }
    } else if (job.is_data) {
      auto value = job.provider->read_data(job.data);
      if (value) {
        done.result.value = *value;
      } else {
        done.result.kind = OperationResult::Kind::Failed;
        done.result.error = value.error();
      }
    } else {
      job.context.progress = [this, step = job.step](const Value& partial,
                                                     std::string_view identity) {
        std::promise<Status> answer;
        std::future<Status> durable = answer.get_future();
        {
          std::lock_guard lock(mutex_);
          progress_.push_back({step, std::string(identity), partial, &answer});
        }
        results_ready_.notify_one();
        return durable.get();
      };
      done.result = job.provider->operate(job.request, job.context);
    }
    {
      std::lock_guard lock(mutex_);
      results_.push_back(std::move(done));
    }
    results_ready_.notify_one();
  }
}

}  // namespace tenon
