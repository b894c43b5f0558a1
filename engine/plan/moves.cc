#include "engine/plan/moves.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include "engine/plan/move_statements.h"
#include "schema/base/text.h"

namespace tenon {

namespace {

std::string without_keys(const std::string& address) {
  if (address.find('[') == std::string::npos) return address;
  const auto parsed = parse_instance_address(address, nullptr);
  return parsed ? parsed->declaration_text() : address;
}

// A row's dependencies under their new names; empty where nothing of it is renamed.
std::string renamed_dependencies(std::string_view dependencies,
                                 const std::map<std::string, std::set<std::string>>& renamed) {
  bool any = false;
  std::vector<std::string> names;
  for (const std::string& name : decode_dependencies(dependencies)) {
    const auto found = renamed.find(without_keys(name));
    if (found == renamed.end()) {
      names.push_back(name);
      continue;
    }
    any = true;
    names.insert(names.end(), found->second.begin(), found->second.end());
  }
  if (!any) return {};
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return encode_dependencies(names);
}

// A snapshot that lives on another one's bytes.
struct DerivedSnapshot : Snapshot {
  std::shared_ptr<const Snapshot> base;
};

std::shared_ptr<const Snapshot> moved_snapshot(
    const std::shared_ptr<const Snapshot>& old, const std::vector<RowMove>& moves,
    const std::map<std::string, std::set<std::string>>& renamed, MovedState& state) {
  std::map<std::pair<std::string_view, std::string_view>, const RowMove*> by_row;
  for (const RowMove& move : moves) by_row[{move.from, move.deposed_key}] = &move;
  struct Entry {
    RowView view;
    std::uint32_t old_row;
    bool moved;
    bool respliced;
  };
  auto derived = std::make_shared<DerivedSnapshot>();
  derived->base = old;
  std::vector<Entry> entries;
  entries.reserve(old->size());
  std::string_view last_dependencies;
  std::string last_renamed;
  for (std::uint32_t row = 0; row < old->size(); ++row) {
    Entry entry{old->row(row), row, false, false};
    const auto move = by_row.find({entry.view.address, entry.view.deposed_key});
    if (move != by_row.end()) {
      entry.view.address = derived->arena_.copy_string(move->second->to);
      entry.moved = true;
    }
    if (!renamed.empty() && !entry.view.dependencies.empty()) {
      // Instances of one resource mostly share one list.
      if (entry.view.dependencies != last_dependencies) {
        last_dependencies = entry.view.dependencies;
        last_renamed = renamed_dependencies(last_dependencies, renamed);
      }
      if (!last_renamed.empty()) {
        entry.view.dependencies = derived->arena_.copy_string(last_renamed);
        entry.respliced = true;
      }
    }
    entries.push_back(entry);
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.view.address != b.view.address ? a.view.address < b.view.address
                                            : a.view.deposed_key < b.view.deposed_key;
  });
  derived->outputs_ = old->outputs();
  derived->lineage_ = std::string(old->lineage());
  derived->serial_ = old->serial();
  derived->exists_ = old->exists();
  derived->certificates_.resize(entries.size());
  state.previous.resize(entries.size());
  for (std::uint32_t row = 0; row < entries.size(); ++row) {
    const Entry& entry = entries[row];
    derived->rows_.push_back(entry.view);
    if (entry.view.deposed_key.empty()) derived->current_.emplace(entry.view.address, row);
    if (entry.moved) state.previous[row] = std::string(old->row(entry.old_row).address);
    if (entry.respliced) state.respliced.push_back(row);
    const Digest128* certificate = old->certificate(entry.old_row);
    if (certificate != nullptr && !entry.moved) derived->certificates_[row] = *certificate;
  }
  return derived;
}

class Mover {
 public:
  Mover(const config::Config& config, std::shared_ptr<const Snapshot> snapshot,
        Diagnostics& diagnostics)
      : config_(config), snapshot_(std::move(snapshot)), diagnostics_(diagnostics) {}

  MovedState run() {
    MovedState state;
    state.snapshot = snapshot_;
    statements_ = move_statements(config_);
    if (statements_.empty()) return state;
    if (refuse_ambiguous(statements_, diagnostics_)) return state;
    const auto order = order_of_moves(statements_, diagnostics_);
    for (const MoveStatement& statement : statements_) {
      state.mentioned.insert(statement.from.names());
      state.mentioned.insert(statement.to.names());
    }
    if (!order || snapshot_->size() == 0) return state;
    index_rows();
    for (const std::uint32_t number : *order) execute(statements_[number]);
    warn_of_blocked();
    result(state);
    return state;
  }

 private:
  // --- rows
  // ---------------------------------------------------------------------------------------------------------
  struct Place {
    std::optional<InstanceAddress> address;  // now; nothing where it cannot be read
    bool moved = false;
  };

  void index_rows() {
    places_.resize(snapshot_->size());
    for (std::uint32_t row = 0; row < snapshot_->size(); ++row) {
      places_[row].address = parse_instance_address(snapshot_->row(row).address, nullptr);
      if (places_[row].address) enter(row);
    }
  }

