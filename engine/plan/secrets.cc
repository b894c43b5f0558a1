#include "engine/plan/secrets.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace tenon {

namespace {

constexpr std::size_t kShortest = 4;
constexpr std::size_t kTelling = 8;  // bytes in a row of a longer secret

void collect(const Value& value, bool marked, std::vector<std::string_view>& secrets) {
  marked = marked || value.is_sensitive();
  if (!value.is_known() || (!marked && !any(value.all_marks() & Marks::Sensitive))) return;
  if (value.type() == Type::string()) {
    if (marked && value.as_string().size() >= kShortest) secrets.push_back(value.as_string());
  } else if (value.type().kind() == TypeKind::Map) {
    for (const MapEntry& entry : value.entries()) collect(entry.value, marked, secrets);
  } else if (!value.type().is_primitive()) {
    for (const Value& element : value.elements()) collect(element, marked, secrets);
  }
}

}  // namespace

std::string without_secrets(std::string text, const Value& of) {
  std::vector<std::string_view> secrets;
  collect(of, false, secrets);
  for (const std::string_view secret : secrets) {
    // A part of a secret is one: a folder of a path, a line of a document.
    const std::size_t least = std::min(kTelling, secret.size());
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
      std::size_t length = 0;
      if (text.size() - i >= least) {
        const std::string_view rest = std::string_view(text).substr(i);
        const auto at = secret.find(rest.substr(0, least));
        if (at != std::string_view::npos)
          for (length = least; length < rest.size() && at + length < secret.size() &&
                               rest[length] == secret[at + length];)
            ++length;
      }
      if (length == 0) {
        out += text[i++];
      } else {
        out += "(sensitive value)";
        i += length;
      }
    }
    text = std::move(out);
  }
  return text;
}

}  // namespace tenon
