// Fakes for tests of the AWS wire: an Env whose clock moves only when something sleeps, and an
// HttpClient that answers from a script and keeps what it was asked.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "providers/http/http_client.h"
#include "schema/base/env.h"
#include "schema/base/process.h"

namespace tenon::aws {

class FakeEnv final : public Env {
 public:
  std::map<std::string, std::string> files;
  std::map<std::string, std::string> settings{{"HOME", "/home/ann"}};
  std::chrono::system_clock::time_point time{std::chrono::seconds(1'440'938'160)};  // 2015-08-30
  std::vector<std::chrono::milliseconds> pauses;

  Result<std::string> read_file(const std::string& path, std::uint64_t) override {
    const auto found = files.find(path);
    if (found == files.end()) return make_error(ErrorCategory::NotFound, path + ": no such file");
    return found->second;
  }
  Status write_file(const std::string&, std::string_view, FileMode) override { return refused(); }
  Status remove_file(const std::string&) override { return refused(); }
  Status make_directories(const std::string&) override { return refused(); }
  bool file_exists(const std::string& path) override { return files.count(path) > 0; }
  bool directory_exists(const std::string&) override { return false; }
  Result<std::vector<std::string>> list_directory(const std::string&) override {
    return make_error(ErrorCategory::Unsupported, "no directories");
  }
  Result<std::string> absolute_path(const std::string& path) override { return path; }
  Result<unsigned> file_permissions(const std::string&) override { return 0600u; }
  Status set_file_permissions(const std::string&, unsigned) override { return refused(); }
  std::optional<std::string> variable(const std::string& name) override {
    const auto found = settings.find(name);
    if (found == settings.end()) return std::nullopt;
    return found->second;
  }
  std::map<std::string, std::string> variables() override { return settings; }
  std::chrono::system_clock::time_point now() override { return time; }
  std::chrono::steady_clock::time_point monotonic() override { return passed_; }
  bool sleep(std::chrono::milliseconds duration, const std::function<bool()>& cancelled) override {
    if (cancelled && cancelled()) return false;
    pauses.push_back(duration);
    passed_ += duration;
    return true;
  }
  void random_bytes(std::span<std::uint8_t> to) override {
    for (auto& byte : to) byte = 0xff;  // the longest pause that jitter allows
  }
  std::string user_and_host() override { return "ann@test"; }
  std::int64_t process_id() override { return 1; }

 private:
  static Status refused() { return make_error(ErrorCategory::Unsupported, "read only"); }
  std::chrono::steady_clock::time_point passed_{};
};

class FakeHttp final : public HttpClient {
 public:
  std::vector<HttpRequest> requests;
  std::deque<HttpOutcome> answers;  // in order; the last one is given again and again

  void answer(int status, std::string body, HttpHeaders headers = {}) {
    HttpOutcome outcome;
    outcome.response = HttpResponse{status, std::move(headers), std::move(body)};
    answers.push_back(std::move(outcome));
  }
  void fail(bool certainly_not_sent, bool retryable = true) {
    HttpOutcome outcome;
    outcome.failure =
        HttpFailure{make_error(ErrorCategory::Unavailable, "connection reset"), certainly_not_sent};
    outcome.failure->error.retryable = retryable;
    answers.push_back(std::move(outcome));
  }

  HttpOutcome perform(const HttpRequest& request, const std::function<bool()>&) override {
    requests.push_back(request);
    CHECK(!answers.empty());
    HttpOutcome outcome = answers.front();
    if (answers.size() > 1) answers.pop_front();
    return outcome;
  }
};

// Prints what it is told to, whatever is to be run.
class FakeProcesses final : public ProcessRunner {
 public:
  std::string output;
  ProcessEnd end;
  std::vector<std::string> arguments;

  Result<ProcessEnd> run(const Process& process, const std::function<void(std::string_view)>& line,
                         const std::function<bool()>&) override {
    arguments = process.arguments;
    if (line) line(output);
    return end;
  }
};

}  // namespace tenon::aws
