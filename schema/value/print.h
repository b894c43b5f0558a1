// Rendering of values as text: the only place that turns a Value into characters. Everything here
// redacts what is marked unless it is a format that programs read, which is said in its name.
#pragma once

#include <string>

#include "schema/base/result.h"
#include "schema/value/value.h"

namespace tenon {

// As `terraform console` prints a result: strings quoted, `tolist([` …, "(sensitive value)",
// "(known after apply)".
std::string print_console(const Value& value);
// A type as the console's type() prints it.
std::string print_type(Type type);
// One line for messages: strings quoted and cut at `limit` characters, composite values
// abbreviated, marked ones "(sensitive value)".
std::string print_brief(const Value& value, std::size_t limit = 80);

// JSON as programs read it: marks are NOT hidden. Unknown values are left out of objects and are
// null elsewhere.
enum class JsonStyle { Compact, Indented };
std::string json_for_programs(const Value& value, JsonStyle style = JsonStyle::Compact);
// The same with marked values replaced by "(sensitive value)".
std::string json_redacted(const Value& value, JsonStyle style = JsonStyle::Compact);
// jsonencode() of the language: escapes <, >, & and U+2028/9 as \u….
std::string json_of_language(const Value& value);
// Terraform's after_unknown and *_sensitive: `true` where the leaf is unknown (sensitive), objects
// and arrays around it, `false` inside arrays, omitted attributes in objects; "false" where nothing
// is.
std::string unknown_json(const Value& value);
std::string sensitive_json(const Value& value);

// A value of type `as` from JSON text: objects become the type's objects or maps, arrays lists,
// sets or tuples; where `as` is dynamic the type follows the JSON (object, tuple). Error where it
// does not fit.
Result<Value> value_from_json(Arena& arena, std::string_view json, Type as);

}  // namespace tenon
