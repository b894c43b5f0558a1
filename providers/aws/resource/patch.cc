#include "providers/aws/resource/patch.h"

#include <algorithm>

#include "providers/aws/resource/value_node.h"

namespace tenon::aws {

namespace {

// A name as a part of a path (RFC 6901, 3).
std::string escaped(const std::string& name) {
  std::string result;
  for (const char c : name) {
    if (c == '~') {
      result += "~0";
    } else if (c == '/') {
      result += "~1";
    } else {
      result += c;
    }
  }
  return result;
}

void operation(Node& to, const std::string& op, std::string path, const Node* value) {
  Node made = Node::map();
  made.set("op", Node::string(op));
  made.set("path", Node::string(std::move(path)));
  if (value != nullptr)
    made.set("value", Node::string(value->is_map() || value->is_list() ? to_json(*value, true)
                                                                       : value->scalar_text()));
  to.add(std::move(made));
}

// Entries of a map, elements of a list or set: those that went, those that came, those that are
// different.
void entries(Node& to, const PatchPath& how, const Node& before, const Node& after) {
  const std::string base = how.as_value ? how.path : how.path.substr(0, how.path.size() - 1);
  if (before.is_list() || after.is_list()) {
    const auto has = [](const Node& list, const Node& item) {
      return std::find(list.items().begin(), list.items().end(), item) != list.items().end();
    };
    const auto say = [&](const std::string& op, const Node& item) {
      operation(to, op, how.as_value ? base : base + escaped(item.scalar_text()),
                how.as_value ? &item : nullptr);
    };
    for (const Node& item : before.items()) {
      if (!has(after, item)) say("remove", item);
    }
    for (const Node& item : after.items()) {
      if (!has(before, item)) say(how.add, item);
    }
    return;
  }
  for (const auto& [name, value] : before.members()) {
    if (after.find(name) == nullptr) operation(to, "remove", base + escaped(name), nullptr);
  }
  for (const auto& [name, value] : after.members()) {
    const Node* old = before.find(name);
    if (old != nullptr && *old == value) continue;
    operation(to, old == nullptr ? how.add : "replace", base + escaped(name), &value);
  }
}

}  // namespace

Node patch_operations(const Step& step, const Work& work) {
  Node result = Node::list();
  for (const PatchPath& how : step.patch) {
    if (std::find(work.changed.begin(), work.changed.end(), how.attribute) == work.changed.end())
      continue;
    const Node* found = work.object.find(how.attribute);
    const Node after = found == nullptr ? Node() : *found;
    if (how.as_value || how.path.back() == '*') {
      const Node before =
          work.request.prior.is_known()
              ? node_of(work.request.prior.attribute(Symbol(how.attribute)).value_or(Value()))
              : Node();
      entries(result, how, before, after);
      continue;
    }
    const Node none = Node::string("");
    operation(result, "replace", how.path, after.is_null() ? &none : &after);
  }
  return result;
}

}  // namespace tenon::aws
