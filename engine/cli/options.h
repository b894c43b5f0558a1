// Options: the command line, read. Flags are Terraform's, with one dash or two.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "engine/config/model.h"
#include "schema/base/env.h"

namespace tenon::cli {

struct Options {
  std::string command;                 // "plan", "state list", …
  std::vector<std::string> arguments;  // what is no flag
  std::string chdir;
  bool help = false;
  bool json = false;
  bool raw = false;
  bool no_color = false;
  bool input = true;
  bool refresh = true;
  bool lock = true;
  bool destroy = false;
  bool auto_approve = false;
  bool detailed_exitcode = false;
  bool allow_unchecked = false;
  bool stats = false;
  bool certificates = true;
  bool force = false;
  bool absent = false;
  bool backend = true;
  bool reconfigure = false;
  bool migrate_state = false;
  bool force_copy = false;
  bool or_create = false;
  std::vector<std::string> backend_config;
  std::string state;      // a file that stands in for where the state lies
  std::string state_out;  // a file that is written as state v4 when a run ends
  std::string backup;     // of that file; "-": none
  std::string out;
  std::string id;
  std::vector<std::string> targets;
  std::vector<std::string> replace;
  std::size_t parallelism = 10;
  std::chrono::milliseconds lock_timeout{0};
  config::VariableOptions variables;
};

// Nothing where the line cannot be read; *error is then a whole message. *text is what is to be
// printed instead of running anything (help).
bool parse_options(int argc, char** argv, Env& env, Options* options, std::string* error,
                   std::string* help);

}  // namespace tenon::cli
