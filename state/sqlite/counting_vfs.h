// CountingVfs: SQLite's own way to the disk, with the fsyncs counted, for benchmarks and `-stats`.
// Owner: a store; it must outlive the databases opened through it. Threads: any.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

struct sqlite3_vfs;

namespace tenon {

class CountingVfs {
 public:
  CountingVfs();
  CountingVfs(const CountingVfs&) = delete;
  CountingVfs& operator=(const CountingVfs&) = delete;
  ~CountingVfs();
  const char* name() const { return name_.c_str(); }
  std::uint64_t syncs() const { return syncs_.load(std::memory_order_relaxed); }

 private:
  std::string name_;
  std::atomic<std::uint64_t> syncs_{0};
  std::unique_ptr<sqlite3_vfs> vfs_;
};

}  // namespace tenon
