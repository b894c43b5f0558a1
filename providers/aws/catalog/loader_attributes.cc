#include <algorithm>
#include <cstdlib>

#include "providers/aws/catalog/loader.h"
#include "schema/base/text.h"

namespace tenon::aws {

void Loader::collect_inputs() {
  const Node* steps = source_.find("steps");
  if (steps == nullptr || made_->model == nullptr) return;
  for (const Node& step : steps->items()) {
    const Operation* found = made_->model->find(text(step, "call"));
    if (found != nullptr && found->input != nullptr && step.find("send") != nullptr)
      inputs_.push_back(found->input);
  }
}

void Loader::load_schema() {
  Node block = Node::map();
  load_block(source_, "", inputs_, made_->mapping, block);
  Node schema = Node::map();
  schema.set("version", Node::number(number(source_, "version", 0)));
  schema.set("block", std::move(block));
  auto made = schema_from_json(Symbol(made_->type), made_->mode, to_json(schema));
  if (!made) {
    problem("attributes", made.error().message);
    return;
  }
  made_->schema = *std::move(made);
  made_->schema.digest = keyed_digest({0x74656e6f6eULL, 0x617773ULL}, to_json(source_, true));
  sort_like(made_->schema.block, made_->mapping);
}

void Loader::sort_like(const BlockSchema& schema, BlockMapping& mapping) {
  std::vector<SlotMapping> sorted;
  for (const SchemaSlot& slot : schema.slots) {
    const auto found =
        std::find_if(mapping.slots.begin(), mapping.slots.end(),
                     [&](const SlotMapping& m) { return m.name == slot.name.view(); });
    CHECK(found != mapping.slots.end());
    sorted.push_back(std::move(*found));
    if (sorted.back().block != nullptr) sort_like(*slot.objects(), *sorted.back().block);
  }
  mapping.slots = std::move(sorted);
}

void Loader::load_block(const Node& source, const std::string& where,
                        const std::vector<const Shape*>& shapes, BlockMapping& mapping,
                        Node& schema) {
  Node attributes = Node::map();
  if (const Node* all = source.find("attributes")) {
    for (const auto& [name, value] : all->members())
      attributes.set(name, attribute(name, value, where + "attributes." + name, shapes, mapping));
  }
  Node blocks = Node::map();
  if (const Node* all = source.find("blocks")) {
    for (const auto& [name, value] : all->members()) {
      const bool as_attribute = value.find("attribute") != nullptr;
      (as_attribute ? attributes : blocks)
          .set(name, nested(name, value, where + "blocks." + name, shapes, mapping));
    }
  }
  if (const Node* with = source.find("with"))
    mapping.with = compile_template(*with, where + "with");
  schema.set("attributes", std::move(attributes));
  schema.set("block_types", std::move(blocks));
}

void Loader::find_member(const Node& source, const std::string& where,
                         const std::vector<const Shape*>& shapes, SlotMapping& slot) {
  const std::string named = text(source, "member");
  if (named == "none") return;
  if (!named.empty()) {
    slot.member = split(named, '.');
    for (const Shape* shape : shapes) {
      if (const Shape* found = shape_at(shape, slot.member)) {
        slot.shape = found;
        return;
      }
    }
    if (!shapes.empty() && source.find("from") == nullptr)
      problem(where + ".member", "\"" + named + "\" is no member of any input that is sent");
    return;
  }
  for (const Shape* shape : shapes) {
    if (const Member* member = member_like(shape, slot.name)) {
      slot.member = {member->name};
      slot.shape = member->shape;
      return;
    }
  }
}

Normal Loader::normal_of(const std::string& word, bool& ok) {
  ok = true;
  if (word.empty()) return Normal::None;
  if (word == "json") return Normal::Json;
  if (word == "policy") return Normal::Policy;
  if (word == "case") return Normal::Case;
  if (word == "arn") return Normal::Arn;
  if (word == "number") return Normal::Number;
  if (word == "time") return Normal::Time;
  if (word == "containers") return Normal::Containers;
  if (word == "protocol") return Normal::Protocol;
  if (word == "user_data") return Normal::UserData;
  ok = false;
  return Normal::None;
}

void Loader::load_causes(const Node& source, SlotMapping& slot) {
  slot.changes_with = texts_of(source.find("changes_with"));
  if (slot.changes_with != std::vector<std::string>{"any"}) return;
  slot.changes_with_any = true;
  slot.changes_with.clear();
}

Node Loader::attribute(const std::string& name, const Node& source, const std::string& where,
                       const std::vector<const Shape*>& shapes, BlockMapping& mapping) {
  known(source, where, {"required",     "optional",     "computed",     "optional_computed",
                        "sensitive",    "write_only",   "deprecated",   "member",
                        "from",         "self",         "default",      "replaces",
                        "changes_with", "changes_when", "normal",       "local",
                        "not_read",     "unsupported",  "pairs",        "generated",
                        "open",         "nullable",     "replaces_when"});
  SlotMapping slot;
  slot.name = name;
  Node schema = Node::map();
  int roles = 0;
  for (const char* role : {"required", "optional", "computed", "optional_computed"}) {
    const Node* type = source.find(role);
    if (type == nullptr) continue;
    ++roles;
    schema.set("type", *type);
    const std::string word(role);
    if (word != "required" && word != "computed") schema.set("optional", Node::boolean(true));
    if (word == "required") schema.set("required", Node::boolean(true));
    if (word == "computed" || word == "optional_computed")
      schema.set("computed", Node::boolean(true));
  }
  if (roles != 1)
    problem(where, "needs exactly one of required, optional, computed, optional_computed");
  for (const char* word : {"sensitive", "write_only"}) {
    if (flag(source, word)) schema.set(word, Node::boolean(true));
  }
  if (source.find("deprecated") != nullptr) schema.set("deprecated", Node::boolean(true));
  slot.local = flag(source, "local");
  slot.not_read = text(source, "not_read");
  slot.unsupported = text(source, "unsupported");
  slot.replaces = flag(source, "replaces");
  slot.replaces_when = optional_expression(source, "replaces_when", where);
  slot.open = flag(source, "open");
  slot.nullable = flag(source, "nullable");
  slot.changes_when = optional_expression(source, "changes_when", where);
  if (const Node* value = source.find("default")) {
    if (value->is_string() && value->text().rfind('=', 0) == 0) {
      slot.default_from = expression(value->text().substr(1), where + ".default");
    } else {
      slot.default_value = *value;
    }
  }
  load_causes(source, slot);
  bool ok = true;
  slot.normal = normal_of(text(source, "normal"), ok);
  if (!ok)
    problem(where + ".normal",
            "must be json, policy, case, arn, number, time, containers, protocol or user_data");
  if (const Node* pairs = source.find("pairs")) {
    slot.pair_key = text(*pairs, "key");
    slot.pair_value = text(*pairs, "value");
  }
  if (const Node* generated = source.find("generated")) {
    slot.generated_from = text(*generated, "prefix");
    slot.generated_default = text(*generated, "default");
    if (slot.generated_default.empty()) slot.generated_default = "terraform-";
    slot.generated_suffix = text(*generated, "suffix");
    slot.generated_suffix_when = text(*generated, "suffix_when");
    if (!slot.generated_suffix_when.empty())
      expression(slot.generated_suffix_when, where + ".generated.suffix_when");
  }
  slot.from_self = flag(source, "self");
  slot.from = optional_expression(source, "from", where);
  if (!slot.local && slot.unsupported.empty()) find_member(source, where, shapes, slot);
  mapping.slots.push_back(std::move(slot));
  return schema;
}

Node Loader::attribute_of_objects(const Node& source, const std::string& where, const Node& block) {
  const std::string role = text(source, "attribute");
  const bool optional = role == "optional" || role == "optional_computed";
  const bool computed = role == "computed" || role == "optional_computed";
  if (!optional && !computed && role != "required")
    problem(where + ".attribute", "must be required, optional, computed or optional_computed");
  const Node* blocks = block.find("block_types");
  if (blocks != nullptr && !blocks->members().empty())
    problem(where, "holds blocks, which an attribute cannot");
  Node members = Node::map();
  if (const Node* attributes = block.find("attributes")) {
    for (const auto& [name, value] : attributes->members()) {
      const Node* type = value.find("type");
      members.set(name, type == nullptr ? Node() : *type);
    }
  }
  Node object = Node::list();
  object.add(Node::string("object"));
  object.add(std::move(members));
  Node type = Node::list();
  type.add(Node::string(text(source, "nesting") == "set" ? "set" : "list"));
  type.add(std::move(object));
  Node schema = Node::map();
  schema.set("type", std::move(type));
  if (role == "required") schema.set("required", Node::boolean(true));
  if (optional) schema.set("optional", Node::boolean(true));
  if (computed) schema.set("computed", Node::boolean(true));
  return schema;
}

Node Loader::nested(const std::string& name, const Node& source, const std::string& where,
                    const std::vector<const Shape*>& shapes, BlockMapping& mapping) {
  known(source, where,
        {"nesting", "min", "max", "attributes", "blocks", "member", "from", "with", "replaces",
         "structure", "local", "not_read", "unsupported", "computed", "self", "added",
         "changes_with", "attribute"});
  SlotMapping slot;
  slot.name = name;
  slot.local = flag(source, "local");
  slot.not_read = text(source, "not_read");
  slot.unsupported = text(source, "unsupported");
  slot.replaces = flag(source, "replaces");
  slot.block_computed = flag(source, "computed");
  slot.added = optional_expression(source, "added", where);
  load_causes(source, slot);
  slot.from = optional_expression(source, "from", where);
  slot.from_self = flag(source, "self");
  if (!slot.local && slot.unsupported.empty()) find_member(source, where, shapes, slot);
  std::vector<const Shape*> inner;
  if (slot.shape != nullptr) {
    const Shape* shape = slot.shape;
    slot.as_structure = shape->kind == ShapeKind::Structure;
    while (shape->kind == ShapeKind::List) shape = shape->element.shape;
    inner.push_back(shape);
  }
  if (source.find("structure") != nullptr) slot.as_structure = flag(source, "structure");
  slot.block = std::make_unique<BlockMapping>();
  Node block = Node::map();
  load_block(source, where + ".", inner, *slot.block, block);
  slot.block->sees_reference =
      std::any_of(slot.block->slots.begin(), slot.block->slots.end(), [](const SlotMapping& each) {
        return each.from && each.from->text().find("_reference") != std::string::npos;
      });
  if (source.find("attribute") != nullptr) {
    mapping.slots.push_back(std::move(slot));
    return attribute_of_objects(source, where, block);
  }
  Node schema = Node::map();
  const std::string nesting = text(source, "nesting");
  schema.set("nesting_mode", Node::string(nesting.empty() ? "list" : nesting));
  if (const int min = number(source, "min", 0); min > 0) schema.set("min_items", Node::number(min));
  if (const int max = number(source, "max", 0); max > 0) schema.set("max_items", Node::number(max));
  schema.set("block", std::move(block));
  mapping.slots.push_back(std::move(slot));
  return schema;
}

}  // namespace tenon::aws
