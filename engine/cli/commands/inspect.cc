// Commands that only look: show, output, state list, state show, graph, version, validate.
#include <algorithm>

#include "engine/cli/commands/commands.h"
#include "engine/plan/plan_file.h"
#include "engine/render/plan_json.h"
#include "engine/render/plan_text.h"
#include "schema/base/text.h"
#include "schema/value/print.h"
#include "schema/value/wire.h"

namespace tenon::cli {

namespace {

constexpr const char* kTenonVersion = "0.1.0";

// The configuration is read only for what it says of the state's place.
std::shared_ptr<const Snapshot> snapshot_of(Project& project) {
  Diagnostics ignored;
  project.load(ignored);
  auto session = project.open_session();
  if (!session) {
    project.report_state_error(session.error());
    return nullptr;
  }
  auto snapshot = (*session)->snapshot();
  if (!snapshot) {
    project.report("E0602", "State cannot be read", snapshot.error().message);
    return nullptr;
  }
  return *snapshot;
}

std::string value_text(const OutputRow& row, Arena& arena, bool hide) {
  std::string_view bytes = row.value;
  const auto value = decode(arena, bytes, row.type);
  if (!value) return "(cannot be read)";
  if (hide) return "(sensitive value)";
  return print_console(value->without_marks(arena));
}

}  // namespace

int run_version(Project& project) {
  if (project.options().json) {
    project.print(std::string("{\n  \"terraform_version\": \"1.11.4\",\n  \"platform\": "
                              "\"linux_amd64\",\n  \"provider_selections\": {},\n  "
                              "\"terraform_outdated\": false,\n  \"tenon_version\": \"") +
                  kTenonVersion + "\"\n}\n");
  } else {
    project.print(std::string("Terraform v1.11.4\non linux_amd64\n+ tenon v") + kTenonVersion +
                  ", which stands in for it\n");
  }
  return kDone;
}

int run_validate(Project& project) {
  Diagnostics diagnostics;
  if (project.load(diagnostics)) {
    // Planned against an empty state with all variables unknown: what is wrong whatever the values
    // are.
    EvaluationInputs inputs = project.inputs(true, diagnostics);
    for (auto& [name, value] : inputs.variables) {
      value.value = Value::unknown(value.value.type()).with_marks(value.value.marks());
    }
    PlanOptions options;
    options.refresh = false;
    options.validate_only = true;
    const PlanRun run = make_plan(std::move(inputs), project.registry(),
                                  std::make_shared<Snapshot>(), options, diagnostics);
  }
  diagnostics.sort_and_deduplicate();
  if (project.options().json) {
    project.print(validate_json(diagnostics) + "\n");
  } else {
    project.report(diagnostics);
    if (!diagnostics.has_errors()) project.print("Success! The configuration is valid.\n");
  }
  return diagnostics.has_errors() ? kError : kDone;
}

int run_show(Project& project) {
  const Options& options = project.options();
  if (options.arguments.empty()) {
    const auto snapshot = snapshot_of(project);
    if (snapshot == nullptr) return kError;
    if (options.json) {
      project.print(state_json(*snapshot, project.registry()) + "\n");
      return kDone;
    }
    if (snapshot->size() == 0) project.print("The state is empty: nothing is managed yet.\n");
    Arena arena;
    std::string text;
    for (const RowView& row : snapshot->rows()) {
      std::string_view bytes = row.value;
      const auto value = decode(arena, bytes, row.type);
      if (value && value->is_known())
        text += object_text(std::string(row.address) + (row.tainted ? " (tainted)" : ""), *value) +
                "\n";
    }
    for (const auto& [name, output] : snapshot->outputs())
      text += "output " + name + " = " + value_text(output, arena, output.sensitive) + "\n";
    project.print(text);
    return kDone;
  }
  Diagnostics diagnostics;
  auto saved = load_plan(project.env(), options.arguments[0], project.registry(), diagnostics);
  if (!saved) {
    project.report(diagnostics);
    project.report("E0608", "Plan file cannot be used", saved.error().message);
    return kError;
  }
  project.print(options.json ? plan_json((*saved)->run, project.registry()) + "\n"
                             : plan_text(*(*saved)->run.plan, project.colour()));
  return kDone;
}

int run_output(Project& project) {
  const Options& options = project.options();
  const auto snapshot = snapshot_of(project);
  if (snapshot == nullptr) return kError;
  Arena arena;
  if (options.arguments.empty()) {
    if (options.raw) {
      project.report("E0614", "Output name needed",
                     "-raw prints one output: tenon output -raw NAME.");
      return kError;
    }
    if (options.json) {
      project.print(outputs_json(snapshot->outputs()) + "\n");
      return kDone;
    }
    std::string text;
    for (const auto& [name, row] : snapshot->outputs())
      text += name + " = " + (row.sensitive ? "<sensitive>" : value_text(row, arena, false)) + "\n";
    if (text.empty()) {
      Diagnostics warning;
      warning.warning("W0615", "No outputs found",
                      "The state has no outputs, or was never applied. Declare them with output "
                      "blocks and run apply.");
      project.report(warning);
    }
    project.print(text);
    return kDone;
  }
  const std::string& name = options.arguments[0];
  const auto found = snapshot->outputs().find(name);
  if (options.arguments.size() > 1 || found == snapshot->outputs().end()) {
    std::vector<std::string> known;
    for (const auto& [each, unused] : snapshot->outputs()) known.push_back(each);
    project.report("E0616", "Output not found",
                   "The state has no output \"" + name + "\"." + did_you_mean(name, known) +
                       " If it was added to the configuration, run apply first.");
    return kError;
  }
  std::string_view bytes = found->second.value;
  const auto value = decode(arena, bytes, found->second.type);
  if (!value) {
    project.report("E0602", "State cannot be read", value.error().message);
    return kError;
  }
  const Value bare = value->without_marks(arena);
  if (options.json) {
    project.print(json_for_programs(bare, JsonStyle::Compact) + "\n");
  } else if (options.raw) {
    if (!bare.is_known() || !bare.type().is_primitive()) {
      project.report("E0617", "Unsupported value for raw output",
                     "\"" + name + "\" is " + friendly_name(bare.type()) +
                         ", and -raw prints strings, numbers and bools only. Use -json.");
      return kError;
    }
    project.print(bare.type() == Type::string() ? std::string(bare.as_string())
                                                : print_console(bare));
  } else if (found->second.sensitive) {
    Diagnostics warning;
    warning.warning("W0624", "Output is sensitive",
                    "\"" + name +
                        "\" is marked as sensitive and is not shown. For a program, ask for "
                        "it with -raw or -json.");
    project.report(warning);
    project.print("<sensitive>\n");
  } else {
    project.print(print_console(bare) + "\n");
  }
  return kDone;
}

int run_state_list(Project& project) {
  const auto snapshot = snapshot_of(project);
  if (snapshot == nullptr) return kError;
  std::vector<InstanceAddress> addresses;
  std::vector<TargetAddress> wanted;
  for (const std::string& text : project.options().arguments) {
    std::string error;
    const auto target = parse_target_address(text, &error);
    if (!target) {
      project.report("E0605", "Invalid address", error);
      return kError;
    }
    wanted.push_back(*target);
  }
  for (const RowView& row : snapshot->rows()) {
    const auto address = parse_instance_address(row.address, nullptr);
    if (!address) continue;
    const bool listed = wanted.empty() ||
                        std::any_of(wanted.begin(), wanted.end(), [&](const TargetAddress& target) {
                          return target.covers(*address);
                        });
    if (listed && (addresses.empty() || !(addresses.back() == *address)))
      addresses.push_back(*address);
  }
  std::sort(addresses.begin(), addresses.end(),
            [](const InstanceAddress& a, const InstanceAddress& b) {
              return compare_addresses(a, b) < 0;
            });
  std::string text;
  for (const InstanceAddress& address : addresses) text += address.text() + "\n";
  project.print(text);
  return kDone;
}

int run_state_show(Project& project) {
  const auto snapshot = snapshot_of(project);
  if (snapshot == nullptr) return kError;
  if (project.options().arguments.size() != 1) {
    project.report("E0613", "Address needed",
                   "state show takes one address: tenon state show ADDRESS.");
    return kError;
  }
  std::string error;
  const auto address = parse_instance_address(project.options().arguments[0], &error);
  const std::uint32_t row = address ? snapshot->find(address->text()) : kNoRow;
  if (row == kNoRow) {
    std::vector<std::string> known;
    for (const RowView& each : snapshot->rows()) known.emplace_back(each.address);
    project.report("E0618", "No such object in the state",
                   address ? "The state has no " + address->text() + "." +
                                 did_you_mean(address->text(), known) +
                                 " `tenon state list` lists what there is."
                           : error);
    return kError;
  }
  Arena arena;
  std::string_view bytes = snapshot->row(row).value;
  const auto value = decode(arena, bytes, snapshot->row(row).type);
  if (!value) {
    project.report("E0602", "State cannot be read", value.error().message);
    return kError;
  }
  project.print(
      object_text(address->text() + (snapshot->row(row).tainted ? " (tainted)" : ""), *value));
  return kDone;
}

int run_graph(Project& project) {
  Diagnostics diagnostics;
  const bool fine = project.load(diagnostics);
  project.report(diagnostics);
  if (!fine) return kError;
  std::string text =
      "digraph G {\n  rankdir = \"RL\";\n  node [shape = rect, fontname = \"sans-serif\"];\n";
  const Graph& graph = project.graph();
  for (const DeclarationId id : graph.resources) {
    text += "  " + json_quote(graph.declarations[id].address) +
            " [label=" + json_quote(graph.declarations[id].address) + "];\n";
  }
  for (const DeclarationId id : graph.resources) {
    for (const DeclarationId need : graph.declarations[id].resources)
      text += "  " + json_quote(graph.declarations[id].address) + " -> " +
              json_quote(graph.declarations[need].address) + ";\n";
  }
  project.print(text + "}\n");
  return kDone;
}

}  // namespace tenon::cli
