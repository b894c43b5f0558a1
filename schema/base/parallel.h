// parallel_for: the only way to use more than one core between two barriers of planning.
#pragma once

#include <cstddef>
#include <functional>

namespace tenon {

// Calls body(begin, end, worker) on disjoint ranges that cover [0, count), on up to `threads`
// threads, the caller's among them; returns when all are done. Worker numbers are below `threads`.
// Ranges hold at least `grain` items, and one range is run in place, without starting a thread. The
// body must not throw.
void parallel_for(
    std::size_t count, std::size_t threads, std::size_t grain,
    const std::function<void(std::size_t begin, std::size_t end, std::size_t worker)>& body);

// Cores of this machine, at least 1; TENON_THREADS overrides it.
std::size_t hardware_threads();

}  // namespace tenon
