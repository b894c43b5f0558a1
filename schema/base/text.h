// Text: small pure functions on strings that several rooms need. Unicode rules of the language live
// in schema/value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tenon {

std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string_view trim(std::string_view text);  // ASCII white space
bool is_valid_utf8(std::string_view text);
// The text as a sentence: with a capital letter at its beginning and a full stop at its end.
std::string sentence(std::string text);
// JSON string literal with its quotes (RFC 8259), no escaping beyond what is required.
std::string json_quote(std::string_view text);
// The candidate nearest to `name` by edit distance, or "" where none is near enough to be a slip of
// the pen.
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);
// ' Did you mean "x"?' with its leading space, or "".
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace tenon
