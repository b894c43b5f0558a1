#include "schema/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "schema/base/env.h"

namespace tenon {

void parallel_for(std::size_t count, std::size_t threads, std::size_t grain,
                  const std::function<void(std::size_t, std::size_t, std::size_t)>& body) {
  if (count == 0) return;
  const std::size_t workers = std::clamp<std::size_t>(
      std::min(threads, count / std::max<std::size_t>(grain, 1)), 1, threads);
  if (workers <= 1) {
    body(0, count, 0);
    return;
  }
  // Eight ranges a worker even out instances of unequal cost.
  const std::size_t step = std::max(grain, (count + workers * 8 - 1) / (workers * 8));
  std::atomic<std::size_t> next{0};
  const auto run = [&](std::size_t worker) {
    while (true) {
      const std::size_t begin = next.fetch_add(step);
      if (begin >= count) return;
      body(begin, std::min(begin + step, count), worker);
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t worker = 1; worker < workers; ++worker) others.emplace_back(run, worker);
  run(0);
}

std::size_t hardware_threads() {
  if (const auto wanted = system_env().variable("TENON_THREADS")) {
    const long number = std::strtol(wanted->c_str(), nullptr, 10);
    if (number >= 1 && number <= 256) return static_cast<std::size_t>(number);
  }
  return std::max(1u, std::thread::hardware_concurrency());
}

}  // namespace tenon
