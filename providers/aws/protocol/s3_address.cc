#include "providers/aws/protocol/s3_address.h"

#include <algorithm>

#include "providers/aws/protocol/xml.h"

namespace tenon::aws {

namespace {

// RFC 1123 labels, as bucket names must be to be host names.
bool fits_a_host(const std::string& bucket) {
  if (bucket.size() < 3 || bucket.size() > 63) return false;
  char before = '.';
  for (const char c : bucket + ".") {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!plain && c != '-' && c != '.') return false;
    if ((before == '.' && !plain) || (before == '-' && c == '.')) return false;
    before = c;
  }
  return true;
}

bool is_ip_address(std::string_view url) {
  const auto scheme = url.find("://");
  std::string_view host = url.substr(scheme == std::string_view::npos ? 0 : scheme + 3);
  host = host.substr(0, host.find('/'));
  if (!host.empty() && host.front() == '[') return true;
  host = host.substr(0, host.find(':'));
  return !host.empty() && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace

std::string bucket_of(const ServiceModel& model, const Operation& operation, const Node& input) {
  if (model.service_id != "S3" || operation.uri.compare(0, 9, "/{Bucket}") != 0) return {};
  const Node* bucket = input.find("Bucket");
  return bucket == nullptr ? "" : bucket->scalar_text();
}

Status address_bucket(const std::string& bucket, bool path_style, Endpoint& endpoint,
                      SignableRequest& request) {
  if (bucket.compare(0, 4, "arn:") == 0)
    return make_error(ErrorCategory::Unsupported,
                      "access points are not supported by this version of tenon: name the bucket "
                      "itself instead of " +
                          bucket);
  const bool tls = endpoint.url.compare(0, 8, "https://") == 0;
  if (path_style || !fits_a_host(bucket) || is_ip_address(endpoint.url) ||
      (tls && bucket.find('.') != std::string::npos))
    return ok_status();
  request.path.erase(0, bucket.size() + 1);
  if (request.path.empty()) request.path = "/";
  const auto scheme = endpoint.url.find("://");
  endpoint.url.insert(scheme == std::string::npos ? 0 : scheme + 3, bucket + ".");
  return ok_status();
}

std::optional<std::string> redirected_region(const HttpResponse& response,
                                             const std::string& signing_region) {
  if (response.status != 301 && response.status != 307 && response.status != 400)
    return std::nullopt;
  std::string region(response.header("x-amz-bucket-region"));
  if (region.empty()) {
    const ApiError error = xml_error(response);
    const Node* named = error.details.find("Region");
    if (error.code == "AuthorizationHeaderMalformed" && named != nullptr)
      region = named->scalar_text();
  }
  if (region.empty() || region == signing_region || !is_known_region(region)) return std::nullopt;
  return region;
}

void move_endpoint(Endpoint& endpoint, const std::string& region) {
  if (!endpoint.overridden) {
    const std::string old = "." + endpoint.signing_region + ".";
    const auto at = endpoint.url.find(old);
    if (at != std::string::npos) endpoint.url.replace(at, old.size(), "." + region + ".");
  }
  endpoint.signing_region = region;
}

}  // namespace tenon::aws
