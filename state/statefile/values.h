// Values and types as they stand in a v4 state. Where a type is dynamic (terraform_data's input), a
// value that is not null stands as {"value": …, "type": …}.
#pragma once

#include <string>
#include <string_view>

#include "schema/value/path.h"
#include "schema/value/value.h"
#include "state/statefile/json_cursor.h"

namespace tenon {

// The next value as `as`. Fails the cursor where it does not fit, or has a member that `as` lacks;
// missing members are null. Strings may point into the text.
Value read_value(JsonCursor& cursor, Arena& arena, Type as);
// The next value as its JSON says: objects, tuples, primitives; null of dynamic type.
Value read_plain_value(JsonCursor& cursor, Arena& arena);
// Terraform's JSON form of a type.
Type read_type(JsonCursor& cursor);

// The type with every dynamic part made as precise as the value is: what Terraform says as type of
// an output, or beside a dynamic value.
Type exact_type(const Value& value);

// Appends JSON that is indented by `depth` steps of two spaces; the first line is not.
void write_value(const Value& value, Type as, int depth, std::string& to);
void write_string(std::string_view text, std::string& to);  // <, >, & and U+2028/9 as \u….
// A JSON text laid out anew: `compact` may be laid out in any way.
void write_json(std::string_view json, int depth, std::string& to);
void write_line(int depth, std::string& to);

// Paths to what is marked sensitive by itself; an element of a set is told by the set.
std::vector<Path> sensitive_paths(const Value& value);
// [[{"type":"get_attr","value":"input"}, …], …]
void write_paths(const std::vector<Path>& paths, int depth, std::string& to);
// Paths that lead nowhere in `value` are dropped.
std::vector<Path> read_paths(JsonCursor& cursor);

}  // namespace tenon
