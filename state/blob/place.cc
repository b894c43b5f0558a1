#include "state/blob/place.h"

namespace tenon {

namespace {

Error no_sidecar() {
  return make_error(ErrorCategory::Unsupported, "this place of states keeps no journal of its own");
}

}  // namespace

Status StateBlob::append_journal(const std::string&, std::string_view) { return no_sidecar(); }

Result<std::vector<std::string>> StateBlob::journal() { return std::vector<std::string>(); }

Status StateBlob::clear_journal(const std::string&, std::string_view, std::string_view) {
  return ok_status();
}

Result<std::vector<std::string>> StateBlob::history(std::size_t) {
  return std::vector<std::string>();
}

}  // namespace tenon
