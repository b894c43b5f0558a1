// Moves: what `moved` blocks say, done to a snapshot before anything is planned, so that all of
// planning sees the objects under their new addresses. Statements are put in an order in which a
// chain (a to b, b to c) ends where it should; each then moves what it matches, unless something is
// there already. Moves that need no block (between no key and key 0, where `count` comes or goes)
// are proposed with the instance, except where a statement speaks of that resource.
// Owner: the moved snapshot shares the bytes of the one that it was made from. Threads: one.
// Errors: statements that contradict each other or form a cycle, and sources that are still
// declared; an object that cannot move because its place is taken is a warning. Cost: linear in
// rows and statements, and nothing where there are no statements.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/config/model.h"
#include "engine/plan/change.h"
#include "engine/plan/evaluation.h"

namespace tenon {

struct MovedState {
  std::shared_ptr<const Snapshot> snapshot;  // the given one where nothing moved
  std::vector<RowMove> moves;                // all at once: one may take the place of another
  std::vector<std::string> previous;         // by row of `snapshot`; empty where nothing moved
  std::vector<std::uint32_t> respliced;      // rows whose dependencies name what moved
  std::set<std::string> mentioned;           // resources and modules of statements, without keys

  // Where a row was, empty where it is in its place.
  std::string_view previous_of(std::uint32_t row) const {
    return row < previous.size() ? std::string_view(previous[row]) : std::string_view();
  }
  // Whether a statement speaks of the resource; then it does not move by itself.
  bool mentions(const InstanceAddress& address) const;
};

MovedState apply_moves(const config::Config& config, std::shared_ptr<const Snapshot> snapshot,
                       Diagnostics& diagnostics);

// Once all instances are known: what was moved away may not be declared any more.
void check_moved_away(const Evaluation& evaluation, Diagnostics& diagnostics);

// `now` with the moves of a plan done to it, to be compared with what that plan saw.
std::shared_ptr<const Snapshot> with_moves(std::shared_ptr<const Snapshot> now,
                                           const std::vector<RowMove>& moves);

}  // namespace tenon
