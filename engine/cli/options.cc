#include "engine/cli/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>

#include "schema/base/text.h"

namespace tenon::cli {

namespace {

const std::map<std::string, std::string>& commands() {
  static const std::map<std::string, std::string> kCommands = {
      {"init", "Prepare the folder: where the state lies, and what it takes over"},
      {"validate", "Check the configuration without looking at any state or cloud"},
      {"plan", "Show what apply would do"},
      {"apply", "Do it: plan, ask, apply; or apply a saved plan"},
      {"destroy", "Destroy everything that the configuration manages"},
      {"drift", "Show what differs from the state, whoever changed it"},
      {"recover", "Find out what became of actions that were interrupted"},
      {"show", "Show the state, or a saved plan"},
      {"output", "Show output values"},
      {"console", "Evaluate expressions from standard input"},
      {"graph", "Print the dependencies in DOT"},
      {"state list", "List the objects in the state"},
      {"state show", "Show one object of the state"},
      {"state rm", "Forget objects without destroying them"},
      {"state mv", "Give an object another address"},
      {"state pull", "Print the state in Terraform's format"},
      {"state push", "Replace the state by a file in Terraform's format"},
      {"state import", "Add the objects of a file in Terraform's format to the state"},
      {"workspace list", "List the workspaces"},
      {"workspace show", "Name the current workspace"},
      {"workspace new", "Make a workspace and go on in it"},
      {"workspace select", "Go on in another workspace"},
      {"workspace delete", "Delete a workspace"},
      {"force-unlock", "Take away a lock that its holder left behind"},
      {"version", "Show versions"},
  };
  return kCommands;
}

const std::map<std::string, std::string>& later_commands() {
  static const std::map<std::string, std::string> kLater = {
      {"import", ""},   {"taint", ""},
      {"untaint", ""},  {"refresh", ""},
      {"fmt", ""},      {"convert", ""},
      {"history", ""},  {"providers", ""},
      {"metadata", ""}, {"test", ""},
      {"get", ""},      {"login", ""},
      {"logout", ""},   {"state replace-provider", ""},
      {"why", ""}};
  return kLater;
}

std::string usage() {
  std::string text = "Usage: tenon [-chdir=DIR] COMMAND [options]\n\n";
  for (const auto& [name, what] : commands())
    text += "  " + name + std::string(name.size() < 14 ? 14 - name.size() : 1, ' ') + what + "\n";
  return text + "\n\"tenon COMMAND -help\" lists a command's options.\n";
}

// "10s", "1m30s", "0s", "500ms" as Terraform takes them.
bool duration(const std::string& text, std::chrono::milliseconds* to) {
  std::size_t at = 0;
  long long total = 0;
  if (text == "0") {
    *to = std::chrono::milliseconds(0);
    return true;
  }
  if (text.empty()) return false;
  while (at < text.size()) {
    const std::size_t start = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    if (at == start || at - start > 9) return false;
    const long long number = std::stoll(text.substr(start, at - start));
    const std::size_t unit = at;
    while (at < text.size() && (text[at] < '0' || text[at] > '9')) ++at;
    const std::string name = text.substr(unit, at - unit);
    const long long factor = name == "ms"  ? 1
                             : name == "s" ? 1000
                             : name == "m" ? 60'000
                             : name == "h" ? 3'600'000
                                           : 0;
    if (factor == 0) return false;
    total += number * factor;
  }
  *to = std::chrono::milliseconds(total);
  return true;
}

class LineReader {
 public:
  LineReader(Options* options, std::string* error, std::string* help)
      : o_(*options), error_(*error), help_(*help) {}

  bool read(std::vector<std::string> args) {
    if (!take_command(args)) return false;
    if (o_.help) return true;
    std::vector<std::string> normalised;
    if (!normalise(args, normalised)) return false;
    CLI::App app(commands().at(o_.command), "tenon " + o_.command);
    app.set_help_flag("--help,-h", "Print this help");
    add_flags(app);
    std::vector<std::string> reversed(normalised.rbegin(),
                                      normalised.rend());  // CLI11 takes them so
    try {
      app.parse(reversed);
    } catch (const CLI::CallForHelp&) {
      help_ = one_dash(app.help());
      o_.help = true;
      return true;
    } catch (const CLI::ParseError& failure) {
      const std::string unknown = unknown_option(app, normalised);
      error_ = (unknown.empty() ? sentence(one_dash(failure.what())) : unknown) + " \"tenon " +
               o_.command + " -help\" lists its options.";
      return false;
    }
    return finish();
  }

 private:
  bool fail(const std::string& message) {
    error_ = message;
    return false;
  }

