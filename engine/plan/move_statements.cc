#include "engine/plan/move_statements.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "engine/graph/graph.h"
#include "schema/base/text.h"

namespace tenon {

namespace {

// Whether an endpoint takes any key at a step of its path.
bool any_key(const MoveEndpoint& endpoint, std::size_t step) {
  return step < endpoint.free ||
         (endpoint.is_module() && endpoint.all && step + 1 == endpoint.address.module.size());
}

bool keys_meet(const MoveEndpoint& a, const MoveEndpoint& b, std::size_t steps) {
  for (std::size_t i = 0; i < steps; ++i) {
    const ModuleStep& mine = a.address.module[i];
    const ModuleStep& theirs = b.address.module[i];
    if (mine.name != theirs.name) return false;
    if (!any_key(a, i) && !any_key(b, i) && mine.key != theirs.key) return false;
  }
  return true;
}

// Whether what `inner` names lies inside of the module that `outer` names.
bool within(const MoveEndpoint& inner, const MoveEndpoint& outer) {
  if (!outer.is_module()) return false;
  const std::size_t steps = outer.address.module.size();
  if (inner.address.module.size() < steps) return false;
  if (inner.is_module() && inner.address.module.size() == steps) return false;
  return keys_meet(inner, outer, steps);
}

// Whether both may name one thing of the same kind.
bool meet(const MoveEndpoint& a, const MoveEndpoint& b) {
  if (a.is_module() != b.is_module() || a.address.module.size() != b.address.module.size() ||
      !keys_meet(a, b, a.address.module.size()))
    return false;
  if (a.is_module()) return true;
  return a.address.mode == b.address.mode && a.address.type == b.address.type &&
         a.address.name == b.address.name && (a.all || b.all || a.key() == b.key());
}

// Whether a statement only gives instances of a module other keys.
bool only_keys(const MoveStatement& statement) {
  return statement.from.is_module() && statement.from.names() == statement.to.names();
}

// A chain's earlier link comes first; what is moved inside of a module, before that module leaves
// or after it arrived. A module whose instances only get other keys waits for nothing that is said
// inside of it: that speaks of both addresses alike.
bool waits_for(const MoveStatement& a, const MoveStatement& b) {
  if (meet(a.from, b.to)) return true;
  if (!within(a.from, b.to) && !within(a.to, b.to) && !within(b.from, a.from) &&
      !within(b.to, a.from))
    return false;
  return a.depth >= b.depth || !only_keys(a);
}

bool is_open(const TargetAddress& address) {
  return address.whole_module ? address.module.back().key.none() : !address.key.has_value();
}

MoveEndpoint endpoint_in(const ModulePath& base, const TargetAddress& relative) {
  MoveEndpoint endpoint;
  endpoint.address = relative;
  endpoint.address.module.insert(endpoint.address.module.begin(), base.begin(), base.end());
  endpoint.free = base.size();
  return endpoint;
}

class Sequence {
 public:
  explicit Sequence(const std::vector<MoveStatement>& statements) : statements_(statements) {
    for (std::uint32_t i = 0; i < statements_.size(); ++i) {
      const MoveStatement& statement = statements_[i];
      by_to_[bucket(statement.to)].push_back(i);
      by_to_name_[statement.to.names()].push_back(i);
      if (statement.from.is_module()) by_from_module_[statement.from.names()].push_back(i);
    }
  }

  // Candidates come by name and key, so that statements about different things never meet.
  std::vector<std::uint32_t> levels(std::vector<std::uint32_t>* cycle) {
    for (std::uint32_t i = 0; i < statements_.size(); ++i) {
      link_chains(i);
      link_modules(i);
    }
    std::sort(needs_.begin(), needs_.end());
    needs_.erase(std::unique(needs_.begin(), needs_.end()), needs_.end());
    return topological_levels(static_cast<std::uint32_t>(statements_.size()), needs_, cycle);
  }

 private:
  using Numbers = std::unordered_map<std::string, std::vector<std::uint32_t>>;

  static std::string bucket(const MoveEndpoint& endpoint) {
    return endpoint.names() + (endpoint.all ? "*" : "=" + endpoint.key().text());
  }

  static const std::vector<std::uint32_t>& listed(const Numbers& numbers, const std::string& key) {
    static const std::vector<std::uint32_t> kNone;
    const auto found = numbers.find(key);
    return found == numbers.end() ? kNone : found->second;
  }

  void link(std::uint32_t a, std::uint32_t b) {
    if (a != b && waits_for(statements_[a], statements_[b])) needs_.emplace_back(a, b);
  }

  void link_chains(std::uint32_t number) {
    const MoveEndpoint& from = statements_[number].from;
    if (from.all) {
      for (const std::uint32_t other : listed(by_to_name_, from.names())) link(number, other);
      return;
    }
    for (const std::uint32_t other : listed(by_to_, bucket(from))) link(number, other);
    for (const std::uint32_t other : listed(by_to_, from.names() + "*")) link(number, other);
  }

  void link_modules(std::uint32_t number) {
    const MoveStatement& statement = statements_[number];
    for (const MoveEndpoint* endpoint : {&statement.from, &statement.to}) {
      const ModulePath& path = endpoint->address.module;
      for (std::size_t length = 1; length <= path.size(); ++length) {
        const std::string around = module_names(path, length);
        for (const std::uint32_t other : listed(by_to_name_, around)) link(number, other);
        for (const std::uint32_t other : listed(by_from_module_, around)) link(other, number);
      }
    }
  }

