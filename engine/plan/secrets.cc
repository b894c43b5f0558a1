#include "engine/plan/secrets.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace tenon {

namespace {

constexpr std::size_t kShortest = 4;

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
  // The longest first, so that none is left in part.
  std::sort(secrets.begin(), secrets.end(),
            [](std::string_view a, std::string_view b) { return a.size() > b.size(); });
  constexpr std::string_view kInstead = "(sensitive value)";
  for (const std::string_view secret : secrets)
    for (auto at = text.find(secret); at != std::string::npos;
         at = text.find(secret, at + kInstead.size()))
      text.replace(at, secret.size(), kInstead);
  return text;
}

}  // namespace tenon
