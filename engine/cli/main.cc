#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string_view>

#include "engine/cli/commands/commands.h"
#include "engine/cli/run.h"
#include "engine/render/diagnostics.h"
#include "schema/base/log.h"
#include "schema/base/process.h"

namespace tenon::cli {

namespace {

void on_interrupt(int) {
  const int before = interrupts.fetch_add(1);
  constexpr std::string_view kFirst =
      "\nInterrupted: what has begun is finished, nothing new is started. Once more to abandon "
      "it.\n";
  constexpr std::string_view kSecond =
      "\nAbandoned: the journal says what was under way; the next run finds out.\n";
  const std::string_view text = before == 0 ? kFirst : kSecond;
  const ssize_t ignored = ::write(STDERR_FILENO, text.data(), text.size());
  (void)ignored;
  if (before > 0) {
    kill_running_processes();
    ::_exit(1);
  }
}

void set_up_signals() {
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  // A file that may not grow any more is an error of the write like any other.
  ::signal(SIGXFSZ, SIG_IGN);
}

void set_up_log(Env& env) {
  static const std::map<std::string, LogLevel> kLevels = {{"TRACE", LogLevel::Trace},
                                                          {"DEBUG", LogLevel::Debug},
                                                          {"INFO", LogLevel::Info},
                                                          {"WARN", LogLevel::Warn},
                                                          {"ERROR", LogLevel::Error}};
  for (const char* name : {"TENON_LOG", "TF_LOG"}) {
    const auto level = kLevels.find(env.variable(name).value_or(""));
    if (level == kLevels.end()) continue;
    set_log(level->second, env.variable("TF_LOG_PATH").value_or(""));
    return;
  }
}

using Command = int (*)(Project&);

const std::map<std::string, Command>& table() {
  static const std::map<std::string, Command> kTable = {
      {"version", run_version},
      {"init", run_init},
      {"validate", run_validate},
      {"plan", run_plan},
      {"apply", run_apply},
      {"destroy", run_apply},
      {"drift", run_drift},
      {"recover", run_recover},
      {"show", run_show},
      {"output", run_output},
      {"console", run_console},
      {"graph", run_graph},
      {"state list", run_state_list},
      {"state show", run_state_show},
      {"state rm", run_state_rm},
      {"state mv", run_state_mv},
      {"state pull", run_state_pull},
      {"state push", run_state_push},
      {"state import", run_state_import},
      {"workspace list", run_workspace_list},
      {"workspace show", run_workspace_show},
      {"workspace new", run_workspace_new},
      {"workspace select", run_workspace_select},
      {"workspace delete", run_workspace_delete},
      {"force-unlock", run_force_unlock},
  };
  return kTable;
}

int refuse(const std::string& why) {
  Diagnostics diagnostics;
  diagnostics.error("E0600", "Invalid command line", why);
  std::fputs(diagnostics_text(diagnostics, Colour::Off).c_str(), stderr);
  return kError;
}

int run(int argc, char** argv) {
  Env& env = system_env();
  Options options;
  std::string error;
  std::string help;
  if (!parse_options(argc, argv, env, &options, &error, &help)) {
    return refuse(error);
  }
  if (options.help) {
    std::fputs(help.c_str(), stdout);
    return options.command.empty() ? kError : kDone;
  }
  if (!options.chdir.empty() && ::chdir(options.chdir.c_str()) != 0) {
    return refuse("The folder of -chdir=" + options.chdir + " cannot be entered. Is it there?");
  }
  set_up_log(env);
  set_up_signals();
  const std::string command = options.command;
  // Not destroyed: the process ends, and freeing a large plan value by value would only take time.
  static Project* project = nullptr;
  project = new Project(env, std::move(options));
  return table().at(command)(*project);
}

}  // namespace

}  // namespace tenon::cli

int main(int argc, char** argv) {
  const int code = tenon::cli::run(argc, argv);
  std::fflush(nullptr);
  return code;
}
