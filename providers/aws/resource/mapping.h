// mapping: attributes ↔ members of requests and answers, as the declaration says.
#pragma once

#include <string>
#include <vector>

#include "providers/aws/catalog/declaration.h"
#include "schema/base/arena.h"
#include "schema/value/value.h"

namespace tenon::aws {

struct MembersWanted {
  bool all = false;
  std::vector<std::string> only;                            // attributes, where not all
  std::vector<std::pair<std::string, std::string>> rename;  // members that are called otherwise
  std::vector<std::string> cleared;  // those that were set before and no longer are: sent as ""
};

// The members of `operation`'s input that `context`'s attributes give by name.
Node members_by_name(const Declaration& declaration, const Operation& operation,
                     const Node& context, const MembersWanted& wanted);

// One attribute as its member takes it.
Node member_value(const SlotMapping& slot, const Node& attribute, const Node& root);

// The value that `answers` (one per read step, at its `at`; null where it was not asked) tell.
// `context` is what expressions with self: see; unread attributes come from `reference`. Tags are
// the caller's.
Value value_of_answers(Arena& arena, const Declaration& declaration,
                       const std::vector<Node>& answers, const Node& context,
                       const Value& reference);

}  // namespace tenon::aws
