// Folder: a folder in memory, for tests of everything that starts from configuration files. Names
// are relative to it, as they are for the program in its working directory.
#pragma once

#include <map>
#include <set>
#include <string>

#include "schema/base/env.h"

namespace tenon {

class Folder final : public Env {
 public:
  Folder() = default;
  explicit Folder(std::map<std::string, std::string> content) : files(std::move(content)) {}

  std::map<std::string, std::string> files;  // "main.tf", "net/main.tf"
  std::map<std::string, std::string> settings;
  std::int64_t clock_ms = 1'700'000'000'000;

  Result<std::string> read_file(const std::string& path, std::uint64_t limit) override {
    const auto found = files.find(clean(path));
    if (found == files.end())
      return make_error(ErrorCategory::NotFound, "cannot read " + path + ": no such file");
    if (found->second.size() > limit)
      return make_error(ErrorCategory::Exhausted, "cannot read " + path + ": too large");
    return found->second;
  }
  Status write_file(const std::string& path, std::string_view text, FileMode) override {
    files[clean(path)] = std::string(text);
    return ok_status();
  }
  Status remove_file(const std::string& path) override {
    files.erase(clean(path));
    return ok_status();
  }
  Status make_directories(const std::string&) override { return ok_status(); }
  bool file_exists(const std::string& path) override { return files.count(clean(path)) > 0; }
  bool directory_exists(const std::string& path) override {
    return path == "." || list_directory(path).has_value();
  }
  Result<std::vector<std::string>> list_directory(const std::string& path) override {
    const std::string prefix = path == "." ? "" : clean(path) + "/";
    std::set<std::string> names;
    for (const auto& [name, unused] : files) {
      if (name.compare(0, prefix.size(), prefix) == 0)
        names.insert(name.substr(prefix.size(), name.find('/', prefix.size()) - prefix.size()));
    }
    if (names.empty() && path != ".")
      return make_error(ErrorCategory::NotFound, "cannot list " + path + ": no such folder");
    return std::vector<std::string>(names.begin(), names.end());
  }
  Result<std::string> absolute_path(const std::string& path) override {
    return path.substr(0, 1) == "/" ? path : path == "." ? "/spec" : "/spec/" + path;
  }
  Result<unsigned> file_permissions(const std::string&) override { return 0644u; }
  Status set_file_permissions(const std::string&, unsigned) override { return ok_status(); }
  std::optional<std::string> variable(const std::string& name) override {
    const auto found = settings.find(name);
    if (found == settings.end()) return std::nullopt;
    return found->second;
  }
  std::map<std::string, std::string> variables() override { return settings; }
  std::chrono::system_clock::time_point now() override {
    return std::chrono::system_clock::time_point(std::chrono::milliseconds(clock_ms));
  }
  std::chrono::steady_clock::time_point monotonic() override {
    return std::chrono::steady_clock::time_point(std::chrono::milliseconds(clock_ms));
  }
  bool sleep(std::chrono::milliseconds time, const std::function<bool()>&) override {
    clock_ms += time.count();
    return true;
  }
  void random_bytes(std::span<std::uint8_t> to) override {
    for (auto& byte : to) byte = next_++;
  }
  std::string user_and_host() override { return "ann@test"; }
  std::int64_t process_id() override { return 1; }

 private:
  static std::string clean(const std::string& path) {
    return path.compare(0, 2, "./") == 0 ? path.substr(2) : path;
  }
  std::uint8_t next_ = 0;
};

}  // namespace tenon
