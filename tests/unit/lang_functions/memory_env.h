// MemoryEnv: files in memory, a clock that stands still and bytes that count up, for functions that
// read the world.
#pragma once

#include <map>
#include <set>
#include <string>

#include "schema/base/env.h"

namespace tenon::lang {

class MemoryEnv final : public Env {
 public:
  std::map<std::string, std::string> files;  // by absolute path
  std::map<std::string, std::string> settings{{"HOME", "/home/ann"}};

  Result<std::string> read_file(const std::string& path, std::uint64_t) override {
    const auto found = files.find(path);
    if (found == files.end()) return make_error(ErrorCategory::NotFound, path + ": no such file");
    return found->second;
  }
  Status write_file(const std::string&, std::string_view, FileMode) override { return refused(); }
  Status remove_file(const std::string&) override { return refused(); }
  Status make_directories(const std::string&) override { return refused(); }
  bool file_exists(const std::string& path) override { return files.count(path) > 0; }
  bool directory_exists(const std::string& path) override {
    const std::string prefix = path == "/" ? path : path + "/";
    const auto next = files.lower_bound(prefix);
    return next != files.end() && next->first.compare(0, prefix.size(), prefix) == 0;
  }
  Result<std::vector<std::string>> list_directory(const std::string& path) override {
    const std::string prefix = path == "/" ? path : path + "/";
    std::set<std::string> names;
    for (const auto& [name, content] : files) {
      if (name.compare(0, prefix.size(), prefix) != 0) continue;
      names.insert(name.substr(prefix.size(), name.find('/', prefix.size()) - prefix.size()));
    }
    if (names.empty()) return make_error(ErrorCategory::NotFound, path + ": no such directory");
    return std::vector<std::string>(names.begin(), names.end());
  }
  Result<std::string> absolute_path(const std::string& path) override {
    return path.substr(0, 1) == "/" ? path : "/work/" + path;
  }
  Result<unsigned> file_permissions(const std::string&) override { return 0644u; }
  Status set_file_permissions(const std::string&, unsigned) override { return refused(); }
  std::optional<std::string> variable(const std::string& name) override {
    const auto found = settings.find(name);
    if (found == settings.end()) return std::nullopt;
    return found->second;
  }
  std::map<std::string, std::string> variables() override { return settings; }
  std::chrono::system_clock::time_point now() override {
    return std::chrono::system_clock::time_point(std::chrono::seconds(1'700'000'000));
  }
  std::chrono::steady_clock::time_point monotonic() override { return {}; }
  bool sleep(std::chrono::milliseconds, const std::function<bool()>&) override { return true; }
  void random_bytes(std::span<std::uint8_t> to) override {
    for (auto& byte : to) byte = next_++;
  }
  std::string user_and_host() override { return "ann@test"; }
  std::int64_t process_id() override { return 1; }

 private:
  static Status refused() { return make_error(ErrorCategory::Unsupported, "read only"); }
  std::uint8_t next_ = 0;
};

}  // namespace tenon::lang
