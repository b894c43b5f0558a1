// What plain YAML scalars mean to yamldecode: null, bools in the words of YAML 1.1, numbers, points
// in time, or strings. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/value/value.h"

namespace tenon::lang::functions {

// The meaning of an unquoted scalar. Nothing, and `problem` filled, for what has no value here
// (not-a-number).
std::optional<Value> plain_scalar(Arena& arena, std::string_view text, std::string& problem);
// The scalar as what its tag says ("tag:yaml.org,2002:int"); nothing, and `problem` filled, where
// it is none.
std::optional<Value> tagged_scalar(Arena& arena, std::string_view tag, std::string_view text,
                                   bool plain, std::string& problem);

}  // namespace tenon::lang::functions