  void enter(std::uint32_t row) {
    const InstanceAddress& address = *places_[row].address;
    ModulePath path;
    for (std::size_t i = 0; i < address.module.size(); ++i) {
      path.push_back(address.module[i]);
      by_name_[module_names(path, path.size())].push_back(row);
      ++occupied_[module_text(path)];
    }
    by_name_[address.declaration_text()].push_back(row);
    ++occupied_[address.resource_text()];
    if (!address.key.none()) ++occupied_[address.text()];
    if (address.key.none()) ++occupied_[address.text() + "="];
    by_instance_[address.text()].push_back(row);
  }

  void leave(std::uint32_t row) {
    const InstanceAddress& address = *places_[row].address;
    ModulePath path;
    for (const ModuleStep& step : address.module) {
      path.push_back(step);
      --occupied_[module_text(path)];
    }
    --occupied_[address.resource_text()];
    if (!address.key.none()) --occupied_[address.text()];
    if (address.key.none()) --occupied_[address.text() + "="];
  }

  bool is_occupied(const std::string& place) const {
    const auto found = occupied_.find(place);
    return found != occupied_.end() && found->second > 0;
  }

  void execute(const MoveStatement& statement) {
    // Where everything that the statement takes together would go: free or not, before it moves.
    std::unordered_map<std::string, bool> blocked;
    std::vector<std::uint32_t> rows;
    const bool exact =
        !statement.from.is_module() && !statement.from.all && statement.from.free == 0;
    if (exact) {
      const InstanceAddress wanted{statement.from.address.module, statement.from.address.mode,
                                   statement.from.address.type, statement.from.address.name,
                                   statement.from.address.key.value_or(InstanceKey())};
      if (const auto found = by_instance_.find(wanted.text()); found != by_instance_.end())
        rows = found->second;
    } else if (const auto found = by_name_.find(statement.from.names()); found != by_name_.end()) {
      rows = found->second;
    }
    // A row that came back stands in the list twice.
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    std::vector<std::pair<std::uint32_t, InstanceAddress>> moving;
    for (const std::uint32_t row : rows) {
      const InstanceAddress& address = *places_[row].address;
      if (!statement.from.matches(address)) continue;
      InstanceAddress target = statement.target_of(address);
      const std::string place = place_of(statement, target);
      const auto [known, fresh] = blocked.try_emplace(place, false);
      if (fresh) known->second = is_occupied(place);
      if (known->second) {
        blocked_.emplace_back(address.text(), target.text());
      } else if (can_move(row, address, target)) {
        moving.emplace_back(row, std::move(target));
      }
    }
    for (auto& [row, target] : moving) {
      leave(row);
      places_[row].address = std::move(target);
      places_[row].moved = true;
      enter(row);
    }
  }

  // A module goes as a whole, and so does a resource with all its instances.
  static std::string place_of(const MoveStatement& statement, const InstanceAddress& target) {
    if (statement.to.is_module()) {
      ModulePath path(
          target.module.begin(),
          target.module.begin() + static_cast<std::ptrdiff_t>(statement.to.address.module.size()));
      return module_text(path);
    }
    if (statement.to.all) return target.resource_text();
    return target.key.none() ? target.text() + "=" : target.text();
  }

  bool can_move(std::uint32_t row, const InstanceAddress& from, const InstanceAddress& to) {
    if (from.type == to.type && from.mode == to.mode) return true;
    diagnostics_.error("E0414", "Object cannot move to another type",
                       std::string(snapshot_->row(row).address) + " is a " +
                           std::string(from.type.view()) + ", and " + to.text() + " a " +
                           std::string(to.type.view()) +
                           ": an object cannot become one of another type here. Keep the type, "
                           "or remove the old object from the state and import it as the new one.");
    return false;
  }

  void warn_of_blocked() {
    if (blocked_.empty()) return;
    std::sort(blocked_.begin(), blocked_.end());
    blocked_.erase(std::unique(blocked_.begin(), blocked_.end()), blocked_.end());
    std::vector<std::string> lines;
    for (const auto& [from, to] : blocked_) lines.push_back(from + " to " + to);
    diagnostics_.warning(
        "W0412", "Objects could not move",
        "The state holds something at the new address already: " + join(lines, ", ") +
            ". The plan takes what did not move for no longer wanted and removes "
            "it. Where that is not meant, put the state in order first, with "
            "`tenon state mv` or `tenon state rm`.");
  }

  // --- the result
  // ---------------------------------------------------------------------------------------------------
  void result(MovedState& state) {
    std::map<std::string, std::set<std::string>> renamed;  // declarations
    std::set<std::string> kept;
    for (std::uint32_t row = 0; row < places_.size(); ++row) {
      const RowView& view = snapshot_->row(row);
      if (!places_[row].address) continue;
      if (!places_[row].moved || places_[row].address->text() == view.address) {
        kept.insert(places_[row].address->declaration_text());
        continue;
      }
      state.moves.push_back(
          {std::string(view.address), places_[row].address->text(), std::string(view.deposed_key)});
      const auto old = parse_instance_address(view.address, nullptr);
      renamed[old->declaration_text()].insert(places_[row].address->declaration_text());
    }
    if (state.moves.empty()) return;
    for (auto& [old, names] : renamed) {
      if (kept.count(old) > 0) names.insert(old);
    }
    std::erase_if(renamed, [](const auto& entry) {
      return entry.second.size() == 1 && entry.second.count(entry.first) == 1;
    });
    state.snapshot = moved_snapshot(snapshot_, state.moves, renamed, state);
  }

