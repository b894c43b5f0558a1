// Env: the one door to files, the clock, randomness and environment variables. Everything else in
// the program is handed an Env, so tests can give it another. Network is HttpClient's, the terminal
// is engine/cli's. Threads: every call may come from any thread. Errors: the operating system's
// words with the path in front.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/result.h"

namespace tenon {

enum class FileMode { Public, Private };  // 0666 and 0600, less the umask

// Bytes that live as long as this does.
class MappedBytes {
 public:
  virtual ~MappedBytes() = default;
  std::string_view view() const { return view_; }

 protected:
  std::string_view view_;
};

class Env {
 public:
  virtual ~Env() = default;

  virtual Result<std::string> read_file(const std::string& path,
                                        std::uint64_t limit_bytes = ~0ull) = 0;
  // The bytes of a file that nobody changes while it is in use (data that was installed with the
  // program): mapped, not read, so that what is not looked at costs nothing.
  virtual Result<std::shared_ptr<const MappedBytes>> map_file(const std::string& path);
  // To a temporary file beside it, synced, then renamed: readers see the old or the new text, never
  // half.
  virtual Status write_file(const std::string& path, std::string_view text,
                            FileMode mode = FileMode::Public) = 0;
  virtual Status remove_file(const std::string& path) = 0;
  virtual Status make_directories(const std::string& path) = 0;
  virtual bool file_exists(const std::string& path) = 0;  // regular files and what links to them
  virtual bool directory_exists(const std::string& path) = 0;
  // Names, not paths, sorted by byte; without "." and "..".
  virtual Result<std::vector<std::string>> list_directory(const std::string& path) = 0;
  virtual Result<std::string> absolute_path(const std::string& path) = 0;
  // Octal permission bits of a file.
  virtual Result<unsigned> file_permissions(const std::string& path) = 0;
  virtual Status set_file_permissions(const std::string& path, unsigned mode) = 0;

  virtual std::optional<std::string> variable(const std::string& name) = 0;
  virtual std::map<std::string, std::string> variables() = 0;

  virtual std::chrono::system_clock::time_point now() = 0;
  virtual std::chrono::steady_clock::time_point monotonic() = 0;
  // Returns early, with false, once `cancelled` (may be empty) says so.
  virtual bool sleep(std::chrono::milliseconds duration,
                     const std::function<bool()>& cancelled = {}) = 0;
  // Cryptographically strong.
  virtual void random_bytes(std::span<std::uint8_t> to) = 0;

  // Of the running program; "" where it cannot be told.
  virtual std::string executable_path();
  virtual std::string user_and_host() = 0;  // "ann@build-7"
  virtual std::int64_t process_id() = 0;
};

// The operating system itself.
Env& system_env();

// 2026-11-21T02:40:18Z, with `decimals` digits after the second.
std::string format_utc(std::chrono::system_clock::time_point time, int decimals = 0);
// A random (version 4) UUID, RFC 9562.
std::string random_uuid(Env& env);

}  // namespace tenon
