#include "engine/config/version.h"

#include <compare>
#include <vector>

#include "schema/base/text.h"

namespace tenon::config {

namespace {

struct Version {
  std::vector<long> parts;  // as many as were written
  std::string prerelease;
};

std::optional<Version> parse_version(std::string_view text) {
  text = trim(text);
  if (!text.empty() && text[0] == 'v') text.remove_prefix(1);
  Version version;
  text = text.substr(0, text.find('+'));
  const auto dash = text.find('-');
  if (dash != std::string_view::npos) {
    version.prerelease = std::string(text.substr(dash + 1));
    text = text.substr(0, dash);
  }
  for (const std::string& part : split(text, '.')) {
    if (part.empty() || part.size() > 9 ||
        part.find_first_not_of("0123456789") != std::string::npos)
      return std::nullopt;
    version.parts.push_back(std::stol(part));
  }
  if (version.parts.size() > 3) return std::nullopt;
  return version;
}

std::strong_ordering compare(const Version& a, const Version& b) {
  for (std::size_t i = 0; i < 3; ++i) {
    const long x = i < a.parts.size() ? a.parts[i] : 0;
    const long y = i < b.parts.size() ? b.parts[i] : 0;
    if (x != y) return x <=> y;
  }
  if (a.prerelease == b.prerelease) return std::strong_ordering::equal;
  // A pre-release comes before its release (semver.org, item 11).
  if (a.prerelease.empty()) return std::strong_ordering::greater;
  if (b.prerelease.empty()) return std::strong_ordering::less;
  return a.prerelease.compare(b.prerelease) <=> 0;
}

bool pessimistic(const Version& version, const Version& bound) {
  if (compare(version, bound) < 0) return false;
  const std::size_t fixed = bound.parts.size() - 1;
  for (std::size_t i = 0; i < fixed; ++i) {
    if ((i < version.parts.size() ? version.parts[i] : 0) != bound.parts[i]) return false;
  }
  return true;
}

}  // namespace

std::optional<bool> satisfies(std::string_view version_text, std::string_view constraint,
                              std::string* error) {
  const auto version = parse_version(version_text);
  bool all = version.has_value();
  for (const std::string& piece : split(constraint, ',')) {
    std::string_view rest = trim(piece);
    std::string_view op = "=";
    for (const std::string_view candidate : {"~>", ">=", "<=", "!=", "=", ">", "<"}) {
      if (rest.substr(0, candidate.size()) == candidate) {
        op = candidate;
        rest.remove_prefix(candidate.size());
        break;
      }
    }
    const auto bound = parse_version(rest);
    if (!bound || (op == "~>" && bound->parts.size() < 2)) {
      if (error != nullptr)
        *error = "\"" + std::string(trim(piece)) +
                 "\" is no version constraint; write one like \"~> 5.0\" or \">= 1.5, < 2.0\"";
      return std::nullopt;
    }
    const auto order = compare(*version, *bound);
    const bool fits = op == "="    ? order == 0
                      : op == "!=" ? order != 0
                      : op == ">"  ? order > 0
                      : op == ">=" ? order >= 0
                      : op == "<"  ? order < 0
                      : op == "<=" ? order <= 0
                                   : pessimistic(*version, *bound);
    all = all && fits;
  }
  return all;
}

}  // namespace tenon::config
