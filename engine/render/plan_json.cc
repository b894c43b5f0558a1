#include "engine/render/plan_json.h"

#include <algorithm>

#include "schema/base/env.h"
#include "schema/base/text.h"
#include "schema/resource/validate.h"
#include "schema/value/print.h"
#include "schema/value/wire.h"

namespace tenon {

namespace {

std::string key_json(const InstanceKey& key) {
  return key.kind() == InstanceKey::Kind::Number ? std::to_string(key.number())
                                                 : json_quote(key.symbol().view());
}

// "registry.terraform.io/hashicorp/aws" of a provider key.
std::string provider_name(const std::string& key) {
  const auto open = key.find('"');
  const auto close = key.find('"', open + 1);
  return open == std::string::npos ? key : key.substr(open + 1, close - open - 1);
}

std::string mode_name(ResourceMode mode) { return mode == ResourceMode::Data ? "data" : "managed"; }

// The members that all records of an instance begin with.
std::string head_json(const InstanceAddress& address, const std::string& text,
                      const std::string& provider_key, bool with_module) {
  std::string out = "\"address\":" + json_quote(text);
  if (with_module && !address.module.empty())
    out += ",\"module_address\":" + json_quote(module_text(address.module));
  out += ",\"mode\":\"" + mode_name(address.mode) +
         "\",\"type\":" + json_quote(address.type.view()) +
         ",\"name\":" + json_quote(address.name.view());
  if (!address.key.none()) out += ",\"index\":" + key_json(address.key);
  return out + ",\"provider_name\":" + json_quote(provider_name(provider_key));
}

std::string actions_json(ChangeAction action) {
  switch (action) {
    case ChangeAction::NoOp:
      return "[\"no-op\"]";
    case ChangeAction::Create:
      return "[\"create\"]";
    case ChangeAction::Read:
      return "[\"read\"]";
    case ChangeAction::Update:
      return "[\"update\"]";
    case ChangeAction::DeleteThenCreate:
      return "[\"delete\",\"create\"]";
    case ChangeAction::CreateThenDelete:
      return "[\"create\",\"delete\"]";
    case ChangeAction::Delete:
      return "[\"delete\"]";
    case ChangeAction::Forget:
      return "[\"forget\"]";
  }
  return "[]";
}

std::string change_json(ChangeAction action, const Value& before, const Value& after,
                        const std::vector<Path>& replace) {
  std::string out = "{\"actions\":" + actions_json(action) +
                    ",\"before\":" + json_for_programs(before) +
                    ",\"after\":" + json_for_programs(after);
  // What stays as it is, or goes, has nothing unknown: programs expect an empty object there.
  const bool settled =
      action == ChangeAction::NoOp || action == ChangeAction::Delete || after.is_null();
  out += ",\"after_unknown\":" + (settled ? std::string("{}") : unknown_json(after));
  out += ",\"before_sensitive\":" +
         (before.is_null() ? std::string("false") : sensitive_json(before)) +
         ",\"after_sensitive\":" + (after.is_null() ? std::string("false") : sensitive_json(after));
  if (!replace.empty()) {
    std::vector<std::string> paths;
    for (const Path& path : replace) paths.push_back(path_json(path));
    out += ",\"replace_paths\":[" + join(paths, ",") + "]";
  }
  return out + "}";
}

// Resources by module, nested as Terraform nests them.
struct ModuleTree {
  std::string address;
  std::vector<std::pair<InstanceAddress, std::string>> resources;
  std::map<std::string, ModuleTree> children;

  void add(const InstanceAddress& address_of, std::string json) {
    ModuleTree* at = this;
    ModulePath path;
    for (const ModuleStep& step : address_of.module) {
      path.push_back(step);
      const std::string text = module_text(path);
      at = &at->children[text];
      at->address = text;
    }
    at->resources.emplace_back(address_of, std::move(json));
  }

