// Change: what a plan wants to do to one object, and why. Plan: all of it, with the graph of
// actions that apply walks. Owner: the Plan owns arenas that every Value in it lives in, and shares
// the snapshot that it was made from. Threads: immutable once sealed.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "providers/provider.h"
#include "schema/base/arena.h"
#include "schema/base/diagnostic.h"
#include "schema/resource/address.h"
#include "schema/value/path.h"
#include "schema/value/value.h"
#include "state/snapshot.h"

namespace tenon {

using InstanceId = std::uint32_t;
inline constexpr InstanceId kNoInstance = ~0u;
inline constexpr std::uint32_t kNoChange = ~0u;

enum class ChangeAction : std::uint8_t {
  NoOp,
  Create,
  Read,
  Update,
  DeleteThenCreate,
  CreateThenDelete,
  Delete,
  Forget
};

enum class ActionReason : std::uint8_t {
  None,
  ReplaceBecauseCannotUpdate,
  ReplaceBecauseTainted,
  ReplaceByRequest,
  ReplaceByTriggers,
  DeleteBecauseNoResourceConfig,
  DeleteBecauseWrongRepetition,
  DeleteBecauseCountIndex,
  DeleteBecauseEachKey,
  DeleteBecauseNoModule,
  DeleteBecauseNoMoveTarget,
  ReadBecauseConfigUnknown,
  ReadBecauseDependencyPending,
};

// Terraform's word for it ("replace_because_tainted"), "" for None.
std::string_view reason_text(ActionReason reason);

struct Change {
  InstanceAddress address;
  std::string address_text;
  std::string previous_address;  // where it was moved from
  std::string import_id;         // taken into the state by an `import` block
  std::string import_private;    // with it
  std::string deposed_key;
  std::string provider_key;
  ChangeAction action = ChangeAction::NoOp;
  ActionReason reason = ActionReason::None;
  Value before;  // null: did not exist
  Value after;   // null: will not exist; may hold unknowns
  Value config;  // as evaluated at plan
  std::vector<Path> replace_paths;
  std::string private_bytes;
  std::string dependencies;    // direct ones after apply, encoded as in RowView
  std::uint32_t row = kNoRow;  // in the plan's snapshot
  InstanceId instance = kNoInstance;
  std::uint32_t declaration = ~0u;
  std::int64_t schema_version = 0;
  bool create_before_destroy = false;
  bool drifted = false;  // `before` is what the refresh found, not what was stored
  bool tainted = false;  // the row was
  // NoOp, but the row is to be written all the same: it moved, or what was read or what it depends
  // on differs from what is stored.
  bool record = false;
  SourceSpan span;
  bool is_replace() const {
    return action == ChangeAction::DeleteThenCreate || action == ChangeAction::CreateThenDelete;
  }
};

// What a refresh found to differ from what was stored.
struct Drift {
  InstanceAddress address;
  std::string address_text;
  std::string provider_key;
  std::uint32_t row = kNoRow;
  Value stored;
  Value found;  // null: gone
  std::string private_bytes;
  bool claimed = true;  // false: no longer in the configuration
};

struct NotChecked {
  std::string address;
  std::string why;
};

// A row that a `moved` block gives another address.
struct RowMove {
  std::string from;
  std::string to;
  std::string deposed_key;
};

struct OutputChange {
  std::string name;
  ChangeAction action = ChangeAction::NoOp;
  Value before;
  Value after;
  bool sensitive = false;
  std::string description;
};

// One effectful step. Barriers do nothing: they stand for "all of these", so edges stay linear.
enum class StepKind : std::uint8_t { Create, Update, Remove, Read, Forget, Barrier };

struct Step {
  StepKind kind = StepKind::Barrier;
  std::uint32_t change = kNoChange;
};

struct ActionGraph {
  std::vector<Step> steps;
  // Successors of step i: after[first[i]] … after[first[i + 1] - 1].
  std::vector<std::uint32_t> first;
  std::vector<std::uint32_t> after;
  std::vector<std::uint32_t> waits;  // how many steps each waits for
};

struct PlanCounts {
  std::size_t add = 0;
  std::size_t change = 0;
  std::size_t destroy = 0;
  std::size_t unchanged = 0;
  std::size_t replace = 0;  // also counted in add and destroy
  std::size_t read = 0;
};

struct ConditionResult {
  std::string kind;     // "resource", "output_value", "var"
  std::string address;  // of the declaration
  std::string instance;
  std::string status;  // "pass", "fail", "unknown"
  std::vector<std::string> problems;
};

enum class PlanMode : std::uint8_t { Normal, Destroy };

struct Plan {
  PlanMode mode = PlanMode::Normal;
  std::vector<std::unique_ptr<Arena>> arenas;
  std::shared_ptr<const Snapshot> snapshot;
  std::vector<Change> changes;        // in the order of addresses; no NoOps but moved ones
  std::vector<InstanceId> unchanged;  // instances whose stored value is the planned one
  std::vector<Drift> drift;
  std::vector<NotChecked> not_checked;
  std::vector<OutputChange> outputs;  // all root outputs, NoOps included, by name
  std::vector<ConditionResult> checks;
  ActionGraph actions;
  PlanCounts counts;
  ProviderStats stats;
  std::size_t refreshed = 0;  // rows that were read
  bool targeted = false;
  std::int64_t time = 0;  // seconds since the epoch
  bool has_output_changes() const;
  bool has_changes() const {
    return counts.add + counts.change + counts.destroy + counts.read + forgotten + moved +
                   imported >
               0 ||
           has_output_changes();
  }
  std::size_t forgotten = 0;
  std::size_t moved = 0;
  std::size_t imported = 0;
  std::vector<std::uint32_t> dropped_rows;  // data sources that the configuration no longer has:
                                            // leave the state without a word
  // NoOps that are written all the same.
  std::size_t records = 0;
  // Done before anything else; `snapshot` has these rows at their new addresses already.
  std::vector<RowMove> moves;
  std::vector<std::uint32_t> respliced;  // rows whose dependencies name what moved
};

}  // namespace tenon
