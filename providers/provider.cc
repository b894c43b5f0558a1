#include "providers/provider.h"

#include "schema/resource/upgrade.h"

namespace tenon {

namespace {

Error unsupported(Symbol type, std::string_view what) {
  return make_error(ErrorCategory::Unsupported,
                    std::string(type.view()) + " does not support " + std::string(what));
}

}  // namespace

Result<Value> BasicProvider::upgrade(Arena& arena, Symbol type, std::int64_t version,
                                     const Value& value) const {
  const ResourceSchema* known = schema(ResourceMode::Managed, type);
  if (known == nullptr) return unsupported(type, "rows: the provider has no such type");
  if (version > known->version) {
    return make_error(ErrorCategory::Unsupported,
                      "the state of this " + std::string(type.view()) +
                          " was written by a newer version of the provider");
  }
  return upgrade_by_shape(arena, *known, value);
}

Result<Value> BasicProvider::move(Arena&, Symbol from, Symbol to, const Value&) const {
  return unsupported(to, "being moved from " + std::string(from.view()));
}

std::vector<ReadResult> BasicProvider::read(std::span<const ReadRequest> requests, Arena&) {
  std::vector<ReadResult> results;
  results.reserve(requests.size());
  for (const ReadRequest& request : requests) {
    results.push_back({ReadKind::Found, request.prior, std::string(request.private_bytes), {}});
  }
  return results;
}

Result<Value> BasicProvider::read_data(const DataRequest& request) {
  return unsupported(request.type, "being read");
}
Result<std::string> BasicProvider::siblings(const OperationRequest&) { return std::string(); }

FindResult BasicProvider::find(const FindRequest&) {
  FindResult result;
  result.kind = FindResult::Kind::Unknown;
  result.message = "this type has no way to find out";
  return result;
}

Result<std::vector<ImportResult>> BasicProvider::import(Arena&, const Configured&, Symbol type,
                                                        std::string_view) {
  return unsupported(type, "import");
}
Result<std::vector<ImportResult>> BasicProvider::list(Arena&, const Configured&, Symbol type) {
  return unsupported(type, "listing");
}
Result<Provider::Opened> BasicProvider::open(const DataRequest& request) {
  return unsupported(request.type, "being opened");
}
Result<Provider::Opened> BasicProvider::renew(const DataRequest& request, std::string_view) {
  return unsupported(request.type, "renewal");
}
Status BasicProvider::close(const DataRequest&, std::string_view) { return ok_status(); }

}  // namespace tenon