  std::string json() {
    std::sort(resources.begin(), resources.end(),
              [](const auto& a, const auto& b) { return compare_addresses(a.first, b.first) < 0; });
    std::vector<std::string> members;
    std::vector<std::string> list;
    for (auto& [unused, text] : resources) list.push_back(std::move(text));
    if (!list.empty()) members.push_back("\"resources\":[" + join(list, ",") + "]");
    std::vector<std::string> inside;
    for (auto& [text, child] : children) inside.push_back(child.json());
    if (!address.empty()) members.push_back("\"address\":" + json_quote(address));
    if (!inside.empty()) members.push_back("\"child_modules\":[" + join(inside, ",") + "]");
    return "{" + join(members, ",") + "}";
  }
};

std::string values_json(const InstanceAddress& address, const std::string& text,
                        const std::string& provider_key, std::int64_t schema_version,
                        const Value& value, const std::string& more) {
  return "{" + head_json(address, text, provider_key, false) +
         ",\"schema_version\":" + std::to_string(schema_version) +
         ",\"values\":" + json_for_programs(value) +
         ",\"sensitive_values\":" + sensitive_json(value) + more + "}";
}

const ResourceSchema* schema_of(const Registry& registry, const InstanceAddress& address,
                                const std::string& provider_key) {
  const Provider* provider = registry.find(provider_name(provider_key));
  return provider == nullptr ? nullptr : provider->schema(address.mode, address.type);
}

std::string row_values_json(const RowView& row, const Registry& registry, ModuleTree& tree,
                            Arena& arena) {
  const auto address = parse_instance_address(row.address, nullptr);
  if (!address) return {};
  const std::string key(row.provider);
  std::string_view bytes = row.value;
  auto value = decode(arena, bytes, row.type);
  if (!value) return {};
  const ResourceSchema* schema = schema_of(registry, *address, key);
  std::string more;
  const auto needs = decode_dependencies(row.dependencies);
  if (!needs.empty()) {
    std::vector<std::string> quoted;
    for (const std::string& need : needs) quoted.push_back(json_quote(need));
    more += ",\"depends_on\":[" + join(quoted, ",") + "]";
  }
  if (row.tainted) more += ",\"tainted\":true";
  if (!row.deposed_key.empty()) more += ",\"deposed_key\":" + json_quote(row.deposed_key);
  tree.add(*address,
           values_json(*address, std::string(row.address), key,
                       schema == nullptr ? row.schema_version : schema->version, *value, more));
  return {};
}

std::string output_values_json(const std::map<std::string, OutputRow>& outputs) {
  std::vector<std::string> members;
  Arena arena;
  for (const auto& [name, row] : outputs) {
    std::string_view bytes = row.value;
    const auto value = decode(arena, bytes, row.type);
    if (!value) continue;
    members.push_back(json_quote(name) + ":{\"sensitive\":" + (row.sensitive ? "true" : "false") +
                      ",\"value\":" + json_for_programs(*value) +
                      ",\"type\":" + type_json(row.type) + "}");
  }
  return "{" + join(members, ",") + "}";
}

class PlanJson {
 public:
  PlanJson(const PlanRun& run, const Registry& registry)
      : run_(run), plan_(*run.plan), evaluation_(*run.evaluation), registry_(registry) {}

  std::string print() {
    std::vector<std::string> members;
    members.push_back("\"format_version\":\"1.2\"");
    members.push_back("\"terraform_version\":\"1.11.4\"");
    const std::string variables = variables_json();
    if (variables != "{}") members.push_back("\"variables\":" + variables);
    members.push_back("\"planned_values\":" + planned_values());
    const std::string drift = drift_json();
    if (drift != "[]") members.push_back("\"resource_drift\":" + drift);
    members.push_back("\"resource_changes\":" + resource_changes());
    members.push_back("\"output_changes\":" + output_changes());
    if (plan_.snapshot->size() > 0 || !plan_.snapshot->outputs().empty())
      members.push_back("\"prior_state\":" + state_json(*plan_.snapshot, registry_));
    members.push_back("\"configuration\":{\"root_module\":{}}");
    members.push_back("\"timestamp\":" +
                      json_quote(format_utc(std::chrono::system_clock::time_point(
                          std::chrono::seconds(plan_.time)))));
    members.push_back(std::string("\"applyable\":") + (plan_.has_changes() ? "true" : "false"));
    members.push_back("\"complete\":" + std::string(plan_.targeted ? "false" : "true"));
    members.push_back("\"errored\":false");
    return "{" + join(members, ",") + "}";
  }

 private:
  std::string variables_json() {
    std::vector<std::string> members;
    for (const auto& [name, value] : evaluation_.inputs().variables) {
      members.push_back(json_quote(name.view()) + ":{\"value\":" + json_for_programs(value.value) +
                        "}");
    }
    return "{" + join(members, ",") + "}";
  }

  Value value_of(InstanceId id) { return evaluation_.instance_value(id, arena_); }

  std::string planned_values() {
    ModuleTree tree;
    for (const InstanceId id : plan_.unchanged)
      add_planned(tree, evaluation_.address_of(id), evaluation_.instances[id].declaration,
                  value_of(id));
    for (const Change& change : plan_.changes) {
      if (change.after.is_null() || change.instance == kNoInstance) continue;
      if (change.address.mode == ResourceMode::Data && change.action == ChangeAction::NoOp)
        continue;
      add_planned(tree, change.address, change.declaration, change.after);
    }
    std::vector<std::string> outputs;
    for (const OutputChange& output : plan_.outputs) {
      if (output.action == ChangeAction::Delete || output.after.is_null()) continue;
      std::string member =
          json_quote(output.name) + ":{\"sensitive\":" + (output.sensitive ? "true" : "false");
      if (output.after.is_wholly_known())
        member += ",\"type\":" + type_json(output.after.type()) +
                  ",\"value\":" + json_for_programs(output.after);
      outputs.push_back(member + "}");
    }
    std::string out = "{";
    if (!outputs.empty()) out += "\"outputs\":{" + join(outputs, ",") + "},";
    return out + "\"root_module\":" + tree.json() + "}";
  }

