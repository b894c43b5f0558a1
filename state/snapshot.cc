#include "state/snapshot.h"

#include "schema/value/wire.h"

namespace tenon {

std::string encode_dependencies(const std::vector<std::string>& addresses) {
  std::string bytes;
  for (const std::string& address : addresses) put_bytes(bytes, address);
  return bytes;
}

std::vector<std::string> decode_dependencies(std::string_view bytes) {
  std::vector<std::string> addresses;
  while (!bytes.empty()) {
    const auto address = take_bytes(bytes);
    // What follows a damaged length cannot be told apart: the store's own checks report the file.
    if (!address) break;
    addresses.emplace_back(*address);
  }
  return addresses;
}

}  // namespace tenon