  bool take_command(std::vector<std::string>& args) {
    while (!args.empty() && args[0].rfind("-chdir", 0) == 0) {
      if (args[0].size() > 7 && args[0][6] == '=') {
        o_.chdir = args[0].substr(7);
        args.erase(args.begin());
      } else {
        return fail("-chdir needs a folder: -chdir=DIR.");
      }
    }
    if (args.empty() || args[0] == "-help" || args[0] == "--help" || args[0] == "-h" ||
        args[0] == "help") {
      help_ = usage();
      o_.help = true;
      o_.command = args.empty() ? "" : "help";
      return true;
    }
    o_.command = args[0];
    if (o_.command == "-version" || o_.command == "--version" || o_.command == "-v")
      o_.command = "version";
    args.erase(args.begin());
    if ((o_.command == "state" || o_.command == "workspace") && !args.empty() &&
        args[0][0] != '-') {
      o_.command += " " + args[0];
      args.erase(args.begin());
    }
    if (commands().count(o_.command) > 0) return true;
    if (later_commands().count(o_.command) > 0)
      return fail("\"tenon " + o_.command +
                  "\" comes with a later version. Use Terraform for it meanwhile.");
    std::vector<std::string> names;
    for (const auto& [name, unused] : commands()) names.push_back(name);
    return fail("tenon has no command \"" + o_.command + "\"." + did_you_mean(o_.command, names) +
                "\n\n" + usage());
  }

  // One dash becomes two; -var and -var-file are taken here, because their order among each other
  // matters.
  bool normalise(const std::vector<std::string>& args, std::vector<std::string>& to) {
    static const std::vector<std::string> kLater = {"generate-config-out", "refresh-only",
                                                    "exclude", "from-module", "show-sensitive"};
    for (std::size_t i = 0; i < args.size(); ++i) {
      std::string arg = args[i];
      if (arg.size() < 2 || arg[0] != '-') {
        to.push_back(arg);
        continue;
      }
      const std::string name = arg.substr(arg[1] == '-' ? 2 : 1);
      const std::string bare = name.substr(0, name.find('='));
      if (bare == "var" || bare == "var-file") {
        std::string value;
        if (name.find('=') != std::string::npos) {
          value = name.substr(name.find('=') + 1);
        } else if (i + 1 < args.size()) {
          value = args[++i];
        } else {
          return fail("-" + bare + " needs a value.");
        }
        using Kind = config::VariableOptions::Setting::Kind;
        o_.variables.command_line.push_back({bare == "var" ? Kind::Value : Kind::File, value});
        continue;
      }
      for (const std::string& later : kLater) {
        if (bare == later)
          return fail(
              "-" + bare +
              " comes with a later version of tenon; leave it out, or use Terraform for this.");
      }
      to.push_back("--" + name);
    }
    return true;
  }

  // What to say where a flag is none of the command's, or "".
  std::string unknown_option(const CLI::App& app, const std::vector<std::string>& args) const {
    std::vector<std::string> known = {"var", "var-file"};
    for (const CLI::Option* option : app.get_options()) {
      for (const std::string& name : option->get_lnames()) known.push_back(name);
    }
    for (const std::string& arg : args) {
      if (arg.rfind("--", 0) != 0) continue;
      const std::string name = arg.substr(2, arg.find('=') - 2);
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      const std::string nearest = nearest_name(name, known);
      return "\"tenon " + o_.command + "\" has no option -" + name + "." +
             (nearest.empty() ? "" : " Did you mean -" + nearest + "?");
    }
    return {};
  }

  static std::string one_dash(std::string text) {
    for (std::size_t at = text.find("--"); at != std::string::npos; at = text.find("--", at))
      text.erase(at, 1), ++at;
    return text;
  }

  bool is(std::initializer_list<const char*> names) const {
    for (const char* name : names) {
      if (o_.command == name) return true;
    }
    return false;
  }