  void add_planned(ModuleTree& tree, const InstanceAddress& address, DeclarationId id,
                   const Value& value) {
    const Declaration& declaration = evaluation_.graph().declarations[id];
    tree.add(address, values_json(address, address.text(), declaration.provider_key,
                                  declaration.schema->version, value, ""));
  }

  std::string drift_json() {
    std::vector<std::string> list;
    for (const Drift& drift : plan_.drift) {
      list.push_back(
          "{" + head_json(drift.address, drift.address_text, drift.provider_key, true) +
          ",\"change\":" +
          change_json(drift.found.is_null() ? ChangeAction::Delete : ChangeAction::Update,
                      drift.stored, drift.found, {}) +
          "}");
    }
    return "[" + join(list, ",") + "]";
  }

  std::string resource_changes() {
    std::vector<std::pair<InstanceAddress, std::string>> list;
    for (const Change& change : plan_.changes) {
      if (change.address.mode == ResourceMode::Data && change.action == ChangeAction::NoOp)
        continue;
      std::string out =
          "{" + head_json(change.address, change.address_text, change.provider_key, true);
      if (!change.previous_address.empty() && plan_.mode != PlanMode::Destroy)
        out += ",\"previous_address\":" + json_quote(change.previous_address);
      if (!change.deposed_key.empty()) out += ",\"deposed\":" + json_quote(change.deposed_key);
      out += ",\"change\":" +
             change_json(change.action, change.before, change.after, change.replace_paths);
      if (!change.import_id.empty()) {
        out.pop_back();  // into the change
        out += ",\"importing\":{\"id\":" + json_quote(change.import_id) + "}}";
      }
      if (change.reason != ActionReason::None)
        out += ",\"action_reason\":\"" + std::string(reason_text(change.reason)) + "\"";
      list.emplace_back(change.address, out + "}");
    }
    for (const InstanceId id : plan_.unchanged) {
      const InstanceAddress address = evaluation_.address_of(id);
      if (address.mode == ResourceMode::Data) continue;
      const Declaration& declaration =
          evaluation_.graph().declarations[evaluation_.instances[id].declaration];
      const Value value = value_of(id);
      list.emplace_back(
          address, "{" + head_json(address, address.text(), declaration.provider_key, true) +
                       ",\"change\":" + change_json(ChangeAction::NoOp, value, value, {}) + "}");
    }
    std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
      return compare_addresses(a.first, b.first) < 0;
    });
    std::vector<std::string> texts;
    for (auto& [unused, text] : list) texts.push_back(std::move(text));
    return "[" + join(texts, ",") + "]";
  }

  std::string output_changes() {
    std::vector<std::string> members;
    for (const OutputChange& output : plan_.outputs) {
      const auto flag = [&](const Value& value) {
        return output.sensitive  ? std::string("true")
               : value.is_null() ? std::string("false")
                                 : sensitive_json(value);
      };
      members.push_back(
          json_quote(output.name) + ":{\"actions\":" + actions_json(output.action) +
          ",\"before\":" + json_for_programs(output.before) +
          ",\"after\":" + json_for_programs(output.after) + ",\"after_unknown\":" +
          (output.after.is_null() ? std::string("false") : unknown_json(output.after)) +
          ",\"before_sensitive\":" + flag(output.before) +
          ",\"after_sensitive\":" + flag(output.after) + "}");
    }
    return "{" + join(members, ",") + "}";
  }

  const PlanRun& run_;
  const Plan& plan_;
  const Evaluation& evaluation_;
  const Registry& registry_;
  Arena arena_;
};

}  // namespace

std::string plan_json(const PlanRun& run, const Registry& registry) {
  return PlanJson(run, registry).print();
}

std::string state_json(const Snapshot& snapshot, const Registry& registry) {
  std::string out = "{\"format_version\":\"1.0\",\"terraform_version\":\"1.11.4\"";
  if (snapshot.size() > 0 || !snapshot.outputs().empty()) {
    ModuleTree tree;
    Arena arena;
    for (const RowView& row : snapshot.rows()) row_values_json(row, registry, tree, arena);
    out += ",\"values\":{";
    const std::string outputs = output_values_json(snapshot.outputs());
    if (outputs != "{}") out += "\"outputs\":" + outputs + ",";
    out += "\"root_module\":" + tree.json() + "}";
  }
  return out + "}";
}

std::string outputs_json(const std::map<std::string, OutputRow>& outputs) {
  return output_values_json(outputs);
}

}  // namespace tenon
