#include "providers/aws/catalog/declaration.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <set>

#include "schema/base/text.h"

namespace tenon::aws {

namespace {

using Problems = std::vector<DeclarationProblem>;

std::vector<std::string> texts_of(const Node* node) {
  std::vector<std::string> texts;
  if (node == nullptr || node->is_null()) return texts;
  if (!node->is_list()) {
    texts.push_back(node->scalar_text());
  } else {
    for (const Node& item : node->items()) texts.push_back(item.scalar_text());
  }
  return texts;
}

// The member of a structure that an attribute's name means.
const Member* member_like(const Shape* shape, std::string_view name) {
  if (shape == nullptr || shape->kind != ShapeKind::Structure) return nullptr;
  const std::string folded = folded_name(name);
  for (const Member& member : shape->members) {
    if (folded_name(member.name) == folded) return &member;
  }
  return nullptr;
}

// What stands at a dotted path below `shape`; nullptr where it leads nowhere. Below a map of
// strings anything leads to its value.
const Shape* shape_at(const Shape* shape, const std::vector<std::string>& path) {
  for (const std::string& step : path) {
    if (shape == nullptr) return nullptr;
    if (shape->kind == ShapeKind::Map) {
      shape = shape->value.shape;
      continue;
    }
    while (shape->kind == ShapeKind::List) shape = shape->element.shape;
    const Member* member = shape->find(step);
    shape = member == nullptr ? nullptr : member->shape;
  }
  return shape;
}

class Loader {
 public:
  Loader(const Node& source, const ModelSource& models, Problems& problems)
      : source_(source), models_(models), problems_(problems), made_(new Declaration) {}

  std::unique_ptr<Declaration> load() {
    made_->type = text(source_, "type");
    made_->service = text(source_, "service");
    made_->mode = text(source_, "mode") == "data" ? ResourceMode::Data : ResourceMode::Managed;
    known(source_, "",
          {"type", "service", "mode", "version", "id", "import", "tags", "recovery", "attributes",
           "blocks", "steps", "read", "rules"});
    if (made_->type.empty()) problem("type", "is missing");
    if (!made_->service.empty()) made_->model = model(made_->service, "service");
    collect_inputs();
    load_tags();
    load_schema();
    if (const Node* id = source_.find("id")) made_->id = compile_template(*id, "id");
    if (const Node* import = source_.find("import")) {
      for (const auto& [name, value] : import->members())
        made_->from_id.emplace_back(name, compile_template(value, "import." + name));
    }
    load_steps();
    load_reads();
    load_recovery();
    load_rules();
    made_->wants_account = to_json(source_).find("_account") != std::string::npos;
    check();
    return problems_.empty() ? std::move(made_) : nullptr;
  }

 private:
  void problem(std::string where, std::string what) {
    problems_.push_back({std::move(where), std::move(what)});
  }

  void known(const Node& node, const std::string& where, const std::vector<std::string>& words) {
    for (const auto& [name, value] : node.members()) {
      if (std::find(words.begin(), words.end(), name) == words.end())
        problem(where.empty() ? name : where + "." + name,
                "is no word of the declaration language." + did_you_mean(name, words));
    }
  }

  static std::string text(const Node& node, std::string_view name) {
    const Node* found = node.find(name);
    return found == nullptr ? "" : found->scalar_text();
  }
  static bool flag(const Node& node, std::string_view name) {
    const Node* found = node.find(name);
    return found != nullptr && found->kind() == Node::Kind::Bool && found->as_bool();
  }
  static int number(const Node& node, std::string_view name, int otherwise) {
    const std::string found = text(node, name);
    return found.empty() ? otherwise : std::atoi(found.c_str());
  }

  std::shared_ptr<const ServiceModel> model(const std::string& service, const std::string& where) {
    auto found = models_.model(service);
    if (found) return *found;
    problem(where, found.error().message);
    return nullptr;
  }

  Template compile_template(const Node& source, const std::string& where) {
    auto compiled = Template::compile(source);
    if (compiled) return *std::move(compiled);
    problem(where, compiled.error().message);
    return {};
  }
  PathExpression expression(const std::string& source, const std::string& where) {
    auto compiled = PathExpression::compile(source);
    if (compiled) return *std::move(compiled);
    problem(where, compiled.error().message);
    return {};
  }
  std::optional<PathExpression> optional_expression(const Node& node, std::string_view name,
                                                    const std::string& where) {
    const std::string source = text(node, name);
    if (source.empty()) return std::nullopt;
    return expression(source, where + "." + std::string(name));
  }
  std::vector<std::pair<std::string, PathExpression>> takes(const Node& node,
                                                            const std::string& where) {
    std::vector<std::pair<std::string, PathExpression>> result;
    if (const Node* take = node.find("take")) {
      for (const auto& [name, value] : take->members())
        result.emplace_back(name, expression(value.scalar_text(), where + ".take." + name));
    }
    return result;
  }