  const std::vector<MoveStatement>& statements_;
  Numbers by_to_, by_to_name_, by_from_module_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> needs_;
};

void refuse(const MoveStatement& statement, const std::string& what, Diagnostics& diagnostics) {
  diagnostics.error("E0411", "Ambiguous move",
                    what +
                        ". An object has one new address, and an address one object: remove one "
                        "of the two blocks.",
                    statement.moved->span);
}

}  // namespace

std::string module_names(const ModulePath& path, std::size_t length) {
  std::string text;
  for (std::size_t i = 0; i < length; ++i) {
    text += text.empty() ? "module." : ".module.";
    text += path[i].name.view();
  }
  return text;
}

InstanceKey MoveEndpoint::key() const {
  return is_module() ? address.module.back().key : address.key.value_or(InstanceKey());
}

std::string MoveEndpoint::names() const {
  if (is_module()) return module_names(address.module, address.module.size());
  return InstanceAddress{address.module, address.mode, address.type, address.name, {}}
      .declaration_text();
}

bool MoveEndpoint::matches(const InstanceAddress& other) const {
  if (is_module() ? other.module.size() < address.module.size()
                  : other.module.size() != address.module.size())
    return false;
  for (std::size_t i = 0; i < address.module.size(); ++i) {
    if (address.module[i].name != other.module[i].name) return false;
    if (!any_key(*this, i) && address.module[i].key != other.module[i].key) return false;
  }
  return is_module() || (address.mode == other.mode && address.type == other.type &&
                         address.name == other.name && (all || key() == other.key));
}

InstanceAddress MoveStatement::target_of(const InstanceAddress& old) const {
  InstanceAddress address = old;
  address.module.assign(old.module.begin(),
                        old.module.begin() + static_cast<std::ptrdiff_t>(from.free));
  for (std::size_t i = to.free; i < to.address.module.size(); ++i)
    address.module.push_back(to.address.module[i]);
  if (from.is_module()) {
    const std::size_t length = from.address.module.size();
    if (to.all) address.module.back().key = old.module[length - 1].key;
    address.module.insert(address.module.end(),
                          old.module.begin() + static_cast<std::ptrdiff_t>(length),
                          old.module.end());
    return address;
  }
  address.mode = to.address.mode;
  address.type = to.address.type;
  address.name = to.address.name;
  if (!to.all) address.key = to.key();
  return address;
}

std::vector<MoveStatement> move_statements(const config::Config& config) {
  std::vector<MoveStatement> statements;
  for (std::uint32_t node = 0; node < config.nodes.size(); ++node) {
    const auto& moves = config.nodes[node].module->moves;
    if (moves.empty()) continue;
    ModulePath base;
    for (std::uint32_t at = node; at != 0; at = config.nodes[at].parent)
      base.insert(base.begin(), {config.nodes[at].call->name, {}});
    for (const config::Moved& moved : moves) {
      MoveStatement statement;
      statement.moved = &moved;
      statement.depth = base.size();
      statement.from = endpoint_in(base, moved.from);
      statement.to = endpoint_in(base, moved.to);
      // Where neither names an instance, all are meant; where one does, so does the other.
      statement.from.all = statement.to.all = is_open(moved.from) && is_open(moved.to);
      statements.push_back(std::move(statement));
    }
  }
  return statements;
}

bool refuse_ambiguous(const std::vector<MoveStatement>& statements, Diagnostics& diagnostics) {
  std::map<std::string, const MoveStatement*> froms, tos;
  bool refused = false;
  for (const MoveStatement& statement : statements) {
    const std::string from = statement.from.text(), to = statement.to.text();
    const std::string kind = statement.from.all ? "*" : "";
    const auto [left, fresh_from] = froms.emplace(from + kind, &statement);
    const auto [arrived, fresh_to] = tos.emplace(to + kind, &statement);
    if (!fresh_from && left->second->to.text() != to) {
      refused = true;
      refuse(statement,
             from + " moves to " + left->second->to.text() + " by the block at " +
                 location_text(left->second->moved->span) + ", and to " + to + " by this one",
             diagnostics);
    } else if (!fresh_to && arrived->second->from.text() != from) {
      refused = true;
      refuse(statement,
             arrived->second->from.text() + " moves to " + to + " by the block at " +
                 location_text(arrived->second->moved->span) + ", and " + from +
                 " moves there by this one",
             diagnostics);
    }
  }
  return refused;
}

std::optional<std::vector<std::uint32_t>> order_of_moves(
    const std::vector<MoveStatement>& statements, Diagnostics& diagnostics) {
  std::vector<std::uint32_t> cycle;
  const auto levels = Sequence(statements).levels(&cycle);
  if (levels.empty() && !statements.empty()) {
    std::vector<std::string> steps;
    for (const std::uint32_t number : cycle) {
      const MoveStatement& statement = statements[number];
      steps.push_back(statement.from.text() + " to " + statement.to.text() + " (" +
                      location_text(statement.moved->span) + ")");
    }
    diagnostics.error(
        "E0413", "Cycle of moves",
        "These blocks move in a circle, so there is no last address: " + join(steps, ", ") +
            ". Name the address that an object has now as \"from\" and the one that "
            "it shall have as \"to\", and remove the rest.",
        statements[cycle.empty() ? 0 : cycle[0]].moved->span);
    return std::nullopt;
  }
  std::vector<std::uint32_t> order(statements.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return levels[a] < levels[b]; });
  return order;
}

}  // namespace tenon
