// Path: where inside a value something is: attribute names, list and set positions, map keys. A
// set's element is named by its value in the language's formats; here by its position.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/symbol.h"
#include "schema/value/value.h"

namespace tenon {

struct PathStep {
  enum class Kind : std::uint8_t { Attribute, Index, Key };
  Kind kind = Kind::Attribute;
  Symbol name;              // attribute name or map key
  std::uint64_t index = 0;  // list, tuple, set

  static PathStep attribute(Symbol name) { return {Kind::Attribute, name, 0}; }
  static PathStep at(std::uint64_t index) { return {Kind::Index, {}, index}; }
  static PathStep key(Symbol key) { return {Kind::Key, key, 0}; }
  friend bool operator==(const PathStep&, const PathStep&) = default;
};

using Path = std::vector<PathStep>;

// "tags[\"Name\"].x[0]", as the language writes it; "" for the empty path.
std::string path_text(const Path& path);
// `["tags","Name",0]`, Terraform's JSON form of replace_paths.
std::string path_json(const Path& path);
// What stands at `path`; nothing where it leads nowhere. Unknown on the way gives unknown; null
// gives nothing.
std::optional<Value> value_at(const Value& value, const Path& path);
// The same value with `replacement` at `path`; unchanged where it leads nowhere.
Value with_value_at(Arena& arena, const Value& value, const Path& path, const Value& replacement);

}  // namespace tenon
