#include "providers/aws/resource/steps.h"

#include <algorithm>

#include "providers/aws/resource/hooks.h"
#include "providers/aws/resource/mapping.h"
#include "providers/aws/resource/patch.h"
#include "providers/aws/resource/read.h"
#include "providers/aws/resource/tags.h"
#include "schema/base/digest.h"
#include "schema/base/text.h"

namespace tenon::aws {

namespace {

bool holds(const std::vector<std::string>& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

constexpr const char* kPatch = "patchOperations";

Node nothing_of(ShapeKind kind) {
  switch (kind) {
    case ShapeKind::List:
      return Node::list();
    case ShapeKind::Map:
    case ShapeKind::Structure:
      return Node::map();
    case ShapeKind::Integer:
    case ShapeKind::Float:
      return Node::number(0);
    case ShapeKind::Boolean:
      return Node::boolean(false);
    default:
      return Node::string("");
  }
}

StepOutcome failed(const CallOutcome& outcome) {
  return {StepOutcome::Kind::Failed, *outcome.error, outcome.ambiguous, {}};
}

StepOutcome again(int seconds) {
  return {StepOutcome::Kind::Again, {}, false, std::chrono::seconds(seconds)};
}

void take_from(const Step& step, const Node& output, Work& work) {
  for (const auto& [attribute, path] : step.take) {
    const Node value = path.evaluate(output);
    if (value.is_null()) continue;
    work.object.set(attribute, value);
    work.sendable.set(attribute, value);
  }
}

// A UUID of its own for each call that is not the one which makes the object, the same whenever
// that call is made again.
std::string derived_token(const Step& step, const Work& work, const Node& item) {
  const auto place = &step - work.declaration.steps.data();
  const std::string hex =
      to_hex(sha256(work.context.token + ' ' + std::to_string(place) + ' ' + to_json(item, true)));
  return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' +
         hex.substr(16, 4) + '-' + hex.substr(20, 12);
}

CallOptions options_of(const Step& step, const Work& work, const Node& item = {}) {
  CallOptions options;
  const bool is_create = work.request.kind == OperationKind::Create;
  // Setting and removing twice does no harm; making something twice does.
  options.repeatable =
      !is_create || step.repeatable || step.kind != StepKind::Call || step.on_update;
  if (!work.context.token.empty()) {
    const bool is_first = is_create && !step.on_update && !step.over;
    options.token = is_first ? work.context.token : derived_token(step, work, item);
  }
  if (step.region) options.region = step.region->evaluate(work.object).scalar_text();
  options.cancelled = work.context.cancelled;
  options.deadline = work.context.deadline;
  return options;
}

// Maps are merged, everything else is replaced.
void merge(Node& to, const Node& from) {
  for (const auto& [name, value] : from.members()) {
    Node* there = to.find(name);
    if (there != nullptr && there->is_map() && value.is_map()) {
      merge(*there, value);
    } else if (!value.is_null()) {
      to.set(name, value);
    }
  }
}

// What was set and is not any more is sent as nothing of its kind, where leaving it out would keep
// it.
void clear_member(const Step& step, const Work& work, const std::string& name, Node& input) {
  if (!holds(work.cleared, name) || step.operation->input == nullptr) return;
  for (const SlotMapping& slot : work.declaration.mapping.slots) {
    if (slot.name != name || slot.member.empty() || slot.shape == nullptr ||
        step.operation->input->find(slot.member[0]) == nullptr)
      continue;
    Node& to = input.at_path(slot.member);
    if (to.is_null()) to = nothing_of(slot.shape->kind);
  }
}

// What stands alone where the model wants a list is its only element: "Targets.Arn" is a member of
// the one target.
void make_lists(Node& node, const Shape* shape) {
  if (shape == nullptr) return;
  if (shape->kind == ShapeKind::List && node.is_map()) {
    Node list = Node::list();
    list.add(std::move(node));
    node = std::move(list);
  }
  if (shape->kind == ShapeKind::List) {
    for (Node& item : node.items()) make_lists(item, shape->element.shape);
  } else if (shape->kind == ShapeKind::Structure) {
    for (auto& [name, value] : node.members()) {
      const Member* member = shape->find(name);
      if (member != nullptr) make_lists(value, member->shape);
    }
  }
}

Node input_of(const Step& step, const Work& work) {
  MembersWanted wanted;
  wanted.all = step.send_all;
  wanted.only = step.send_changed ? work.changed : step.send;
  wanted.cleared = work.cleared;
  wanted.rename = step.rename;
  Node input = step.send_all || !wanted.only.empty()
                   ? members_by_name(work.declaration, *step.operation, work.sendable, wanted)
                   : Node::map();
  for (const std::string& name : step.clear) clear_member(step, work, name, input);
  merge(input, step.with.fill(work.object));
  if (!step.patch.empty()) {
    Node operations = patch_operations(step, work);
    if (const Node* more = input.find(kPatch)) {
      for (const Node& each : more->items()) operations.add(each);
    }
    input.set(kPatch, std::move(operations));
  }
  make_lists(input, step.operation->input);
  return input;
}

// Whether this is the call that makes the object: the first one that applies.
bool is_making(const Step& step, const Work& work) {
  if (work.request.kind != OperationKind::Create) return false;
  for (const Step& each : work.declaration.steps) {
    if (each.on_create && each.kind == StepKind::Call && step_applies(each, work))
      return &each == &step;
  }
  return false;
}

StepOutcome judge_call(const Step& step, const CallOutcome& outcome, const Work& work, int tries) {
  if (outcome.ok() || names_error(step.ignore, *outcome.error)) return {};
  if (names_error(step.retry_on, *outcome.error)) {
    if (tries * step.every_seconds < step.most_seconds) return again(step.every_seconds);
  }
  if (work.request.kind == OperationKind::Remove && names_error(step.absent, *outcome.error))
    return {StepOutcome::Kind::Gone, {}, false, {}};
  return failed(outcome);
}

// Blobs that stand in files.
Status add_files(const Step& step, const Work& work, Node& input) {
  for (const auto& [member, attribute] : step.files) {
    const Node* name = work.object.find(attribute);
    if (name == nullptr || !name->is_string() || name->text().empty()) continue;
    auto bytes = work.session.env().read_file(name->text());
    if (!bytes) return std::move(bytes).error().with_context(attribute);
    input.at_path(member) = Node::string(base64_encode(*bytes));
  }
  return ok_status();
}

void put_tags(const TagsMapping& mapping, const Tags& tags, Node& input) {
  Node& place = input.at_path(split(mapping.create_member, '.'));
  if (mapping.resource_type.empty()) {
    place = tags_to_wire(mapping, tags);
    return;
  }
  // [{ResourceType: vpc, Tags: [...]}], perhaps beside those of other things that are made along.
  if (!place.is_list()) place = Node::list();
  Node specification = Node::map();
  specification.set("ResourceType", Node::string(mapping.resource_type));
  specification.set("Tags", tags_to_wire(mapping, tags));
  place.add(std::move(specification));
}

StepOutcome run_call(const Step& step, Work& work, int tries) {
  Node input = input_of(step, work);
  if (auto added = add_files(step, work, input); !added)
    return {StepOutcome::Kind::Failed, std::move(added).error(), false, {}};
  if (!step.patch.empty() && input.find(kPatch)->items().empty()) return {};
  if (is_making(step, work) && work.declaration.tags.present) {
    const TagsMapping& tags = work.declaration.tags;
    const bool with_create =
        !tags.create_member.empty() &&
        (!tags.create_when || is_truthy(tags.create_when->evaluate(work.object)));
    if (with_create) {
      Tags all =
          with_defaults(work.session.settings(),
                        tags_of(work.request.planned.attribute(Symbol("tags")).value_or(Value())));
      if (work.declaration.recovery.kind == "tag")
        all[std::string(kIntentTag)] = work.context.intent;
      if (!all.empty()) put_tags(tags, all, input);
    }
  }
  const CallOutcome outcome =
      work.session.call(step.model, step.service, *step.operation, input, options_of(step, work));
  const StepOutcome judged = judge_call(step, outcome, work, tries);
  if (judged.kind == StepOutcome::Kind::Done && outcome.ok()) take_from(step, outcome.output, work);
  return judged;
}

// One call for each changed attribute below a map, as SetTopicAttributes wants it.
StepOutcome run_each(const Step& step, Work& work, int tries) {
  for (const SlotMapping& slot : work.declaration.mapping.slots) {
    if (slot.member.size() != step.each.size() + 1 ||
        !std::equal(step.each.begin(), step.each.end(), slot.member.begin()))
      continue;
    const bool wanted =
        holds(work.changed, slot.name) && (step.changed.empty() || holds(step.changed, slot.name));
    if (!wanted) continue;
    const Node* value = work.object.find(slot.name);
    Node seen = work.object;
    seen.set("_name", Node::string(slot.member.back()));
    seen.set("_value", Node::string(value == nullptr ? "" : value->scalar_text()));
    const Node input = step.with.fill(seen);
    const CallOutcome outcome =
        work.session.call(step.model, step.service, *step.operation, input, options_of(step, work));
    const StepOutcome judged = judge_call(step, outcome, work, tries);
    if (judged.kind != StepOutcome::Kind::Done) return judged;
  }
  return {};
}

// The items that the step is done for; false: what to do instead is in `outcome`.
bool items_of(const Step& step, const Work& work, int tries, std::vector<Node>& items,
              StepOutcome& outcome) {
  const Over& over = *step.over;
  if (over.operation == nullptr) {
    items = over.list->evaluate(work.object).items();
    return true;
  }
  CallOptions options = options_of(step, work);
  options.repeatable = true;
  const CallOutcome asked =
      for_each_page(work.session, over.model, over.service, *over.operation,
                    over.with.fill(work.object), options, [&](const Node& page) {
                      const Node list = over.list->evaluate(page);
                      items.insert(items.end(), list.items().begin(), list.items().end());
                      return true;
                    });
  if (asked.ok() || names_error(over.nothing, *asked.error)) return true;
  outcome = judge_call(step, asked, work, tries);
  return false;
}

// One call for each item; every one of them may be made again.
StepOutcome run_over(const Step& step, Work& work, int tries) {
  std::vector<Node> items;
  StepOutcome instead;
  if (!items_of(step, work, tries, items, instead)) return instead;
  for (Node& item : items) {
    Node seen = work.object;
    const CallOptions options = options_of(step, work, item);
    seen.set("_item", std::move(item));
    const CallOutcome outcome =
        work.session.call(step.model, step.service, *step.operation, step.with.fill(seen), options);
    const StepOutcome judged = judge_call(step, outcome, work, tries);
    if (judged.kind != StepOutcome::Kind::Done) return judged;
  }
  return {};
}

StepOutcome run_wait(const Step& step, Work& work, int tries) {
  Node input = step.with.fill(work.object);
  CallOutcome outcome =
      work.session.call(step.model, step.service, *step.operation, input, options_of(step, work));
  const bool is_absent = !outcome.ok() && names_error(step.absent, *outcome.error);
  if (is_absent && step.until_absent) return {};
  if (!outcome.ok() && !is_absent) {
    if (!names_error(step.retry_on, *outcome.error)) return failed(outcome);
  } else if (!is_absent) {
    if (step.until && is_truthy(step.until->evaluate(outcome.output))) {
      take_from(step, outcome.output, work);
      work.told_by = step.operation;
      work.told_input = std::move(input);
      work.told = std::move(outcome.output);
      return {};
    }
    if (step.fail && is_truthy(step.fail->evaluate(outcome.output)))
      return {StepOutcome::Kind::Failed,
              make_error(ErrorCategory::Unknown,
                         step.service + ":" + step.operation->name +
                             " says that it will not become ready: " + step.fail->text()),
              false,
              {}};
  }
  if (tries * step.every_seconds >= step.most_seconds)
    return {
        StepOutcome::Kind::Failed,
        make_error(ErrorCategory::Unavailable,
                   "not ready after " + std::to_string(step.most_seconds) + " s (" + step.service +
                       ":" + step.operation->name + "). Apply again to go on waiting"),
        false,
        {}};
  // Quick at first: most things are ready in less than a moment.
  if (tries < 4)
    return {StepOutcome::Kind::Again, {}, false, std::chrono::milliseconds(100 << tries)};
  return again(step.every_seconds);
}

StepOutcome run_tags(const Step& step, Work& work, int tries) {
  const TagChange change = tag_change(work);
  const Node& part = step.kind == StepKind::TagAdd ? change.add : change.remove;
  if (part.items().empty() && part.members().empty()) return {};
  Node seen = work.object;
  seen.set("_tags", part);
  const CallOutcome outcome = work.session.call(step.model, step.service, *step.operation,
                                                step.with.fill(seen), options_of(step, work));
  return judge_call(step, outcome, work, tries);
}

}  // namespace

TagChange tag_change(const Work& work) {
  TagChange change;
  change.remove = Node::list();
  const auto tags_all = [](const Value& object) {
    return object.is_known() ? tags_of(object.attribute(Symbol("tags_all")).value_or(Value()))
                             : Tags();
  };
  // What replaces an object begins without its tags.
  const Tags before =
      work.request.kind == OperationKind::Create ? Tags() : tags_all(work.request.prior);
  Tags add =
      with_defaults(work.session.settings(),
                    tags_of(work.request.planned.attribute(Symbol("tags")).value_or(Value())));
  for (const auto& [key, value] : before) {
    if (add.count(key) == 0) change.remove.add(Node::string(key));
  }
  std::erase_if(add, [&](const auto& tag) {
    const auto found = before.find(tag.first);
    return found != before.end() && found->second == tag.second;
  });
  change.add = tags_to_wire(work.declaration.tags, add);
  if (work.request.kind == OperationKind::Create && work.declaration.recovery.kind == "tag")
    change.remove.add(Node::string(std::string(kIntentTag)));
  return change;
}

bool step_applies(const Step& step, const Work& work) {
  switch (work.request.kind) {
    case OperationKind::Create:
      if (!step.on_create) return false;
      break;
    case OperationKind::Update:
      if (!step.on_update) return false;
      break;
    case OperationKind::Remove:
      if (!step.on_remove) return false;
      break;
  }
  if (!step.changed.empty() && work.request.kind != OperationKind::Remove &&
      std::none_of(step.changed.begin(), step.changed.end(),
                   [&](const std::string& name) { return holds(work.changed, name); }))
    return false;
  return !step.when || is_truthy(step.when->evaluate(work.object));
}

StepOutcome run_step(const Step& step, Work& work, int tries) {
  switch (step.kind) {
    case StepKind::Call:
      if (step.over) return run_over(step, work, tries);
      return step.each.empty() ? run_call(step, work, tries) : run_each(step, work, tries);
    case StepKind::Wait:
      return run_wait(step, work, tries);
    case StepKind::Hook:
      return run_hook(step, work, tries);
    case StepKind::TagAdd:
    case StepKind::TagRemove:
      return run_tags(step, work, tries);
  }
  return {};
}

}  // namespace tenon::aws
