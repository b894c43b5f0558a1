// Statements of moves: `moved` blocks as seen from the root, what each of them matches, and in
// which order they apply. Part of engine/plan/moves.h, which has the whole story.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/config/model.h"

namespace tenon {

// "module.a.module.b" of the first `length` steps, without keys.
std::string module_names(const ModulePath& path, std::size_t length);

// One side of a statement, from the root on. The first `free` steps are those of the module that
// the statement stands in: it speaks of all instances of that.
struct MoveEndpoint {
  TargetAddress address;
  std::size_t free = 0;
  bool all = false;  // every key of the last step, or of the resource

  bool is_module() const { return address.whole_module; }
  // REQUIRES: no `all`. Of the resource, or of the module's last step.
  InstanceKey key() const;
  std::string names() const;  // without keys
  std::string text() const { return address.text(); }
  bool matches(const InstanceAddress& other) const;
};

struct MoveStatement {
  const config::Moved* moved = nullptr;
  std::size_t depth = 0;  // of the module that it stands in
  MoveEndpoint from;
  MoveEndpoint to;

  // Where what `from` matches goes.
  InstanceAddress target_of(const InstanceAddress& old) const;
};

// Of all modules, in order of nodes and files.
std::vector<MoveStatement> move_statements(const config::Config& config);

// Whether an object has two new addresses, or an address two objects; each is reported.
bool refuse_ambiguous(const std::vector<MoveStatement>& statements, Diagnostics& diagnostics);

// The numbers of the statements in the order in which they apply; nothing where they form a cycle,
// which is reported.
std::optional<std::vector<std::uint32_t>> order_of_moves(
    const std::vector<MoveStatement>& statements, Diagnostics& diagnostics);

}  // namespace tenon
