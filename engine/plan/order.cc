#include "engine/plan/order.h"

#include <algorithm>
#include <unordered_map>

#include "engine/graph/graph.h"
#include "schema/base/text.h"

namespace tenon {

namespace {

// Rules, X depends on Y:
// 1. what makes Y (create, update, read) comes before what makes X;
// 2. what removes X comes before what removes Y;
// 3. a replacement removes before it creates, or creates before it removes (create_before_destroy);
// 4. where Y is only removed, or replaced by creating first, X is made (pointed elsewhere) before Y
// is removed. "All instances of a declaration" meet in a barrier, so edges stay linear in the
// instances: one barrier for what makes, one for what removes. A literal key makes one edge between
// instances.
class Orderer {
 public:
  Orderer(const Evaluation& evaluation, Plan& plan) : evaluation_(evaluation), plan_(plan) {}

  void run(Diagnostics& diagnostics) {
    for (std::uint32_t i = 0; i < plan_.changes.size(); ++i) add_steps(i);
    // From here on no new steps but barriers appear.
    for (auto& [address, group] : groups_) link_group(address, group);
    finish(diagnostics);
  }

 private:
  struct Group {  // all changes of one resource, by its address without keys
    std::vector<std::uint32_t> make;
    std::vector<std::uint32_t> remove;       // whose instance is made again after it
    std::vector<std::uint32_t> remove_last;  // that come after their dependents were made
    std::vector<std::string> needs;          // now
    std::vector<std::string> needed;         // by what is removed, as stored
    std::unordered_map<std::string, std::uint32_t> make_of;  // by address; filled when wanted
    std::uint32_t made = ~0u;                                // barriers
    std::uint32_t removed = ~0u;
  };

  std::uint32_t add_step(StepKind kind, std::uint32_t change) {
    plan_.actions.steps.push_back({kind, change});
    return static_cast<std::uint32_t>(plan_.actions.steps.size() - 1);
  }

  using Edge = std::pair<std::uint32_t, std::uint32_t>;  // before, after
  void add_edge(std::uint32_t before, std::uint32_t after) { hard_.emplace_back(before, after); }

  void add_steps(std::uint32_t index) {
    const Change& change = plan_.changes[index];
    Group& group = groups_[change.address.declaration_text()];
    switch (change.action) {
      case ChangeAction::NoOp:
        return;
      case ChangeAction::Create:
        group.make.push_back(add_step(StepKind::Create, index));
        break;
      case ChangeAction::Update:
        group.make.push_back(add_step(StepKind::Update, index));
        break;
      case ChangeAction::Read:
        group.make.push_back(add_step(StepKind::Read, index));
        break;
      case ChangeAction::Delete:
        group.remove_last.push_back(add_step(StepKind::Remove, index));
        break;
      case ChangeAction::Forget:
        group.remove_last.push_back(add_step(StepKind::Forget, index));
        break;
      case ChangeAction::DeleteThenCreate: {
        const std::uint32_t remove = add_step(StepKind::Remove, index);
        const std::uint32_t create = add_step(StepKind::Create, index);
        add_edge(remove, create);
        group.remove.push_back(remove);
        group.make.push_back(create);
        break;
      }
      case ChangeAction::CreateThenDelete: {
        const std::uint32_t create = add_step(StepKind::Create, index);
        const std::uint32_t remove = add_step(StepKind::Remove, index);
        add_edge(create, remove);
        group.make.push_back(create);
        group.remove_last.push_back(remove);
        break;
      }
    }
    if (change.action != ChangeAction::Delete && change.action != ChangeAction::Forget)
      merge(group.needs, change.dependencies, last_needs_[&group]);
    if (change.row != kNoRow && change.action != ChangeAction::Create &&
        change.action != ChangeAction::Read && change.action != ChangeAction::Update) {
      merge(group.needed, std::string(plan_.snapshot->row(change.row).dependencies),
            last_needed_[&group]);
    }
  }

  // Instances of one resource mostly share one list, so the last one is remembered.
  void merge(std::vector<std::string>& to, const std::string& encoded, std::string& last) {
    if (encoded == last || encoded.empty()) return;
    last = encoded;
    for (std::string& address : decode_dependencies(encoded)) to.push_back(without_keys(address));
    std::sort(to.begin(), to.end());
    to.erase(std::unique(to.begin(), to.end()), to.end());
  }

  static std::string without_keys(const std::string& address) {
    if (address.find('[') == std::string::npos) return address;
    const auto parsed = parse_instance_address(address, nullptr);
    return parsed ? parsed->declaration_text() : address;
  }