  // "Operation" of the type's service, or of the one that `service:` names.
  const Operation* operation(const Node& node, const std::string& where, std::string& service,
                             std::shared_ptr<const ServiceModel>& of, std::string_view word) {
    const std::string name = text(node, word);
    service = text(node, "service");
    if (service.empty()) service = made_->service;
    of = service == made_->service ? made_->model : model(service, where + ".service");
    if (of == nullptr) return nullptr;
    const Operation* found = of->find(name);
    if (found == nullptr) {
      std::vector<std::string> names;
      for (const auto& [each, unused] : of->operations) names.push_back(each);
      problem(where + "." + std::string(word), "\"" + name + "\" is no operation in the model of " +
                                                   service + " (is it in operations.txt?)." +
                                                   did_you_mean(name, names));
    }
    return found;
  }

  // Inputs of the calls that send attributes by name: where names are looked up.
  void collect_inputs() {
    const Node* steps = source_.find("steps");
    if (steps == nullptr || made_->model == nullptr) return;
    for (const Node& step : steps->items()) {
      const Operation* found = made_->model->find(text(step, "call"));
      if (found != nullptr && found->input != nullptr && step.find("send") != nullptr)
        inputs_.push_back(found->input);
    }
  }

  // --- attributes and blocks
  // -----------------------------------------------------------------------
  void load_schema() {
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

  // Slots of the mapping in the order of the schema's.
  static void sort_like(const BlockSchema& schema, BlockMapping& mapping) {
    std::vector<SlotMapping> sorted;
    for (const SchemaSlot& slot : schema.slots) {
      const auto found =
          std::find_if(mapping.slots.begin(), mapping.slots.end(),
                       [&](const SlotMapping& m) { return m.name == slot.name.view(); });
      CHECK(found != mapping.slots.end());
      sorted.push_back(std::move(*found));
      if (slot.is_block()) sort_like(*slot.block, *sorted.back().block);
    }
    mapping.slots = std::move(sorted);
  }

  void load_block(const Node& source, const std::string& where,
                  const std::vector<const Shape*>& shapes, BlockMapping& mapping, Node& schema) {
    Node attributes = Node::map();
    if (const Node* all = source.find("attributes")) {
      for (const auto& [name, value] : all->members())
        attributes.set(name, attribute(name, value, where + "attributes." + name, shapes, mapping));
    }
    Node blocks = Node::map();
    if (const Node* all = source.find("blocks")) {
      for (const auto& [name, value] : all->members())
        blocks.set(name, nested(name, value, where + "blocks." + name, shapes, mapping));
    }
    if (const Node* with = source.find("with"))
      mapping.with = compile_template(*with, where + "with");
    schema.set("attributes", std::move(attributes));
    schema.set("block_types", std::move(blocks));
  }

  // "Attributes.Policy", or the member that has the attribute's name.
  void find_member(const Node& source, const std::string& where,
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

  static Normal normal_of(const std::string& word, bool& ok) {
    ok = true;
    if (word.empty()) return Normal::None;
    if (word == "json") return Normal::Json;
    if (word == "policy") return Normal::Policy;
    if (word == "case") return Normal::Case;
    if (word == "arn") return Normal::Arn;
    ok = false;
    return Normal::None;
  }

  Node attribute(const std::string& name, const Node& source, const std::string& where,
                 const std::vector<const Shape*>& shapes, BlockMapping& mapping) {
    known(source, where, {"required",     "optional",   "computed",   "optional_computed",
                          "sensitive",    "write_only", "deprecated", "member",
                          "from",         "self",       "default",    "replaces",
                          "changes_with", "normal",     "local",      "not_read",
                          "unsupported",  "pairs",      "generated",  "open",
                          "nullable"});
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
    slot.open = flag(source, "open");
    slot.nullable = flag(source, "nullable");
    if (const Node* value = source.find("default")) slot.default_value = *value;
    const std::vector<std::string> causes = texts_of(source.find("changes_with"));
    if (causes.size() == 1 && causes[0] == "any") {
      slot.changes_with_any = true;
    } else {
      slot.changes_with = causes;
    }
    bool ok = true;
    slot.normal = normal_of(text(source, "normal"), ok);
    if (!ok) problem(where + ".normal", "must be json, policy, case or arn");
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

  Node nested(const std::string& name, const Node& source, const std::string& where,
              const std::vector<const Shape*>& shapes, BlockMapping& mapping) {
    known(source, where,
          {"nesting", "min", "max", "attributes", "blocks", "member", "from", "with", "replaces",
           "structure", "local", "not_read", "unsupported", "computed", "self"});
    SlotMapping slot;
    slot.name = name;
    slot.local = flag(source, "local");
    slot.not_read = text(source, "not_read");
    slot.unsupported = text(source, "unsupported");
    slot.replaces = flag(source, "replaces");
    slot.block_computed = flag(source, "computed");
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
    Node schema = Node::map();
    const std::string nesting = text(source, "nesting");
    schema.set("nesting_mode", Node::string(nesting.empty() ? "list" : nesting));
    if (const int min = number(source, "min", 0); min > 0)
      schema.set("min_items", Node::number(min));
    if (const int max = number(source, "max", 0); max > 0)
      schema.set("max_items", Node::number(max));
    schema.set("block", std::move(block));
    mapping.slots.push_back(std::move(slot));
    return schema;
  }

  // --- operations
  // ------------------------------------------------------------------------------------
  void load_tags() {
    const Node* tags = source_.find("tags");
    if (tags == nullptr) return;
    known(*tags, "tags", {"key", "value", "create", "create_when"});
    made_->tags.present = true;
    made_->tags.key = text(*tags, "key");
    made_->tags.value = text(*tags, "value");
    made_->tags.create_member = text(*tags, "create");
    made_->tags.create_when = optional_expression(*tags, "create_when", "tags");
  }

  void load_steps() {
    const Node* steps = source_.find("steps");
    if (steps == nullptr) return;
    for (std::size_t i = 0; i < steps->items().size(); ++i) {
      const Node& source = steps->items()[i];
      const std::string where = "steps[" + std::to_string(i) + "]";
      known(source, where, {"on",      "call",         "wait",     "hook",       "tag",   "untag",
                            "service", "with",         "send",     "changed",    "when",  "each",
                            "take",    "ignore",       "retry_on", "repeatable", "until", "fail",
                            "absent",  "until_absent", "every",    "most"});
      Step step;
      for (const std::string& on : texts_of(source.find("on"))) {
        step.on_create = step.on_create || on == "create";
        step.on_update = step.on_update || on == "update";
        step.on_remove = step.on_remove || on == "delete";
        if (on != "create" && on != "update" && on != "delete")
          problem(where + ".on", "must be create, update or delete");
      }
      const char* word = "call";
      if (source.find("wait") != nullptr) {
        step.kind = StepKind::Wait;
        word = "wait";
      } else if (source.find("hook") != nullptr) {
        step.kind = StepKind::Hook;
        step.hook = text(source, "hook");
        const auto& hooks = hook_names();
        if (std::find(hooks.begin(), hooks.end(), step.hook) == hooks.end())
          problem(where + ".hook",
                  "there is no hook \"" + step.hook + "\"." + did_you_mean(step.hook, hooks));
      } else if (source.find("tag") != nullptr) {
        step.kind = StepKind::TagAdd;
        word = "tag";
      } else if (source.find("untag") != nullptr) {
        step.kind = StepKind::TagRemove;
        word = "untag";
      }
      if (step.kind != StepKind::Hook)
        step.operation = operation(source, where, step.service, step.model, word);
      if (const Node* with = source.find("with"))
        step.with = compile_template(*with, where + ".with");
      const std::vector<std::string> send = texts_of(source.find("send"));
      step.send_all = send.size() == 1 && send[0] == "all";
      step.send_changed = send.size() == 1 && send[0] == "changed";
      if (!step.send_all && !step.send_changed) step.send = send;
      step.changed = texts_of(source.find("changed"));
      step.when = optional_expression(source, "when", where);
      if (const std::string each = text(source, "each"); !each.empty())
        step.each = split(each, '.');
      step.take = takes(source, where);
      step.ignore = texts_of(source.find("ignore"));
      step.retry_on = texts_of(source.find("retry_on"));
      step.repeatable = flag(source, "repeatable");
      step.until = optional_expression(source, "until", where);
      step.fail = optional_expression(source, "fail", where);
      step.absent = texts_of(source.find("absent"));
      step.until_absent = flag(source, "until_absent");
      step.every_seconds = number(source, "every", 2);
      step.most_seconds = number(source, "most", 600);
      made_->steps.push_back(std::move(step));
    }
  }

  void load_reads() {
    const Node* reads = source_.find("read");
    if (reads == nullptr) return;
    for (std::size_t i = 0; i < reads->items().size(); ++i) {
      const Node& source = reads->items()[i];
      const std::string where = "read[" + std::to_string(i) + "]";
      known(source, where,
            {"call", "service", "with", "at", "match", "when", "absent", "nothing", "absent_when",
             "tags", "bulk", "optional"});
      ReadStep step;
      step.operation = operation(source, where, step.service, step.model, "call");
      if (const Node* with = source.find("with"))
        step.with = compile_template(*with, where + ".with");
      step.at = optional_expression(source, "at", where);
      if (const Node* match = source.find("match"))
        step.match = compile_template(*match, where + ".match");
      step.when = optional_expression(source, "when", where);
      step.absent = texts_of(source.find("absent"));
      step.nothing = texts_of(source.find("nothing"));
      step.absent_when = optional_expression(source, "absent_when", where);
      step.tags = optional_expression(source, "tags", where);
      step.needed = !flag(source, "optional");
      if (const Node* bulk = source.find("bulk")) {
        const std::string below = where + ".bulk";
        known(*bulk, below,
              {"call", "service", "with", "ids", "most", "least", "list", "identity", "key"});
        BulkRead made;
        made.operation = operation(*bulk, below, made.service, made.model, "call");
        if (const Node* with = bulk->find("with")) made.with = compile_template(*with, below);
        if (const std::string ids = text(*bulk, "ids"); !ids.empty()) made.ids = split(ids, '.');
        made.most = number(*bulk, "most", 0);
        made.least = number(*bulk, "least", 2);
        made.list = expression(text(*bulk, "list"), below + ".list");
        made.identity = expression(text(*bulk, "identity"), below + ".identity");
        const std::string key = text(*bulk, "key");
        made.key = expression(key.empty() ? "id" : key, below + ".key");
        step.bulk = std::move(made);
      }
      made_->read.push_back(std::move(step));
    }
  }

  void load_recovery() {
    const Node* recovery = source_.find("recovery");
    if (recovery == nullptr) {
      if (made_->mode == ResourceMode::Managed)
        problem("recovery",
                "is missing: how is a create found whose answer never came? (docs/"
                "adding-an-aws-type.md, \"Recovery\")");
      return;
    }
    RecoverySpec& to = made_->recovery;
    known(*recovery, "recovery",
          {"kind", "reason", "settle", "call", "service", "with", "list", "match", "take", "absent",
           "tags"});
    to.kind = text(*recovery, "kind");
    static const std::vector<std::string> kKinds = {"natural_key", "tag", "none"};
    if (std::find(kKinds.begin(), kKinds.end(), to.kind) == kKinds.end())
      problem("recovery.kind", "must be one of " + join(kKinds, ", "));
    to.reason = text(*recovery, "reason");
    if (to.kind == "none" && to.reason.empty())
      problem("recovery.reason", "is needed where nothing recognises a lost object");
    to.settle_seconds = number(*recovery, "settle", 0);
    if (to.kind == "tag" && to.settle_seconds == 0)
      problem("recovery.settle", "is needed: absence is believed only so many seconds later");
    if (recovery->find("call") != nullptr)
      to.operation = operation(*recovery, "recovery", to.service, to.model, "call");
    if (const Node* with = recovery->find("with"))
      to.with = compile_template(*with, "recovery.with");
    to.list = optional_expression(*recovery, "list", "recovery");
    if (const Node* match = recovery->find("match"))
      to.match = compile_template(*match, "recovery.match");
    to.take = takes(*recovery, "recovery");
    to.absent = texts_of(recovery->find("absent"));
    if (const Node* tags = recovery->find("tags")) {
      known(*tags, "recovery.tags", {"call", "service", "with", "list"});
      to.tags_operation = operation(*tags, "recovery.tags", to.tags_service, to.tags_model, "call");
      if (const Node* with = tags->find("with"))
        to.tags_with = compile_template(*with, "recovery.tags.with");
      to.tags_list = optional_expression(*tags, "list", "recovery.tags");
    }
    if (to.kind == "tag" && (to.operation == nullptr || !to.list))
      problem("recovery", "by tag needs a call and the list in its answer");
  }

  void load_rules() {
    const Node* rules = source_.find("rules");
    if (rules == nullptr) return;
    for (std::size_t i = 0; i < rules->items().size(); ++i) {
      const Node& source = rules->items()[i];
      const std::string where = "rules[" + std::to_string(i) + "]";
      known(source, where, {"must", "message", "attribute"});
      made_->rules.push_back({expression(text(source, "must"), where + ".must"),
                              text(source, "message"), text(source, "attribute")});
      if (made_->rules.back().message.empty()) problem(where + ".message", "is missing");
    }
  }

  // --- what the parts say about each other
  // ---------------------------------------------------------
  bool is_attribute(const std::string& name) const {
    return std::any_of(made_->mapping.slots.begin(), made_->mapping.slots.end(),
                       [&](const SlotMapping& slot) { return slot.name == name; });
  }

  void names(const std::vector<std::string>& list, const std::string& where) {
    for (const std::string& name : list) {
      if (!is_attribute(name)) problem(where, "\"" + name + "\" is no attribute of the type");
    }
  }

  void check_input(const Template& with, const Operation* operation, const std::string& where) {
    if (operation == nullptr) return;
    for (const std::string& name : with.member_names()) {
      if (operation->input == nullptr || operation->input->find(name) == nullptr)
        problem(where, "\"" + name + "\" is no member of the input of " + operation->name);
    }
  }

  // The shape that a read step's `at` leads to; nullptr where it cannot be followed.
  static const Shape* shape_of_answer(const ReadStep& step) {
    if (step.operation == nullptr) return nullptr;
    std::vector<std::string> path;
    if (step.at) {
      std::string text = step.at->text();
      if (const auto list = text.find("[0]"); list != std::string::npos) text.erase(list, 3);
      if (text.find_first_of("[](){}|&!'`") != std::string::npos) return nullptr;
      path = split(text, '.');
    }
    const Shape* shape = shape_at(step.operation->output, path);
    while (shape != nullptr && shape->kind == ShapeKind::List) shape = shape->element.shape;
    return shape;
  }

  // Whether any read step's answer holds the attribute, at its member or under its own name.
  bool is_read(const SlotMapping& slot) const {
    if (slot.from || slot.name == "id" || slot.name == "tags" || slot.name == "tags_all")
      return true;
    for (const ReadStep& step : made_->read) {
      const Shape* shape = shape_of_answer(step);
      if (shape == nullptr) return true;
      if (!slot.member.empty() && shape_at(shape, slot.member) != nullptr) return true;
      if (member_like(shape, slot.name) != nullptr) return true;
    }
    return false;
  }

  void check() {
    if (!problems_.empty()) return;
    if (made_->mode == ResourceMode::Managed) {
      if (made_->read.empty()) problem("read", "is missing");
      for (const char* phase : {"create", "delete"}) {
        const bool on_create = std::string(phase) == "create";
        if (std::none_of(made_->steps.begin(), made_->steps.end(), [&](const Step& step) {
              return on_create ? step.on_create : step.on_remove;
            }))
          problem("steps", std::string("nothing is done on ") + phase);
      }
    }
    for (std::size_t i = 0; i < made_->steps.size(); ++i) {
      const Step& step = made_->steps[i];
      const std::string where = "steps[" + std::to_string(i) + "]";
      names(step.send, where + ".send");
      names(step.changed, where + ".changed");
      for (const auto& [name, value] : step.take) names({name}, where + ".take");
      check_input(step.with, step.operation, where + ".with");
      if (step.kind == StepKind::Wait && !step.until && !step.until_absent)
        problem(where, "a wait needs until or until_absent");
    }
    for (std::size_t i = 0; i < made_->read.size(); ++i) {
      const ReadStep& step = made_->read[i];
      check_input(step.with, step.operation, "read[" + std::to_string(i) + "].with");
      if (step.bulk)
        check_input(step.bulk->with, step.bulk->operation,
                    "read[" + std::to_string(i) + "].bulk.with");
    }
    check_input(made_->recovery.with, made_->recovery.operation, "recovery.with");
    for (const auto& [name, value] : made_->from_id) names({name}, "import");
    for (const SlotMapping& slot : made_->mapping.slots) {
      names(slot.changes_with, slot.name + ".changes_with");
      if (!slot.unread() && slot.unsupported.empty() && !is_read(slot))
        problem("attributes." + slot.name,
                "no read step tells it: say where it is (from:), or that it is local:, or why it "
                "is not_read:");
    }
  }

  const Node& source_;
  const ModelSource& models_;
  Problems& problems_;
  std::unique_ptr<Declaration> made_;
  std::vector<const Shape*> inputs_;
};

}  // namespace

std::string folded_name(std::string_view name) {
  std::string folded;
  for (const char c : name) {
    if (c != '_') folded += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return folded;
}

const std::vector<std::string>& hook_names() {
  static const std::vector<std::string> names = {"dynamodb_index_changes"};
  return names;
}

std::unique_ptr<Declaration> load_declaration(const Node& source, const ModelSource& models,
                                              std::vector<DeclarationProblem>& problems) {
  return Loader(source, models, problems).load();
}

}  // namespace tenon::aws
