#include <algorithm>

#include "providers/aws/resource/hooks.h"
#include "providers/aws/resource/mapping.h"
#include "providers/aws/resource/value_node.h"

namespace tenon::aws {

namespace {

const Node* named(const Node& list, const std::string& name) {
  for (const Node& item : list.items()) {
    const Node* found = item.find("IndexName");
    if (found != nullptr && found->text() == name) return &item;
  }
  return nullptr;
}

const Node& member(const Node& node, std::string_view name) {
  static const Node kNone;
  const Node* found = node.find(name);
  return found == nullptr ? kNone : *found;
}

// Indexes as CreateTable would take them.
Node indexes_of(const Work& work, const Value& object) {
  for (const SlotMapping& slot : work.declaration.mapping.slots) {
    if (slot.name != "global_secondary_index") continue;
    const Value blocks = object.attribute(Symbol(slot.name)).value_or(Value());
    return member_value(slot, node_of(blocks), work.object);
  }
  return {};
}

Node definitions_of(const Work& work) {
  for (const SlotMapping& slot : work.declaration.mapping.slots) {
    if (slot.name == "attribute") return member_value(slot, member(work.object, "attribute"), {});
  }
  return {};
}

// The next change of indexes, or null: DynamoDB takes one index at a time, and an index can only be
// changed in its capacity; any other change is a removal and a new index. Source: DynamoDB API
// reference, UpdateTable.
Node next_index_change(const Node& have, const Node& want) {
  for (const Node& index : have.items()) {
    const std::string name = member(index, "IndexName").text();
    const Node* wanted = named(want, name);
    const auto same = [&](std::string_view part) {
      return member(index, part) == member(*wanted, part);
    };
    if (wanted == nullptr || !same("KeySchema") || !same("Projection")) {
      Node change = Node::map();
      change.at_path({"Delete", "IndexName"}) = Node::string(name);
      return change;
    }
  }
  for (const Node& index : want.items()) {
    const std::string name = member(index, "IndexName").text();
    const Node* there = named(have, name);
    Node change = Node::map();
    if (there == nullptr) {
      change.set("Create", index);
      return change;
    }
    Node update = Node::map();
    update.set("IndexName", Node::string(name));
    bool differs = false;
    for (const char* part : {"ProvisionedThroughput", "OnDemandThroughput"}) {
      const Node& wish = member(index, part);
      if (wish.is_null() || wish == member(*there, part)) continue;
      update.set(part, wish);
      differs = true;
    }
    if (!differs) continue;
    change.set("Update", std::move(update));
    return change;
  }
  return {};
}

// What the table has now, in the form of a request.
Node indexes_there(const Node& table) {
  Node list = Node::list();
  for (const Node& index : member(table, "GlobalSecondaryIndexes").items()) {
    Node kept = Node::map();
    for (const char* part : {"IndexName", "KeySchema", "Projection", "OnDemandThroughput"}) {
      if (!member(index, part).is_null()) kept.set(part, member(index, part));
    }
    const Node& capacity = member(index, "ProvisionedThroughput");
    if (member(capacity, "ReadCapacityUnits").text() != "0" && capacity.is_map()) {
      Node units = Node::map();
      units.set("ReadCapacityUnits", member(capacity, "ReadCapacityUnits"));
      units.set("WriteCapacityUnits", member(capacity, "WriteCapacityUnits"));
      kept.set("ProvisionedThroughput", std::move(units));
    }
    list.add(std::move(kept));
  }
  return list;
}

// Sorted non-key attributes: the service gives them in any order.
Node normal(Node list) {
  for (Node& index : list.items()) {
    Node* projection = index.find("Projection");
    Node* names = projection == nullptr ? nullptr : projection->find("NonKeyAttributes");
    if (names == nullptr) continue;
    std::sort(names->items().begin(), names->items().end(),
              [](const Node& a, const Node& b) { return a.text() < b.text(); });
    if (names->items().empty()) projection->erase("NonKeyAttributes");
  }
  return list;
}

}  // namespace

StepOutcome dynamodb_index_changes(const Step& step, Work& work, int tries) {
  const auto model = work.declaration.model;
  CallOptions options;
  options.repeatable = true;
  options.cancelled = work.context.cancelled;
  options.deadline = work.context.deadline;
  Node which = Node::map();
  which.set("TableName", member(work.object, "name"));
  const CallOutcome described =
      work.session.call(model, "dynamodb", *model->find("DescribeTable"), which, options);
  if (!described.ok()) return {StepOutcome::Kind::Failed, *described.error, false, {}};
  const Node& table = member(described.output, "Table");
  const auto wait = [&]() -> StepOutcome {
    if (tries * step.every_seconds < step.most_seconds)
      return {StepOutcome::Kind::Again,
              {},
              false,
              tries < 4 ? std::chrono::milliseconds(100 << tries)
                        : std::chrono::milliseconds(step.every_seconds * 1000)};
    return {StepOutcome::Kind::Failed,
            make_error(ErrorCategory::Unavailable, "the table's indexes are not ready after " +
                                                       std::to_string(step.most_seconds) +
                                                       " s. Apply again to go on waiting"),
            false,
            {}};
  };
  if (member(table, "TableStatus").text() != "ACTIVE") return wait();
  for (const Node& index : member(table, "GlobalSecondaryIndexes").items()) {
    const Node& status = member(index, "IndexStatus");
    if (!status.is_null() && status.text() != "ACTIVE") return wait();
  }
  Node change = next_index_change(normal(indexes_there(table)),
                                  normal(indexes_of(work, work.request.planned)));
  if (change.is_null()) return {};
  Node input = which;
  input.set("AttributeDefinitions", definitions_of(work));
  Node changes = Node::list();
  changes.add(std::move(change));
  input.set("GlobalSecondaryIndexUpdates", std::move(changes));
  const CallOutcome updated =
      work.session.call(model, "dynamodb", *model->find("UpdateTable"), input, options);
  if (!updated.ok() && updated.code() != "ResourceInUseException")
    return {StepOutcome::Kind::Failed, *updated.error, false, {}};
  return wait();  // and look again, until there is no further change
}

}  // namespace tenon::aws
