#include "schema/base/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>

#include "schema/base/env.h"

extern char** environ;

namespace tenon {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kLongestLine = 64u << 10;
constexpr std::chrono::milliseconds kGrace{2000};
// What a program left running in the background may still print once the program itself has ended.
constexpr std::chrono::milliseconds kLastWords{200};

Error failed(const std::string& what, int number) {
  const ErrorCategory category = number == ENOENT   ? ErrorCategory::NotFound
                                 : number == EACCES ? ErrorCategory::PermissionDenied
                                                    : ErrorCategory::Unknown;
  return make_error(category, what + ": " + std::strerror(number));
}

std::vector<std::string> environment_of(const Process& process) {
  std::vector<std::string> variables;
  for (const auto& [name, value] : process.environment) variables.push_back(name + "=" + value);
  for (char** each = environ; each != nullptr && *each != nullptr; ++each) {
    const std::string_view text(*each);
    const std::string name(text.substr(0, text.find('=')));
    if (process.environment.count(name) == 0) variables.emplace_back(text);
  }
  return variables;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (std::string& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

// Cuts what comes into lines.
class Lines {
 public:
  explicit Lines(const std::function<void(std::string_view)>& line) : line_(line) {}

  void add(std::string_view bytes) {
    for (const char c : bytes) {
      if (c == '\n') {
        if (!text_.empty() && text_.back() == '\r') text_.pop_back();
        give();
      } else {
        text_ += c;
        if (text_.size() >= kLongestLine) give();
      }
    }
  }
  void end() {
    if (!text_.empty()) give();
  }

 private:
  void give() {
    if (line_) line_(text_);
    text_.clear();
  }

  const std::function<void(std::string_view)>& line_;
  std::string text_;
};

// The groups that run now, for kill_running_processes(): a signal handler can take no lock.
constexpr std::size_t kPlaces = 256;
std::array<std::atomic<pid_t>, kPlaces>& running_groups() {
  static std::array<std::atomic<pid_t>, kPlaces> groups{};
  return groups;
}

class Registered {
 public:
  explicit Registered(pid_t group) {
    for (std::atomic<pid_t>& place : running_groups()) {
      pid_t free = 0;
      if (!place.compare_exchange_strong(free, group)) continue;
      place_ = &place;
      return;
    }
  }
  ~Registered() {
    if (place_ != nullptr) place_->store(0);
  }
  Registered(const Registered&) = delete;
  Registered& operator=(const Registered&) = delete;

 private:
  std::atomic<pid_t>* place_ = nullptr;  // null where more run than there are places
};

class SpawnSettings {
 public:
  SpawnSettings(int output, const Process& process) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, output, 1);
    if (process.with_errors) ::posix_spawn_file_actions_adddup2(&actions_, output, 2);
    const std::string& directory = process.directory;
    if (!directory.empty()) ::posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str());
    ::posix_spawnattr_init(&attributes_);
    // The terminal's Ctrl-C is for us; signals that we handle or ignore are the program's again.
    sigset_t none, all;
    ::sigemptyset(&none);
    ::sigemptyset(&all);
    for (const int signal : {SIGINT, SIGTERM, SIGPIPE, SIGHUP}) ::sigaddset(&all, signal);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnSettings() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;

  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

class SystemProcesses final : public ProcessRunner {
 public:
  Result<ProcessEnd> run(const Process& process, const std::function<void(std::string_view)>& line,
                         const std::function<bool()>& cancelled) override {
    if (process.arguments.empty())
      return make_error(ErrorCategory::InvalidArgument, "there is no program to run");
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return failed("cannot open a pipe", errno);
    std::vector<std::string> arguments = process.arguments;
    std::vector<std::string> environment = environment_of(process);
    pid_t child = 0;
    int started = 0;
    {
      SpawnSettings settings(ends[1], process);
      started =
          ::posix_spawnp(&child, arguments[0].c_str(), &settings.actions_, &settings.attributes_,
                         pointers(arguments).data(), pointers(environment).data());
    }
    ::close(ends[1]);
    if (started != 0) {
      ::close(ends[0]);
      const bool bad_directory =
          !process.directory.empty() && ::access(process.directory.c_str(), X_OK) != 0;
      return failed("cannot run " +
                        (bad_directory ? "anything in " + process.directory : process.arguments[0]),
                    started);
    }
    const Registered registered(child);
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    const ProcessEnd end = follow(process, child, ends[0], line, cancelled);
    ::close(ends[0]);
    return end;
  }

 private:
  static ProcessEnd follow(const Process& process, pid_t child, int output,
                           const std::function<void(std::string_view)>& line,
                           const std::function<bool()>& cancelled) {
    Lines lines(line);
    ProcessEnd end;
    const auto limit = system_env().monotonic() + process.timeout;
    Clock::time_point kill_at = Clock::time_point::max();
    bool ending = false;
    bool open = true;
    Clock::time_point last = Clock::time_point::max();  // of reading, once the program has ended
    int status = 0;
    bool ended = false;
    while (!ended || (open && system_env().monotonic() < last)) {
      if (open) {
        open = read_some(output, lines);
      } else {
        ::poll(nullptr, 0, 20);
      }
      if (!ended) {
        const pid_t got = ::waitpid(child, &status, WNOHANG);
        if (got == child || (got < 0 && errno != EINTR)) {
          ended = true;
          last = system_env().monotonic() + kLastWords;
          continue;
        }
        const bool late = system_env().monotonic() >= limit;
        if (!ending && (late || (cancelled && cancelled()))) {
          ending = true;
          end.how = late ? ProcessEnd::How::TimedOut : ProcessEnd::How::Cancelled;
          kill_at = system_env().monotonic() + kGrace;
          ::kill(-child, SIGTERM);
        }
        if (system_env().monotonic() >= kill_at) {
          ::kill(-child, SIGKILL);
          kill_at = Clock::time_point::max();
        }
      }
    }
    lines.end();
    if (ending) return end;
    end.how = WIFSIGNALED(status) ? ProcessEnd::How::Killed : ProcessEnd::How::Exited;
    end.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    return end;
  }

  // False at the end of the output.
  static bool read_some(int output, Lines& lines) {
    pollfd wanted{output, POLLIN, 0};
    if (::poll(&wanted, 1, 20) <= 0) return true;
    std::array<char, 16384> buffer;
    const ssize_t got = ::read(output, buffer.data(), buffer.size());
    if (got == 0) return false;
    if (got < 0) return errno == EINTR || errno == EAGAIN;
    lines.add({buffer.data(), static_cast<std::size_t>(got)});
    return true;
  }
};

}  // namespace

std::string ProcessEnd::text() const {
  switch (how) {
    case How::Exited:
      return "exit status " + std::to_string(code);
    case How::Killed:
      return "ended by signal " + std::to_string(code);
    case How::TimedOut:
      return "ended because its time was over";
    case How::Cancelled:
      return "ended because the run was interrupted";
  }
  return {};
}

void kill_running_processes() {
  for (std::atomic<pid_t>& place : running_groups()) {
    const pid_t group = place.load();
    if (group != 0) ::kill(-group, SIGKILL);
  }
}

ProcessRunner& system_processes() {
  running_groups();  // made before any signal handler may ask for it
  static SystemProcesses processes;
  return processes;
}

}  // namespace tenon
