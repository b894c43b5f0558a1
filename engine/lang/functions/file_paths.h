// Paths as the language's functions see them: with "/" between names, relative ones starting at the
// context's base directory, and "~" for the home directory. Reads nothing but the variable HOME and
// the working directory, through Env.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/lang/functions/body.h"

namespace tenon::lang::functions {

// Without ".", "..", and doubled slashes, as far as the text alone tells; "." where nothing is
// left.
std::string clean_path(std::string_view path);
std::string base_name(std::string_view path);
std::string directory_name(std::string_view path);

// With "~" replaced by the home directory.
std::optional<std::string> expanded_path(const FunctionContext& context, std::string_view path,
                                         FunctionError& error);
// What can be handed to Env. Nothing, and `error` filled, where there is no Env.
std::optional<std::string> path_to_open(const FunctionContext& context, std::string_view path,
                                        FunctionError& error);

enum class Content { Text, Bytes };
// What the file that argument 0 names holds; text is checked to be UTF-8.
std::optional<std::string> read_named_file(const FunctionContext& context, std::string_view path,
                                           Content content, FunctionError& error);

}  // namespace tenon::lang::functions
