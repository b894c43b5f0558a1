#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "providers/aws/resource/hooks.h"
#include "providers/aws/resource/normal_form.h"
#include "providers/aws/resource/read.h"
#include "providers/aws/resource/value_node.h"
#include "schema/base/digest.h"
#include "schema/base/text.h"

// Rules of security groups. To EC2 a group's rules are single: a protocol, ports and one source
// each. A configuration writes several sources as one rule. So both are taken apart into entries,
// entries are what is compared and changed, and what is read is put together as the configuration
// (or the state) has it. Source: EC2 API reference, IpPermission and the two Authorize and Revoke
// calls.

namespace tenon::aws {

namespace {

struct Entry {
  std::string protocol;
  std::string from;
  std::string to;
  std::string kind;  // attribute that lists such sources; "self"
  std::string source;
  std::string description;
  auto ports() const { return std::tie(protocol, from, to); }
  auto key() const { return std::tie(protocol, from, to, kind, source); }
  friend bool operator<(const Entry& a, const Entry& b) {
    return std::tie(a.protocol, a.from, a.to, a.kind, a.source, a.description) <
           std::tie(b.protocol, b.from, b.to, b.kind, b.source, b.description);
  }
};

using Entries = std::set<Entry>;

constexpr const char* kSources[] = {"cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids",
                                    "security_groups"};

const Node& member(const Node& node, std::string_view name) {
  static const Node kNone;
  const Node* found = node.find(name);
  return found == nullptr ? kNone : *found;
}

// All ports of all protocols are told as no ports, or as 0.
std::string port_of(const Node& node, const std::string& protocol) {
  const std::string text = node.scalar_text();
  return protocol == "-1" || text.empty() ? "0" : text;
}

Entry entry_with_ports(const Node& rule, const char* protocol, const char* from, const char* to) {
  Entry entry;
  entry.protocol = protocol_name(member(rule, protocol).scalar_text());
  entry.from = port_of(member(rule, from), entry.protocol);
  entry.to = port_of(member(rule, to), entry.protocol);
  return entry;
}

// Of one rule as attributes have it.
void add_rule(const Node& rule, Entries& to) {
  Entry entry = entry_with_ports(rule, "protocol", "from_port", "to_port");
  entry.description = member(rule, "description").scalar_text();
  for (const char* kind : kSources) {
    for (const Node& source : member(rule, kind).items()) {
      entry.kind = kind;
      entry.source = source.scalar_text();
      to.insert(entry);
    }
  }
  if (is_truthy(member(rule, "self"))) {
    entry.kind = "self";
    entry.source.clear();
    to.insert(entry);
  }
}

Entries entries_of_rules(const Node& rules) {
  Entries entries;
  for (const Node& rule : rules.items()) add_rule(rule, entries);
  return entries;
}

// Of permissions as EC2 tells them.
Entries entries_of_permissions(const Node& permissions, const Node& group) {
  Entries entries;
  for (const Node& permission : permissions.items()) {
    Entry entry = entry_with_ports(permission, "IpProtocol", "FromPort", "ToPort");
    const auto each = [&](const char* list, const char* kind, const char* source) {
      for (const Node& range : member(permission, list).items()) {
        entry.kind = kind;
        entry.source = member(range, source).scalar_text();
        entry.description = member(range, "Description").scalar_text();
        entries.insert(entry);
      }
    };
    each("IpRanges", "cidr_blocks", "CidrIp");
    each("Ipv6Ranges", "ipv6_cidr_blocks", "CidrIpv6");
    each("PrefixListIds", "prefix_list_ids", "PrefixListId");
    for (const Node& pair : member(permission, "UserIdGroupPairs").items()) {
      const std::string id = member(pair, "GroupId").scalar_text();
      const std::string owner = member(pair, "UserId").scalar_text();
      const bool is_self = id == member(group, "GroupId").scalar_text();
      const bool is_foreign =
          !owner.empty() && owner != member(group, "OwnerId").scalar_text() && !is_self;
      entry.kind = is_self ? "self" : "security_groups";
      entry.source = is_self ? "" : is_foreign ? owner + "/" + id : id;
      entry.description = member(pair, "Description").scalar_text();
      entries.insert(entry);
    }
  }
  return entries;
}

Node strings(const std::vector<std::string>& texts) {
  Node list = Node::list();
  for (const std::string& text : texts) list.add(Node::string(text));
  return list;
}

Node rule_of(const std::vector<Entry>& entries) {
  Node rule = Node::map();
  rule.set("protocol", Node::string(entries[0].protocol));
  rule.set("from_port", Node::number_text(entries[0].from));
  rule.set("to_port", Node::number_text(entries[0].to));
  rule.set("description", Node::string(entries[0].description));
  bool self = false;
  for (const char* kind : kSources) {
    std::vector<std::string> sources;
    for (const Entry& entry : entries) {
      if (entry.kind == kind) sources.push_back(entry.source);
      self = self || entry.kind == "self";
    }
    rule.set(kind, strings(sources));
  }
  rule.set("self", Node::boolean(self));
  return rule;
}

// Rules of which all is there stay as `wanted` has them; what is there besides is put together by
// ports and description.
Node rules_of(Entries there, const Node& wanted) {
  Node rules = Node::list();
  const Entries all = there;
  for (const Node& rule : wanted.items()) {
    Entries mine;
    add_rule(rule, mine);
    const bool is_there = std::all_of(mine.begin(), mine.end(),
                                      [&](const Entry& entry) { return all.count(entry) > 0; });
    if (mine.empty() || !is_there) continue;
    for (const Entry& entry : mine) there.erase(entry);
    rules.add(rule);
  }
  std::map<std::tuple<std::string, std::string, std::string, std::string>, std::vector<Entry>> rest;
  for (const Entry& entry : there)
    rest[{entry.protocol, entry.from, entry.to, entry.description}].push_back(entry);
  for (const auto& [ports, entries] : rest) rules.add(rule_of(entries));
  return rules;
}

// As requests have them: one permission for each protocol and ports.
Node permissions_of(const std::vector<Entry>& entries, const std::string& group_id) {
  std::map<std::tuple<std::string, std::string, std::string>, Node> permissions;
  for (const Entry& entry : entries) {
    Node& permission = permissions[{entry.protocol, entry.from, entry.to}];
    if (permission.is_null()) {
      permission.set("IpProtocol", Node::string(entry.protocol));
      if (entry.protocol != "-1") {
        permission.set("FromPort", Node::number_text(entry.from));
        permission.set("ToPort", Node::number_text(entry.to));
      }
    }
    static const std::map<std::string, std::pair<const char*, const char*>> kLists = {
        {"cidr_blocks", {"IpRanges", "CidrIp"}},
        {"ipv6_cidr_blocks", {"Ipv6Ranges", "CidrIpv6"}},
        {"prefix_list_ids", {"PrefixListIds", "PrefixListId"}},
        {"security_groups", {"UserIdGroupPairs", "GroupId"}},
        {"self", {"UserIdGroupPairs", "GroupId"}}};
    const auto& [list, name] = kLists.at(entry.kind);
    Node range = Node::map();
    std::string source = entry.kind == "self" ? group_id : entry.source;
    if (const auto slash = source.find('/');
        slash != std::string::npos && entry.kind == "security_groups") {
      range.set("UserId", Node::string(source.substr(0, slash)));
      source.erase(0, slash + 1);
    }
    range.set(name, Node::string(source));
    if (!entry.description.empty()) range.set("Description", Node::string(entry.description));
    Node* there = permission.find(list);
    if (there == nullptr) there = &permission.set(list, Node::list());
    there->add(std::move(range));
  }
  Node result = Node::list();
  for (auto& [ports, permission] : permissions) result.add(std::move(permission));
  return result;
}

StepOutcome change(const Work& work, const std::string& operation, const std::string& group_id,
                   const std::vector<Entry>& entries,
                   const std::vector<std::string>& fine_if = {}) {
  if (entries.empty()) return {};
  Node input = Node::map();
  input.set("GroupId", Node::string(group_id));
  input.set("IpPermissions", permissions_of(entries, group_id));
  CallOptions options;
  options.repeatable = true;
  options.cancelled = work.context.cancelled;
  options.deadline = work.context.deadline;
  const auto model = work.declaration.model;
  const CallOutcome outcome =
      work.session.call(model, "ec2", *model->find(operation), input, options);
  if (outcome.ok() || names_code(fine_if, outcome.code())) return {};
  return {StepOutcome::Kind::Failed, *outcome.error, outcome.ambiguous, {}};
}

std::vector<Entry> only_in(const Entries& one, const Entries& other) {
  std::vector<Entry> result;
  std::set_difference(one.begin(), one.end(), other.begin(), other.end(),
                      std::back_inserter(result));
  return result;
}

// aws_security_group_rule: one rule with one kind of sources, as its attributes have it.
Node single_rule(const Node& object) {
  Node rule = object;
  const Node& group = member(object, "source_security_group_id");
  Node groups = Node::list();
  if (group.is_string() && !group.text().empty()) groups.add(group);
  rule.set("security_groups", std::move(groups));
  return rule;
}

}  // namespace

Result<Node> security_group_rules(Node found, const Node& context) {
  const Node group = found;
  found.set("Ingress", rules_of(entries_of_permissions(member(group, "IpPermissions"), group),
                                member(context, "ingress")));
  found.set("Egress", rules_of(entries_of_permissions(member(group, "IpPermissionsEgress"), group),
                               member(context, "egress")));
  return found;
}

StepOutcome security_group_rule_changes(const Step&, Work& work, int) {
  const std::string group_id = member(work.object, "id").text();
  for (const auto& [attribute, suffix] :
       {std::pair{"ingress", "Ingress"}, std::pair{"egress", "Egress"}}) {
    const auto rules = [&, name = attribute](const Value& object) {
      if (!object.is_known()) return Entries();
      const Value value = object.attribute(Symbol(name)).value_or(Value());
      return value.is_known() ? entries_of_rules(node_of(value)) : Entries();
    };
    const bool is_create = work.request.kind == OperationKind::Create;
    const Value planned = work.request.planned.attribute(Symbol(attribute)).value_or(Value());
    if (!planned.is_known()) continue;
    const Entries before = is_create ? Entries() : rules(work.request.prior);
    const Entries after = rules(work.request.planned);
    // What went first: an entry with another description is the same rule to EC2.
    StepOutcome outcome = change(work, std::string("RevokeSecurityGroup") + suffix, group_id,
                                 only_in(before, after), {"InvalidPermission.NotFound"});
    if (outcome.kind != StepOutcome::Kind::Done) return outcome;
    outcome = change(work, std::string("AuthorizeSecurityGroup") + suffix, group_id,
                     only_in(after, before), {"InvalidPermission.Duplicate"});
    if (outcome.kind != StepOutcome::Kind::Done) return outcome;
  }
  return {};
}

StepOutcome security_group_revoke_all(const Step&, Work& work, int) {
  const std::string group_id = member(work.object, "id").text();
  CallOptions options;
  options.repeatable = true;
  options.cancelled = work.context.cancelled;
  options.deadline = work.context.deadline;
  const auto model = work.declaration.model;
  Node input = Node::map();
  Node ids = Node::list();
  ids.add(Node::string(group_id));
  input.set("GroupIds", std::move(ids));
  const CallOutcome outcome =
      work.session.call(model, "ec2", *model->find("DescribeSecurityGroups"), input, options);
  if (!outcome.ok()) {
    if (outcome.code() == "InvalidGroup.NotFound") return {};
    return {StepOutcome::Kind::Failed, *outcome.error, outcome.ambiguous, {}};
  }
  for (const Node& group : member(outcome.output, "SecurityGroups").items()) {
    for (const auto& [list, operation] :
         {std::pair{"IpPermissions", "RevokeSecurityGroupIngress"},
          std::pair{"IpPermissionsEgress", "RevokeSecurityGroupEgress"}}) {
      const Entries there = entries_of_permissions(member(group, list), group);
      const StepOutcome revoked = change(work, operation, group_id, {there.begin(), there.end()},
                                         {"InvalidPermission.NotFound"});
      if (revoked.kind != StepOutcome::Kind::Done) return revoked;
    }
  }
  return {};
}

Result<Node> security_group_rule(Node found, const Node& context) {
  const Node group = found;
  const bool is_egress = member(context, "type").scalar_text() == "egress";
  const Entries there = entries_of_permissions(
      member(group, is_egress ? "IpPermissionsEgress" : "IpPermissions"), group);
  Entries wanted;
  add_rule(single_rule(context), wanted);
  if (wanted.empty()) {
    // Known by its import id only: sg-1_ingress_tcp_80_80_10.0.0.0/8_self
    Node rule = context;
    const std::vector<std::string> parts = split(member(context, "id").text(), '_');
    std::map<std::string, std::vector<std::string>> sources;
    for (std::size_t i = 5; i < parts.size(); ++i) {
      const std::string& part = parts[i];
      const char* kind = part == "self"                          ? "self"
                         : part.rfind("pl-", 0) == 0             ? "prefix_list_ids"
                         : part.find("sg-") != std::string::npos ? "security_groups"
                         : part.find(':') != std::string::npos   ? "ipv6_cidr_blocks"
                                                                 : "cidr_blocks";
      sources[kind].push_back(part);
    }
    for (const auto& [kind, list] : sources)
      rule.set(kind, kind == "self" ? Node::boolean(true) : strings(list));
    add_rule(rule, wanted);
  }
  std::map<std::tuple<std::string, std::string, std::string, std::string, std::string>, std::string>
      descriptions;
  for (const Entry& entry : there) descriptions[entry.key()] = entry.description;
  if (wanted.empty()) return Node();
  std::vector<Entry> mine;
  std::string description = wanted.begin()->description;
  for (Entry entry : wanted) {
    const auto at = descriptions.find(entry.key());
    if (at == descriptions.end()) return Node();
    if (at->second != entry.description) description = at->second;
    mine.push_back(std::move(entry));
  }
  Node result = rule_of(mine);
  result.set("description", Node::string(description));
  const Node& groups = member(result, "security_groups");
  if (!groups.items().empty()) result.set("source_security_group_id", groups.items()[0]);
  // Lists stay in the order that they were written in.
  for (const char* kind : kSources) {
    if (is_truthy(member(context, kind))) result.set(kind, member(context, kind));
    if (member(result, kind).items().empty()) result.erase(kind);
  }
  return result;
}

StepOutcome security_group_rule_change(const Step&, Work& work, int) {
  const std::string group_id = member(work.object, "security_group_id").text();
  const std::string suffix = member(work.object, "type").text() == "egress" ? "Egress" : "Ingress";
  const Node rule = single_rule(work.object);
  Entries entries;
  add_rule(rule, entries);
  const std::vector<Entry> list(entries.begin(), entries.end());
  switch (work.request.kind) {
    case OperationKind::Create: {
      const std::string hash = sha256(group_id + to_json(permissions_of(list, group_id)) + suffix);
      std::uint32_t number = 0;
      for (std::size_t i = 0; i < 4; ++i)
        number = number << 8 | static_cast<unsigned char>(hash[i]);
      const StepOutcome outcome = change(work, "AuthorizeSecurityGroup" + suffix, group_id, list);
      if (outcome.kind == StepOutcome::Kind::Done)
        work.object.set("id", Node::string("sgrule-" + std::to_string(number)));
      return outcome;
    }
    case OperationKind::Update:
      return change(work, "UpdateSecurityGroupRuleDescriptions" + suffix, group_id, list);
    case OperationKind::Remove:
      break;
  }
  return change(work, "RevokeSecurityGroup" + suffix, group_id, list,
                {"InvalidPermission.NotFound", "InvalidGroup.NotFound"});
}

}  // namespace tenon::aws
