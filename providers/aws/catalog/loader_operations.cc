#include <algorithm>
#include <cstdlib>

#include "providers/aws/catalog/loader.h"
#include "schema/base/text.h"

namespace tenon::aws {

void Loader::load_tags() {
  const Node* tags = source_.find("tags");
  if (tags == nullptr) return;
  known(*tags, "tags", {"key", "value", "create", "create_when", "specification"});
  made_->tags.resource_type = text(*tags, "specification");
  made_->tags.present = true;
  made_->tags.key = text(*tags, "key");
  made_->tags.value = text(*tags, "value");
  made_->tags.create_member = text(*tags, "create");
  made_->tags.create_when = optional_expression(*tags, "create_when", "tags");
}

std::string Loader::hook_of(const Node& source, const std::string& word, const std::string& where) {
  std::string hook = text(source, word);
  const auto& hooks = hook_names();
  if (!hook.empty() && std::find(hooks.begin(), hooks.end(), hook) == hooks.end())
    problem(where + "." + word, "there is no hook \"" + hook + "\"." + did_you_mean(hook, hooks));
  return hook;
}

void Loader::load_steps() {
  const Node* steps = source_.find("steps");
  if (steps == nullptr) return;
  for (std::size_t i = 0; i < steps->items().size(); ++i) {
    const Node& source = steps->items()[i];
    const std::string where = "steps[" + std::to_string(i) + "]";
    known(source, where,
          {"on",       "call",       "wait",    "hook",  "tag",   "untag",  "service",
           "with",     "send",       "changed", "when",  "each",  "take",   "ignore",
           "retry_on", "repeatable", "until",   "fail",  "over",  "absent", "until_absent",
           "every",    "most",       "clear",   "patch", "files", "rename", "region"});
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
      step.hook = hook_of(source, "hook", where);
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
    step.clear = texts_of(source.find("clear"));
    load_patch(source, where, step);
    if (const Node* files = source.find("files")) {
      for (const auto& [member, attribute] : files->members())
        step.files.emplace_back(split(member, '.'), attribute.scalar_text());
    }
    step.changed = texts_of(source.find("changed"));
    step.when = optional_expression(source, "when", where);
    if (const std::string each = text(source, "each"); !each.empty()) step.each = split(each, '.');
    if (const Node* over = source.find("over")) step.over = load_over(*over, where + ".over");
    step.take = takes(source, where);
    step.ignore = texts_of(source.find("ignore"));
    step.retry_on = texts_of(source.find("retry_on"));
    if (const Node* rename = source.find("rename")) {
      for (const auto& [name, value] : rename->members())
        step.rename.emplace_back(name, value.scalar_text());
    }
    step.region = optional_expression(source, "region", where);
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

// Of a data source that is computed, not read.
void Loader::load_hook() {
  made_->hook = text(source_, "hook");
  if (made_->hook.empty()) return;
  if (made_->mode != ResourceMode::Data) problem("hook", "is for data sources");
  const auto& hooks = data_hook_names();
  if (std::find(hooks.begin(), hooks.end(), made_->hook) == hooks.end())
    problem("hook", "there is no hook \"" + made_->hook + "\"." + did_you_mean(made_->hook, hooks));
}

// "expression", or {call, with, list}.
Over Loader::load_over(const Node& source, const std::string& where) {
  Over over;
  if (source.is_string()) {
    over.list = expression(source.text(), where);
    return over;
  }
  known(source, where, {"call", "service", "with", "list", "nothing"});
  over.operation = operation(source, where, over.service, over.model, "call");
  if (const Node* with = source.find("with")) over.with = compile_template(*with, where);
  check_input(over.with, over.operation, where + ".with");
  over.list = expression(text(source, "list"), where + ".list");
  over.nothing = texts_of(source.find("nothing"));
  return over;
}

// Source: Resource Groups Tagging API, GetResources: at most 100 ARNs a call, without paging.
BulkRead Loader::tagging_read(const std::string& arn, const std::string& where) {
  BulkRead made;
  made.tagging = true;
  made.service = "resourcegroupstaggingapi";
  made.model = model(made.service, where);
  if (made.model == nullptr) return made;
  made.operation = made.model->find("GetResources");
  if (made.operation == nullptr) problem(where, "needs GetResources in the model");
  made.ids = {"ResourceARNList"};
  made.most = 100;
  made.least = 3;
  made.list = expression("ResourceTagMappingList", where);
  made.identity = expression("ResourceARN", where);
  made.key = expression(arn[0] == '=' ? arn.substr(1) : arn, where + ".tagging");
  return made;
}

void Loader::load_patch(const Node& source, const std::string& where, Step& step) {
  const Node* patch = source.find("patch");
  if (patch == nullptr) return;
  for (const auto& [attribute, how] : patch->members()) {
    PatchPath made;
    made.attribute = attribute;
    if (how.is_map()) {
      known(how, where + ".patch." + attribute, {"path", "add", "as_value"});
      made.as_value = flag(how, "as_value");
      if (how.find("add") != nullptr) made.add = text(how, "add");
    }
    made.path = how.is_map() ? text(how, "path") : how.scalar_text();
    if (made.path.empty() || made.path[0] != '/')
      problem(where + ".patch." + attribute, "needs a path that begins with /");
    step.patch.push_back(std::move(made));
  }
}

void Loader::load_reads() {
  const Node* reads = source_.find("read");
  if (reads == nullptr) return;
  for (std::size_t i = 0; i < reads->items().size(); ++i) {
    const Node& source = reads->items()[i];
    const std::string where = "read[" + std::to_string(i) + "]";
    known(source, where,
          {"call", "service", "with", "at", "match", "when", "absent", "nothing", "absent_when",
           "tags", "bulk", "optional", "region", "over", "items", "through"});
    ReadStep step;
    step.operation = operation(source, where, step.service, step.model, "call");
    if (const Node* with = source.find("with"))
      step.with = compile_template(*with, where + ".with");
    step.at = optional_expression(source, "at", where);
    if (const Node* match = source.find("match"))
      step.match = compile_template(*match, where + ".match");
    step.region = optional_expression(source, "region", where);
    const std::string items = text(source, "items");
    if (items == "one") step.items = ItemsRead::One;
    if (items == "all") step.items = ItemsRead::All;
    if (!items.empty() && (step.items == ItemsRead::Any || !step.at))
      problem(where + ".items", "must be one or all, of the list at `at`");
    step.through = hook_of(source, "through", where);
    step.when = optional_expression(source, "when", where);
    step.over = optional_expression(source, "over", where);
    step.absent = texts_of(source.find("absent"));
    step.nothing = texts_of(source.find("nothing"));
    step.absent_when = optional_expression(source, "absent_when", where);
    step.tags = optional_expression(source, "tags", where);
    step.needed = !flag(source, "optional");
    if (const Node* bulk = source.find("bulk")) {
      const std::string below = where + ".bulk";
      known(*bulk, below,
            {"call", "service", "with", "ids", "most", "least", "list", "identity", "key", "at",
             "match", "tagging"});
      if (const std::string arn = text(*bulk, "tagging"); !arn.empty()) {
        if (!step.tags)
          problem(below, "reads tags, and the step does not say where they are (tags:)");
        step.bulk = tagging_read(arn, below);
        made_->read.push_back(std::move(step));
        continue;
      }
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
      made.at = optional_expression(*bulk, "at", below);
      if (const Node* match = bulk->find("match"))
        made.match = compile_template(*match, below + ".match");
      step.bulk = std::move(made);
    }
    made_->read.push_back(std::move(step));
  }
}

// Whether the call that makes the object takes an idempotency token.
bool Loader::makes_with_token() const {
  for (const Step& step : made_->steps) {
    if (!step.on_create || step.kind != StepKind::Call) continue;
    if (step.operation == nullptr || step.operation->input == nullptr) return false;
    const auto& members = step.operation->input->members;
    return std::any_of(members.begin(), members.end(),
                       [](const Member& member) { return member.idempotency_token; });
  }
  return false;
}

void Loader::load_recovery() {
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
  static const std::vector<std::string> kKinds = {"natural_key", "token", "tag", "scan", "none"};
  if (std::find(kKinds.begin(), kKinds.end(), to.kind) == kKinds.end())
    problem("recovery.kind", "must be one of " + join(kKinds, ", "));
  to.reason = text(*recovery, "reason");
  if (to.kind == "none" && to.reason.empty())
    problem("recovery.reason", "is needed where nothing recognises a lost object");
  to.settle_seconds = number(*recovery, "settle", 0);
  if ((to.kind == "tag" || to.kind == "scan") && to.settle_seconds == 0)
    problem("recovery.settle", "is needed: absence is believed only so many seconds later");
  if (recovery->find("call") != nullptr)
    to.operation = operation(*recovery, "recovery", to.service, to.model, "call");
  if (const Node* with = recovery->find("with")) to.with = compile_template(*with, "recovery.with");
  to.list = optional_expression(*recovery, "list", "recovery");
  if (const Node* match = recovery->find("match"))
    to.match = compile_template(*match, "recovery.match");
  to.take = takes(*recovery, "recovery");
  to.absent = texts_of(recovery->find("absent"));
  if (const Node* tags = recovery->find("tags")) {
    known(*tags, "recovery.tags", {"call", "service", "with", "list"});
    if (tags->find("call") != nullptr)
      to.tags_operation = operation(*tags, "recovery.tags", to.tags_service, to.tags_model, "call");
    if (const Node* with = tags->find("with"))
      to.tags_with = compile_template(*with, "recovery.tags.with");
    to.tags_list = optional_expression(*tags, "list", "recovery.tags");
  }
  if (to.kind == "tag" && (to.operation == nullptr || !to.list))
    problem("recovery", "by tag needs a call and the list in its answer");
  if (to.kind == "scan" && (to.operation == nullptr || !to.list || to.take.empty()))
    problem("recovery", "by scan needs a call, the list in its answer and what to take of an item");
  if (to.kind == "token" && !makes_with_token())
    problem("recovery.kind", "by token needs a create whose input has an idempotency token");
}

void Loader::load_rules() {
  const Node* rules = source_.find("rules");
  if (rules == nullptr) return;
  for (std::size_t i = 0; i < rules->items().size(); ++i) {
    const Node& source = rules->items()[i];
    const std::string where = "rules[" + std::to_string(i) + "]";
    known(source, where, {"must", "message", "attribute", "warning"});
    made_->rules.push_back({expression(text(source, "must"), where + ".must"),
                            text(source, "message"), text(source, "attribute"),
                            flag(source, "warning")});
    if (made_->rules.back().message.empty()) problem(where + ".message", "is missing");
  }
}

}  // namespace tenon::aws