  std::uint32_t made_barrier(Group& group) {
    if (group.made == ~0u) {
      group.made = add_step(StepKind::Barrier, kNoChange);
      for (const std::uint32_t step : group.make) add_edge(step, group.made);
    }
    return group.made;
  }

  std::uint32_t removed_barrier(Group& group) {
    if (group.removed == ~0u) {
      group.removed = add_step(StepKind::Barrier, kNoChange);
      for (const std::uint32_t step : group.remove) add_edge(step, group.removed);
      for (const std::uint32_t step : group.remove_last) add_edge(step, group.removed);
    }
    return group.removed;
  }

  // Everything that changes and that `addresses` reaches: through what does not change, too.
  std::vector<Group*> changing(const std::vector<std::string>& addresses, const std::string& self) {
    std::vector<Group*> found;
    std::vector<std::string> open = addresses;
    std::unordered_map<std::string, bool> seen;
    while (!open.empty()) {
      const std::string address = std::move(open.back());
      open.pop_back();
      if (address == self || seen[address]) continue;
      seen[address] = true;
      const auto group = groups_.find(address);
      if (group != groups_.end() && !(group->second.make.empty() && group->second.remove.empty() &&
                                      group->second.remove_last.empty())) {
        found.push_back(&group->second);
        continue;
      }
      const auto declared = evaluation_.graph().resource_by_address.find(address);
      if (declared == evaluation_.graph().resource_by_address.end()) {
        for (const std::string& next : stored_needs(address)) open.push_back(next);
        continue;
      }
      for (const DeclarationId next :
           evaluation_.graph().declarations[declared->second].resources) {
        open.push_back(evaluation_.graph().declarations[next].address);
      }
    }
    return found;
  }

  // What rows of a resource that the configuration no longer has depend on; the index is built
  // once, when first needed.
  const std::vector<std::string>& stored_needs(const std::string& address) {
    if (!indexed_) {
      indexed_ = true;
      for (const RowView& row : plan_.snapshot->rows()) {
        if (row.dependencies.empty()) continue;
        const std::string text = without_keys(std::string(row.address));
        merge(stored_[text], std::string(row.dependencies), stored_last_[text]);
      }
    }
    return stored_[address];
  }

  // Rule 1 where a literal key says which instance is meant: one edge, from that instance alone.
  // What is named in that way is taken out of *needs; what an unchanged instance was made of is put
  // in.
  void link_keyed(const std::string& address, const Group& group, std::vector<std::string>& needs) {
    const auto declared = evaluation_.graph().resource_by_address.find(address);
    if (declared == evaluation_.graph().resource_by_address.end()) return;
    const auto& declarations = evaluation_.graph().declarations;
    for (const Declaration::KeyedNeed& need : declarations[declared->second].keyed) {
      const Declaration& needed = declarations[need.resource];
      std::erase(needs, needed.address);
      const auto target = groups_.find(needed.address);
      bool unchanged = target == groups_.end();
      if (!unchanged) {
        index_makes(target->second);
        for (const std::uint32_t step : group.make) {
          InstanceAddress instance = plan_.changes[plan_.actions.steps[step].change].address;
          instance.mode = needed.resource->mode;
          instance.type = needed.resource->type;
          instance.name = needed.resource->name;
          instance.key = need.key;
          const auto made = target->second.make_of.find(instance.text());
          if (made == target->second.make_of.end()) {
            unchanged = true;
          } else {
            add_edge(made->second, step);
          }
        }
      }
      if (!unchanged) continue;
      for (const DeclarationId further : needed.resources)
        needs.push_back(declarations[further].address);
    }
  }

  void index_makes(Group& group) {
    if (!group.make_of.empty()) return;
    for (const std::uint32_t step : group.make)
      group.make_of[plan_.changes[plan_.actions.steps[step].change].address_text] = step;
  }

