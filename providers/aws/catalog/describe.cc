#include "providers/aws/catalog/describe.h"

#include <set>

namespace tenon::aws {

namespace {

void walk(const BlockMapping& mapping, const std::string& prefix, Node& to) {
  for (const SlotMapping& slot : mapping.slots) {
    const std::string path = prefix + slot.name;
    const auto note = [&](const char* section, Node value) {
      to.at_path({section, path}) = std::move(value);
    };
    if (slot.replaces) note("replaces", Node::boolean(true));
    if (!slot.default_value.is_null()) note("defaults", slot.default_value);
    if (!slot.not_read.empty()) note("not_read", Node::string(slot.not_read));
    if (!slot.unsupported.empty()) note("unsupported", Node::string(slot.unsupported));
    if (slot.local) note("local", Node::boolean(true));
    if (slot.shape != nullptr && !slot.shape->values.empty() && !slot.open) {
      Node values = Node::list();
      for (const std::string& value : slot.shape->values) values.add(Node::string(value));
      note("values", std::move(values));
    }
    if (slot.block != nullptr) walk(*slot.block, path + ".", to);
  }
}

}  // namespace

Node describe(const Declaration& declaration) {
  Node result = Node::map();
  result.set("type", Node::string(declaration.type));
  result.set("mode", Node::string(declaration.mode == ResourceMode::Data ? "data" : "resource"));
  result.set("service", Node::string(declaration.service));
  const auto schema = parse_json(schema_to_json(declaration.schema));
  if (schema) result.set("schema", *schema);
  walk(declaration.mapping, "", result);
  std::set<std::string> calls;
  const auto add = [&calls](const std::string& service, const Operation* operation) {
    if (operation != nullptr) calls.insert(service + ":" + operation->name);
  };
  for (const Step& step : declaration.steps) add(step.service, step.operation);
  for (const ReadStep& step : declaration.read) {
    add(step.service, step.operation);
    if (step.bulk) add(step.bulk->service, step.bulk->operation);
  }
  add(declaration.recovery.service, declaration.recovery.operation);
  add(declaration.recovery.tags_service, declaration.recovery.tags_operation);
  Node list = Node::list();
  for (const std::string& call : calls) list.add(Node::string(call));
  result.set("permissions", std::move(list));
  result.set("recovery", Node::string(declaration.recovery.kind));
  result.set("import", Node::boolean(!declaration.from_id.empty()));
  Node rules = Node::list();
  for (const Rule& rule : declaration.rules) rules.add(Node::string(rule.message));
  result.set("rules", std::move(rules));
  return result;
}

}  // namespace tenon::aws
