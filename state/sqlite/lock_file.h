// LockFile: one byte of a file, locked for as long as this object lives and the process does. The
// kernel gives the lock back when the process dies, however it dies, which is how others on the
// same machine know at once. Locks of open file descriptions (fcntl F_OFD_SETLK): two holders in
// one process exclude each other too. Owner: closes on destruction. Threads: one at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "schema/base/result.h"

namespace tenon {

class LockFile {
 public:
  LockFile() = default;
  LockFile(LockFile&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  LockFile& operator=(LockFile&& other) noexcept;
  ~LockFile() { unlock(); }

  // Nothing where the file system has no such locks, or where somebody holds the byte.
  static std::optional<LockFile> try_lock(const std::string& path, std::uint64_t byte);
  // Whether a living process holds the byte. Nothing where it cannot be told.
  static std::optional<bool> is_locked(const std::string& path, std::uint64_t byte);
  void unlock();

 private:
  explicit LockFile(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

// An empty file that only its owner may read, unless there is one already.
Status create_private_file(const std::string& path);

}  // namespace tenon