  void link_group(const std::string& address, Group& group) {
    std::vector<std::string> needs = group.needs;
    link_keyed(address, group, needs);
    for (Group* needed : changing(needs, address)) {
      if (needed->make.empty()) {
        // Rule 4 alone: it is only removed.
      } else {
        const std::uint32_t barrier = made_barrier(*needed);
        for (const std::uint32_t step : group.make) add_edge(barrier, step);
      }
    }
    for (Group* needed : changing(group.needed, address)) {
      if (needed->remove.empty() && needed->remove_last.empty()) continue;
      if (!group.remove.empty() || !group.remove_last.empty()) {
        const std::uint32_t barrier = removed_barrier(group);
        for (const std::uint32_t step : needed->remove) removals_.emplace_back(barrier, step);
        for (const std::uint32_t step : needed->remove_last) removals_.emplace_back(barrier, step);
      }
    }
    // Rule 4, for what the made instances depend on now, and (if it can be had) for what they did
    // before.
    if (group.make.empty()) return;
    for (Group* needed : changing(group.needs, address)) link_removal(group, *needed, hard_);
    std::vector<std::string> before;
    for (const std::uint32_t step : group.make) {
      const Change& change = plan_.changes[plan_.actions.steps[step].change];
      if (change.row == kNoRow) continue;
      merge(before, std::string(plan_.snapshot->row(change.row).dependencies),
            last_before_[&group]);
    }
    for (Group* needed : changing(before, address)) link_removal(group, *needed, soft_);
  }

  void link_removal(Group& group, Group& needed, std::vector<Edge>& to) {
    if (needed.remove_last.empty()) return;
    const std::uint32_t barrier = made_barrier(group);
    for (const std::uint32_t step : needed.remove_last) to.emplace_back(barrier, step);
  }

  // Where a dependency turned around, what X depended on before may now depend on X: then that wish
  // gives way, one cycle after the other.
  std::vector<std::uint32_t> levels_without_cycle(std::uint32_t count,
                                                  std::vector<std::uint32_t>* cycle) {
    const auto unique = [](std::vector<Edge>& edges) {
      std::sort(edges.begin(), edges.end());
      edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    };
    unique(soft_);
    unique(removals_);
    while (true) {
      edges_ = hard_;
      edges_.insert(edges_.end(), soft_.begin(), soft_.end());
      edges_.insert(edges_.end(), removals_.begin(), removals_.end());
      unique(edges_);
      auto levels = topological_levels(count, edges_, cycle);
      if (!levels.empty() || count == 0) return levels;
      // The cycle lists steps, each of which comes before the next. What was wished for gives way
      // first, then the order of removals.
      std::size_t dropped = 0;
      for (std::vector<Edge>* wishes : {&soft_, &removals_}) {
        for (std::size_t i = 0; dropped == 0 && i < cycle->size(); ++i) {
          dropped = std::erase(*wishes, Edge{(*cycle)[i], (*cycle)[(i + 1) % cycle->size()]});
        }
      }
      if (dropped == 0) return {};
      cycle->clear();
    }
  }

  void finish(Diagnostics& diagnostics) {
    ActionGraph& graph = plan_.actions;
    const auto count = static_cast<std::uint32_t>(graph.steps.size());
    std::vector<std::uint32_t> cycle;
    const auto levels = levels_without_cycle(count, &cycle);
    if (levels.empty() && count > 0) {
      std::vector<std::string> names;
      for (const std::uint32_t step : cycle) {
        if (graph.steps[step].change != kNoChange)
          names.push_back(plan_.changes[graph.steps[step].change].address_text);
      }
      diagnostics.error("E0406", "Cycle of actions",
                        "No order of these changes keeps every rule: " + join(names, ", ") +
                            ". It comes from create_before_destroy or from dependencies that "
                            "turned around; apply one of them alone first with -target.");
      return;
    }
    graph.first.assign(count + 1, 0);
    graph.waits.assign(count, 0);
    graph.after.reserve(edges_.size());
    std::size_t at = 0;
    for (std::uint32_t step = 0; step < count; ++step) {
      graph.first[step] = static_cast<std::uint32_t>(graph.after.size());
      for (; at < edges_.size() && edges_[at].first == step; ++at) {
        graph.after.push_back(edges_[at].second);
        ++graph.waits[edges_[at].second];
      }
    }
    graph.first[count] = static_cast<std::uint32_t>(graph.after.size());
  }

  const Evaluation& evaluation_;
  Plan& plan_;
  std::unordered_map<std::string, Group> groups_;
  std::unordered_map<const Group*, std::string> last_needs_, last_needed_, last_before_;
  std::unordered_map<std::string, std::vector<std::string>> stored_;
  std::unordered_map<std::string, std::string> stored_last_;
  bool indexed_ = false;
  std::vector<Edge> hard_;
  std::vector<Edge> soft_;      // rule 4, for what was depended on before
  std::vector<Edge> removals_;  // rule 2
  std::vector<Edge> edges_;     // of both, sorted
};

}  // namespace

void order_actions(const Evaluation& evaluation, Plan& plan, Diagnostics& diagnostics) {
  Orderer(evaluation, plan).run(diagnostics);
}

}  // namespace tenon
