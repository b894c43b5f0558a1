// Processes: the one door to other programs (provisioners, credential_process). A program runs in a
// process group of its own, so that it can be ended with all that it started; what it prints comes
// line by line while it runs. Threads: run() may be called from any number of threads. Errors: a
// program that cannot be started; how it ended is a result.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/result.h"

namespace tenon {

struct Process {
  std::vector<std::string> arguments;              // the program first; looked up in PATH
  std::string directory;                           // "" = the working directory
  std::map<std::string, std::string> environment;  // beside, and before, the variables of this one
  std::chrono::milliseconds timeout = std::chrono::hours(1);
  bool with_errors = true;  // standard error with the output; else it is our own standard error
};

struct ProcessEnd {
  enum class How : std::uint8_t { Exited, Killed, TimedOut, Cancelled };
  How how = How::Exited;
  int code = 0;  // Exited: the exit code; Killed: the signal
  bool fine() const { return how == How::Exited && code == 0; }
  std::string text() const;  // "exit status 3"
};

class ProcessRunner {
 public:
  virtual ~ProcessRunner() = default;
  // `line` (may be empty) gets what is printed to standard output and standard error, in the order
  // in which it comes, without line ends. Lines longer than 64 KiB come in pieces. Once `cancelled`
  // (may be empty) says so, or the time is over, the group is asked to end, and killed two seconds
  // later.
  virtual Result<ProcessEnd> run(const Process& process,
                                 const std::function<void(std::string_view)>& line,
                                 const std::function<bool()>& cancelled) = 0;
};

// The operating system's.
ProcessRunner& system_processes();

// Ends everything that system_processes() runs just now, at once: for a program that is about to
// end itself. May be called by a signal handler.
void kill_running_processes();

}  // namespace tenon
