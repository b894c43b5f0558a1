#include "schema/base/diagnostic.h"

#include <algorithm>
#include <tuple>

namespace tenon {

bool Diagnostics::has_errors() const {
  return std::any_of(list_.begin(), list_.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::Error; });
}

void Diagnostics::sort_and_deduplicate() {
  const auto key = [](const Diagnostic& d) {
    return std::make_tuple(d.span.known() ? source_name(d.span.source) : std::string_view(),
                           d.span.begin, d.severity, std::string_view(d.summary),
                           std::string_view(d.detail), std::string_view(d.address));
  };
  std::stable_sort(list_.begin(), list_.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  list_.erase(
      std::unique(list_.begin(), list_.end(),
                  [&](const Diagnostic& a, const Diagnostic& b) { return key(a) == key(b); }),
      list_.end());
}

}  // namespace tenon
