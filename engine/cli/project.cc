#include "engine/cli/project.h"

#include <unistd.h>

#include <charconv>
#include <cstdio>

#include "engine/cli/backends.h"
#include "providers/builtin/builtin.h"
#include "schema/base/parallel.h"
#include "schema/base/text.h"
#ifdef TENON_HAS_FAKE
#include "providers/fake/fake.h"
#endif
#ifdef TENON_HAS_AWS
#include "providers/aws/provider.h"
#endif

namespace tenon::cli {

namespace {

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written <= 0) return;  // nobody reads any more
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

Project::Project(Env& env, Options options) : env_(env), options_(std::move(options)) {
  add_builtin_providers(registry_, env_,
                        [this](Arena& arena, const std::string& backend, const Value& config,
                               const std::string& workspace) {
                          return remote_outputs(env_, arena, backend, config, workspace);
                        });
#ifdef TENON_HAS_AWS
  registry_.add(make_aws_provider(env_));
#endif
#ifdef TENON_HAS_FAKE
  add_fake_provider(registry_, env_);
#endif
  const bool plain = options_.no_color || env_.variable("NO_COLOR").value_or("") != "" ||
                     ::isatty(STDOUT_FILENO) == 0;
  colour_ = plain ? Colour::Off : Colour::On;
  if (const auto folder = env_.variable("TF_DATA_DIR"); folder && !folder->empty())
    data_folder_ = *folder;
  if (const auto name = env_.variable("TF_WORKSPACE"); name && !name->empty()) {
    state_name_ = *name;
    workspace_overridden_ = true;
  } else if (const auto chosen = env_.read_file(workspace_path(), 4096);
             chosen && !trim(*chosen).empty()) {
    state_name_ = trim(*chosen);
  }
}

bool Project::load(Diagnostics& diagnostics) {
  config::LoadOptions options;
  options.threads = hardware_threads();
  if (const auto limit = env_.variable("TENON_MAX_FILE_BYTES")) {
    const char* end = limit->data() + limit->size();
    const auto parsed = std::from_chars(limit->data(), end, options.file_bytes);
    if (parsed.ec != std::errc() || parsed.ptr != end || options.file_bytes == 0) {
      diagnostics.error("E0621", "Invalid environment variable",
                        "TENON_MAX_FILE_BYTES is \"" + *limit +
                            "\", but must be a whole number of bytes, at least 1. Correct or unset "
                            "it.");
      return false;
    }
    options_.variables.file_bytes = options.file_bytes;
  }
  config_ = config::load_config(env_, ".", options, diagnostics);
  if (config_ == nullptr || diagnostics.has_errors()) return false;
  graph_ = build_graph(*config_, registry_, diagnostics);
  return graph_ != nullptr && !diagnostics.has_errors();
}

void Project::use(const config::Config& config, const std::string& workspace) {
  sealed_config_ = &config;
  state_name_ = workspace;
}

void Project::adopt(std::unique_ptr<config::Config> config, std::unique_ptr<Graph> graph) {
  config_ = std::move(config);
  graph_ = std::move(graph);
}

EvaluationInputs Project::inputs(bool allow_missing, Diagnostics& diagnostics) {
  EvaluationInputs inputs;
  inputs.config = config_.get();
  inputs.graph = graph_.get();
  inputs.env = &env_;
  inputs.workspace = state_name_;
  config::VariableOptions variables = options_.variables;
  variables.allow_missing = allow_missing;
  inputs.variables =
      config::variable_values(env_, *config_, variables, variables_arena_, diagnostics);
  inputs.working_directory = env_.absolute_path(".").value_or(".");
  inputs.time =
      std::chrono::duration_cast<std::chrono::seconds>(env_.now().time_since_epoch()).count();
  // Reproducible plans (reproducible-builds.org): the time is an input like any other.
  if (const auto epoch = env_.variable("SOURCE_DATE_EPOCH")) {
    const long long seconds = std::strtoll(epoch->c_str(), nullptr, 10);
    if (seconds > 0) inputs.time = seconds;
  }
  return inputs;
}

void Project::print(const std::string& text) { write_all(STDOUT_FILENO, text); }

void Project::report(const Diagnostics& diagnostics) {
  Diagnostics sorted = diagnostics;
  sorted.sort_and_deduplicate();
  write_all(STDERR_FILENO, diagnostics_text(sorted, colour_));
}

void Project::report(const std::string& code, const std::string& summary,
                     const std::string& detail) {
  Diagnostics diagnostics;
  diagnostics.error(code, summary, sentence(detail));
  report(diagnostics);
}

bool Project::interactive() const { return options_.input && ::isatty(STDIN_FILENO) != 0; }

}  // namespace tenon::cli
