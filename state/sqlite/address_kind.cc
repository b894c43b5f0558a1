#include "state/sqlite/address_kind.h"

#include <cstddef>

namespace tenon {

namespace {

// The next step of an address, keys in brackets included, without the dot that follows it; dots and
// brackets in quotes separate nothing.
std::string_view take_step(std::string_view& text) {
  bool quoted = false;
  std::size_t depth = 0;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[') {
      ++depth;
    } else if (c == ']' && depth > 0) {
      --depth;
    } else if (c == '.' && depth == 0) {
      break;
    }
  }
  if (i > text.size()) i = text.size();
  const std::string_view step = text.substr(0, i);
  text.remove_prefix(i < text.size() ? i + 1 : i);
  return step;
}

}  // namespace

std::string_view resource_type_of(std::string_view address) {
  std::string_view step = take_step(address);
  while (step == "module") {
    take_step(address);
    step = take_step(address);
  }
  if (step == "data") step = take_step(address);
  return address.empty() ? std::string_view() : step;
}

}  // namespace tenon