  void add_flags(CLI::App& app) {
    app.add_flag("--no-color", o_.no_color, "Plain text without colours");
    app.add_option("arguments", o_.arguments, "Addresses, a plan file, a name");
    if (is({"version", "validate", "output", "show"}))
      app.add_flag("--json", o_.json, "JSON, for programs");
    if (is({"output"})) app.add_flag("--raw", o_.raw, "The bare text of one output");
    if (is({"plan", "apply", "destroy", "drift", "init", "recover"}))
      app.add_flag("--input", o_.input, "Ask for what is missing (-input=false: never)");
    if (is({"plan", "apply", "destroy", "drift", "recover", "state rm", "state mv", "state push",
            "state import", "force-unlock", "init", "workspace new", "workspace select",
            "workspace delete"})) {
      app.add_flag("--lock", o_.lock, "Hold the lock while working (-lock=false: do not)");
      app.add_option("--lock-timeout", lock_timeout_, "How long to wait for a lock, as 10s or 5m");
    }
    if (is({"plan", "apply", "destroy", "drift"})) {
      app.add_flag("--refresh", o_.refresh,
                   "Read what exists first (-refresh=false: trust the state)");
      app.add_option("--target", o_.targets, "Only this address and what it needs; may repeat")
          ->take_all();
      app.add_option("--parallelism", o_.parallelism, "How many actions at the same time");
      app.add_flag("--allow-unchecked", o_.allow_unchecked,
                   "Go on where something may not be read");
      app.add_flag("--stats", o_.stats, "Print calls by operation, commits and time");
      app.add_flag("--certificates", o_.certificates,
                   "Use what earlier plans found unchanged (-certificates=false: plan everything)");
    }
    if (is({"plan", "apply", "destroy"})) {
      app.add_option("--replace", o_.replace, "Replace this instance; may repeat")->take_all();
      app.add_flag("--destroy", o_.destroy, "Destroy everything");
      app.add_flag("--compact-warnings", ignored_, "Accepted, without effect");
    }
    if (is({"plan", "drift"}))
      app.add_flag("--detailed-exitcode", o_.detailed_exitcode,
                   "Exit with 2 where there are changes");
    if (is({"plan"})) app.add_option("--out", o_.out, "Save the plan to this file");
    if (is({"apply", "destroy"}))
      app.add_flag("--auto-approve", o_.auto_approve, "Do not ask before applying");
    if (is({"plan", "apply", "destroy", "drift", "recover", "show", "output", "state list",
            "state show", "state rm", "state mv", "state pull", "state push", "state import"}))
      app.add_option("--state", o_.state, "A state file to use instead of where the state lies");
    if (is({"plan", "apply", "destroy", "state rm", "state mv", "state push", "state import"})) {
      app.add_option("--state-out", o_.state_out, "Write the state to this file as well");
      app.add_option("--backup", o_.backup, "What that file held before goes here (-: nowhere)");
    }
    if (is({"workspace select"}))
      app.add_flag("--or-create", o_.or_create, "Make the workspace if it is not there");
    if (is({"workspace delete", "state push"})) app.add_flag("--force", o_.force, "Do it anyway");
    if (is({"force-unlock"})) app.add_flag("--force", o_.force, "Do not ask");
    if (is({"recover"})) {
      app.add_option("--id", o_.id, "The object that was created, by its import id");
      app.add_flag("--absent", o_.absent, "Nothing was created");
    }
    if (is({"init"})) {
      app.add_flag("--upgrade", ignored_, "Accepted: providers are part of tenon");
      app.add_flag("--reconfigure", o_.reconfigure,
                   "Forget where the state lay, and leave it there");
      app.add_flag("--migrate-state", o_.migrate_state,
                   "Copy an existing state to where it lies from now on, without asking");
      app.add_flag("--force-copy", o_.force_copy,
                   "The same, even over another state that is there");
      app.add_flag("--backend", o_.backend, "Leave the backend alone (-backend=false)");
      app.add_flag("--get", ignored_, "Accepted, without effect");
      app.add_option("--backend-config", o_.backend_config,
                     "NAME=VALUE or a file: what the backend block leaves out; may repeat")
          ->take_all();
      app.add_option("--plugin-dir", ignored_texts_, "Accepted, without effect")->take_all();
      app.add_option("--lockfile", ignored_texts_, "Accepted, without effect")->take_all();
    }
    if (is({"graph"})) {
      app.add_flag("--draw-cycles", ignored_, "Accepted, without effect");
      app.add_option("--type", ignored_texts_, "Accepted, without effect")->take_all();
    }
    if (is({"state rm", "state mv"}))
      app.add_flag("--dry-run", o_.absent, "Only say what would be done");
  }

  bool finish() {
    if (!lock_timeout_.empty() && !duration(lock_timeout_, &o_.lock_timeout))
      return fail("-lock-timeout needs a time such as 10s or 5m, and got \"" + lock_timeout_ +
                  "\".");
    if (o_.parallelism < 1 || o_.parallelism > 1000)
      return fail("-parallelism must be between 1 and 1000.");
    if (o_.command == "destroy") o_.destroy = true;
    return true;
  }

  Options& o_;
  std::string& error_;
  std::string& help_;
  std::string lock_timeout_;
  bool ignored_ = false;
  std::vector<std::string> ignored_texts_;
};

}  // namespace

bool parse_options(int argc, char** argv, Env& env, Options* options, std::string* error,
                   std::string* help) {
  for (const auto& [name, value] : env.variables()) {
    if (value.empty()) continue;
    if (name == "TF_CLI_ARGS" || name.rfind("TF_CLI_ARGS_", 0) == 0) {
      *error = "The environment variable " + name +
               " comes with a later version of tenon. Unset it, and give the options on the "
               "command line.";
      return false;
    }
  }
  std::vector<std::string> args(argv + 1, argv + argc);
  LineReader reader(options, error, help);
  return reader.read(std::move(args));
}

}  // namespace tenon::cli
