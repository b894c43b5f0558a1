#include "providers/aws/resource/containers.h"

#include <algorithm>

namespace tenon::aws {

namespace {

void drop_nulls(Node& node) {
  std::erase_if(node.members(), [](const Node::Member& member) { return member.second.is_null(); });
  for (auto& [name, value] : node.members()) drop_nulls(value);
  for (Node& item : node.items()) drop_nulls(item);
}

void drop_empty(Node& node) {
  for (auto& [name, value] : node.members()) drop_empty(value);
  for (Node& item : node.items()) drop_empty(item);
  std::erase_if(node.members(), [](const Node::Member& member) {
    const Node& value = member.second;
    return value.is_null() || (value.is_list() && value.items().empty()) ||
           (value.is_map() && value.members().empty());
  });
}

void drop_where(Node& map, std::string_view name, std::string_view text) {
  const Node* found = map.find(name);
  if (found == nullptr || found->is_map() || found->is_list() || found->scalar_text() != text)
    return;
  std::erase_if(map.members(), [&](const Node::Member& member) { return member.first == name; });
}

std::string member_text(const Node& map, std::string_view name) {
  const Node* found = map.find(name);
  return found == nullptr ? "" : found->scalar_text();
}

void sort_by_member(Node* list, std::string_view name) {
  if (list == nullptr) return;
  std::stable_sort(list->items().begin(), list->items().end(), [&](const Node& a, const Node& b) {
    return member_text(a, name) < member_text(b, name);
  });
}

// Members in one order, so that equal definitions are equal texts; numbers and flags as texts.
Node ordered(const Node& node) {
  if (node.is_list()) {
    Node list = Node::list();
    for (const Node& item : node.items()) list.add(ordered(item));
    return list;
  }
  if (!node.is_map()) return Node::string(node.scalar_text());
  Node map = Node::map();
  std::vector<std::string> names;
  for (const auto& [name, value] : node.members()) names.push_back(name);
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) map.set(name, ordered(*node.find(name)));
  return map;
}

// A definition without what ECS fills in by itself.
void reduce(Node& container) {
  drop_empty(container);
  drop_where(container, "cpu", "0");
  drop_where(container, "essential", "true");
  drop_where(container, "versionConsistency", "enabled");
  sort_by_member(container.find("environment"), "name");
  sort_by_member(container.find("environmentFiles"), "value");
  sort_by_member(container.find("secrets"), "name");
  if (Node* check = container.find("healthCheck")) {
    drop_where(*check, "interval", "30");
    drop_where(*check, "retries", "3");
    drop_where(*check, "timeout", "5");
    drop_where(*check, "startPeriod", "0");
  }
  if (Node* ports = container.find("portMappings")) {
    for (Node& port : ports->items()) drop_where(port, "protocol", "tcp");
    sort_by_member(ports, "containerPort");
  }
  if (Node* mounts = container.find("mountPoints")) {
    for (Node& mount : mounts->items()) drop_where(mount, "readOnly", "false");
  }
}

// The host's port is 0 or the container's where a definition leaves it to ECS.
void agree_on_host_ports(Node& a, Node& b) {
  Node* ours = a.find("portMappings");
  Node* theirs = b.find("portMappings");
  if (ours == nullptr || theirs == nullptr) return;
  for (std::size_t i = 0; i < ours->items().size() && i < theirs->items().size(); ++i) {
    Node& one = ours->items()[i];
    Node& other = theirs->items()[i];
    if ((one.find("hostPort") == nullptr) == (other.find("hostPort") == nullptr)) continue;
    for (Node* port : {&one, &other}) {
      drop_where(*port, "hostPort", "0");
      drop_where(*port, "hostPort", member_text(*port, "containerPort"));
    }
  }
}

}  // namespace

std::string text_of_containers(const Node& list) {
  Node told = list;
  drop_nulls(told);
  for (Node& container : told.items()) {
    drop_where(container, "cpu", "0");
    sort_by_member(container.find("environment"), "name");
    sort_by_member(container.find("secrets"), "name");
  }
  return to_json(told);
}

bool same_containers(std::string_view a, std::string_view b) {
  auto ours = parse_json(a);
  auto theirs = parse_json(b);
  if (!ours || !theirs || !ours->is_list() || !theirs->is_list()) return false;
  if (ours->items().size() != theirs->items().size()) return false;
  for (std::size_t i = 0; i < ours->items().size(); ++i) {
    Node& one = ours->items()[i];
    Node& other = theirs->items()[i];
    reduce(one);
    reduce(other);
    agree_on_host_ports(one, other);
    if (to_json(ordered(one)) != to_json(ordered(other))) return false;
  }
  return true;
}

}  // namespace tenon::aws
