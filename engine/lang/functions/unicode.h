// Unicode as the language's string functions see it: grapheme clusters (UAX 29), and letter case
// one code point at a time (the simple mappings, so no text grows). All texts are valid UTF-8.
// Pure; safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::lang::functions {

// The code point at the front of `text`, which is not empty, taken off it.
std::int32_t take_point(std::string_view& text);
void append_point(std::string& text, std::int32_t point);

// The grapheme cluster at the front of `text`, taken off it; empty where `text` is.
std::string_view take_grapheme(std::string_view& text);
std::size_t grapheme_count(std::string_view text);

std::string upper_case(std::string_view text);
std::string lower_case(std::string_view text);
// The first letter of each word in title case, the rest as it is.
std::string title_case(std::string_view text);

bool is_space(std::int32_t point);
std::string_view trim_space(std::string_view text);
// Without the code points of `set` at either end.
std::string_view trim_points(std::string_view text, std::string_view set);

}  // namespace tenon::lang::functions
