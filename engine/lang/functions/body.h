// What the bodies of functions share, and the list of their families. A family is a file that adds
// its rows to the table; rows and parameters live until the process ends. Threads: bodies touch
// nothing but their arguments and their context.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/lang/function.h"
#include "schema/value/path.h"

namespace tenon::lang::functions {

using Answer = std::optional<Value>;
using Arguments = std::span<const Value>;

inline constexpr std::string_view kWholeNumber =
    "a whole number between -9223372036854775808 and 9223372036854775807 is required";

// Fills `error` for the call as a whole, or for one argument.
std::nullopt_t refuse(FunctionError& error, std::string message);
std::nullopt_t refuse(FunctionError& error, int argument, std::string message);

// A known number as int64; nothing, and `error` filled, where it is none.
std::optional<std::int64_t> whole_number(const Value& number, FunctionError& error,
                                         int argument = -1);

// Text quoted for a message, cut where it is long.
std::string quoted(std::string_view text);

inline Value text_value(FunctionContext& context, std::string_view text) {
  return Value::string(*context.arena, text);
}
// An unknown value that is certainly not null; plainly unknown where the type is dynamic.
Value unknown_not_null(Arena& arena, Type type);
Value unknown_with_prefix(Arena& arena, std::string_view prefix);

// The path in front of a conversion's message: `element "a": a number is required`.
std::string conversion_message(const Path& path, const std::string& message);
// `to` with what is dynamic in it taken from `from`, as far as the types alone tell: list(any) from
// list(string) is list(string). For values that are not known, which convert() cannot look into.
Type settled_type(Type from, Type to);
// convert() with its failure put as an error of `argument`.
std::optional<Value> converted(Arena& arena, const Value& value, Type type, FunctionError& error,
                               int argument);

inline bool is_sequence(Type type) {
  return type.kind() == TypeKind::List || type.kind() == TypeKind::Set ||
         type.kind() == TypeKind::Tuple;
}
inline bool is_mapping(Type type) {
  return type.kind() == TypeKind::Map || type.kind() == TypeKind::Object;
}

// Bytes that are equal exactly where values of one type are. REQUIRES: wholly known, unmarked
std::string content_key(const Value& value);
// `result` with the marks of `from` itself, not of what is inside.
inline Value marked_like(const Value& result, const Value& from) {
  return any(from.marks()) ? result.with_marks(from.marks()) : result;
}

void add_numeric(FunctionTable& table);
void add_strings(FunctionTable& table);
void add_string_pieces(FunctionTable& table);
void add_formats(FunctionTable& table);
void add_expressions(FunctionTable& table);  // regular ones
void add_lists(FunctionTable& table);
void add_list_choices(FunctionTable& table);
void add_maps(FunctionTable& table);
void add_sets(FunctionTable& table);
void add_encodings(FunctionTable& table);
void add_json(FunctionTable& table);
void add_csv(FunctionTable& table);
void add_character_sets(FunctionTable& table);
void add_yaml_encode(FunctionTable& table);
void add_yaml_decode(FunctionTable& table);
void add_hashes(FunctionTable& table);
void add_secrets(FunctionTable& table);
void add_files(FunctionTable& table);
void add_fileset(FunctionTable& table);
void add_templates(FunctionTable& table);
void add_dates(FunctionTable& table);
void add_networks(FunctionTable& table);
void add_conversions(FunctionTable& table);
void add_marks(FunctionTable& table);
void add_attempts(FunctionTable& table);

}  // namespace tenon::lang::functions