  const config::Config& config_;
  std::shared_ptr<const Snapshot> snapshot_;
  Diagnostics& diagnostics_;
  std::vector<MoveStatement> statements_;
  std::vector<Place> places_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_name_, by_instance_;
  std::unordered_map<std::string, std::size_t> occupied_;
  std::vector<std::pair<std::string, std::string>> blocked_;
};

}  // namespace

bool MovedState::mentions(const InstanceAddress& address) const {
  if (mentioned.empty()) return false;
  if (mentioned.count(address.declaration_text()) > 0) return true;
  return !address.module.empty() &&
         mentioned.count(module_names(address.module, address.module.size())) > 0;
}

MovedState apply_moves(const config::Config& config, std::shared_ptr<const Snapshot> snapshot,
                       Diagnostics& diagnostics) {
  return Mover(config, std::move(snapshot), diagnostics).run();
}

std::shared_ptr<const Snapshot> with_moves(std::shared_ptr<const Snapshot> now,
                                           const std::vector<RowMove>& moves) {
  if (moves.empty()) return now;
  MovedState ignored;
  return moved_snapshot(now, moves, {}, ignored);
}

namespace {

// Whether the configuration still makes something that `from` names.
class StillDeclared {
 public:
  explicit StillDeclared(const Evaluation& evaluation) : evaluation_(evaluation) {}

  void check(std::uint32_t node, const config::Moved& moved, Diagnostics& diagnostics) const {
    const Graph& graph = evaluation_.graph();
    const bool all = open(moved.from) && open(moved.to);
    for (std::uint32_t start = 0; start < evaluation_.modules[node].size(); ++start) {
      std::uint32_t at = node;
      std::vector<std::uint32_t> ordinals{start};
      const std::size_t steps = moved.from.module.size();
      bool found = true;
      SourceSpan where;
      for (std::size_t i = 0; i < steps && found; ++i) {
        const ModuleStep& step = moved.from.module[i];
        const DeclarationId call = graph.find_call(at, step.name);
        if (call == kNoDeclaration) {
          found = false;
          break;
        }
        const bool any_key = all && moved.from.whole_module && i + 1 == steps;
        where = graph.declarations[call].span;
        at = graph.declarations[call].child_node;
        if (any_key) return report(moved, where, diagnostics);
        std::vector<std::uint32_t> next;
        for (std::uint32_t child = 0; child < evaluation_.modules[at].size(); ++child) {
          const ModuleInstance& instance = evaluation_.modules[at][child];
          if (instance.key == step.key &&
              std::find(ordinals.begin(), ordinals.end(), instance.parent) != ordinals.end())
            next.push_back(child);
        }
        ordinals = std::move(next);
        found = !ordinals.empty();
      }
      if (!found) continue;
      if (moved.from.whole_module) return report(moved, where, diagnostics);
      const DeclarationId id =
          graph.find_resource(at, moved.from.mode, moved.from.type, moved.from.name);
      if (id == kNoDeclaration) continue;
      if (all || instance_exists(id, ordinals, moved.from.key.value_or(InstanceKey())))
        return report(moved, graph.declarations[id].span, diagnostics);
    }
  }

 private:
  static bool open(const TargetAddress& address) {
    return address.whole_module ? address.module.back().key.none() : !address.key.has_value();
  }

  bool instance_exists(DeclarationId id, const std::vector<std::uint32_t>& ordinals,
                       const InstanceKey& key) const {
    const auto& expansions = evaluation_.expansions[id];
    for (const std::uint32_t ordinal : ordinals) {
      if (ordinal >= expansions.size()) continue;
      for (std::uint32_t i = 0; i < expansions[ordinal].count; ++i) {
        if (evaluation_.instances[expansions[ordinal].first + i].key == key) return true;
      }
    }
    return false;
  }

  static void report(const config::Moved& moved, SourceSpan declared, Diagnostics& diagnostics) {
    diagnostics.error("E0415", "Moved object is still declared",
                      "This block says that " + moved.from.text() + " is now " + moved.to.text() +
                          ", but " + moved.from.text() + " is still declared at " +
                          location_text(declared) +
                          ". Declare it under its new address, or remove this block.",
                      moved.span);
  }

  const Evaluation& evaluation_;
};

}  // namespace

void check_moved_away(const Evaluation& evaluation, Diagnostics& diagnostics) {
  const StillDeclared still(evaluation);
  for (std::uint32_t node = 0; node < evaluation.config().nodes.size(); ++node) {
    for (const config::Moved& moved : evaluation.config().nodes[node].module->moves)
      still.check(node, moved, diagnostics);
  }
}

}  // namespace tenon
