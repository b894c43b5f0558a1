#include "state/s3/objects.h"

#include <algorithm>
#include <pugixml.hpp>

#include "schema/base/digest.h"

namespace tenon {

namespace {

std::string_view host_of(std::string_view url) {
  const auto scheme = url.find("://");
  const auto begin = scheme == std::string_view::npos ? 0 : scheme + 3;
  const auto end = url.find_first_of(":/", begin);
  return url.substr(begin, end == std::string_view::npos ? url.npos : end - begin);
}

constexpr const char* kReplaces = "x-amz-meta-tenon-replaces";

bool is_address(std::string_view host) {
  return !host.empty() &&
         (host.front() == '[' || host.find_first_not_of("0123456789.") == std::string_view::npos);
}

// A bucket's name can be part of the host's name, unless its dots would not fit the certificate, or
// it holds what host names do not.
bool fits_host(std::string_view bucket, bool tls) {
  return std::all_of(bucket.begin(), bucket.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || (c == '.' && !tls);
  });
}

}  // namespace

S3Objects::S3Objects(std::shared_ptr<S3Connection> connection)
    : connection_(std::move(connection)) {
  const S3Settings& settings = connection_->settings();
  endpoint_ = aws::resolve_endpoint(connection_->env(),
                                    {"s3", "S3", settings.region, &settings.endpoints, "s3"});
  const bool tls = endpoint_.url.compare(0, 8, "https://") == 0;
  const std::string_view host = host_of(endpoint_.url);
  if (settings.path_style || is_address(host) || !fits_host(settings.bucket, tls)) {
    bucket_path_ = "/" + aws::uri_encode(settings.bucket);
  } else {
    endpoint_.url.insert(endpoint_.url.find("://") + 3, settings.bucket + ".");
  }
  arn_ = "arn:" + std::string(aws::partition_of(settings.region).name) + ":s3:::" + settings.bucket;
}

S3Call S3Objects::call(const char* operation, const char* method, const std::string& key) const {
  S3Call call;
  call.operation = std::string("s3:") + operation;
  call.resource = key.empty() ? arn_ : arn_ + "/" + key;
  call.endpoint = endpoint_;
  call.http.method = method;
  call.http.path = bucket_path_ + "/" + aws::uri_encode(key, "/");
  return call;
}

// Server-side encryption with a key that the customer holds goes with every request for the
// object's bytes.
void S3Objects::add_customer_key(S3Call& call) const {
  const std::string& key = connection_->settings().sse_customer_key;
  if (key.empty()) return;
  call.http.headers.emplace_back("x-amz-server-side-encryption-customer-algorithm", "AES256");
  call.http.headers.emplace_back("x-amz-server-side-encryption-customer-key", base64_encode(key));
  call.http.headers.emplace_back("x-amz-server-side-encryption-customer-key-MD5",
                                 base64_encode(md5(key)));
}

Result<S3Object> S3Objects::get(const std::string& key, const std::string& known_etag) {
  S3Call question = call("GetObject", "GET", key);
  add_customer_key(question);
  if (!known_etag.empty()) question.http.headers.emplace_back("If-None-Match", known_etag);
  ASSIGN_OR_RETURN(S3Answer answer, connection_->call(question));
  S3Object object;
  if (answer.response.status == 404 && answer.code != "NoSuchBucket") return object;
  if (!answer.code.empty()) return connection_->refusal(question, answer);
  object.exists = true;
  object.etag = std::string(answer.response.header("etag"));
  if (answer.response.status == 304) {
    object.unchanged = true;
    object.etag = known_etag;
  } else {
    object.replaces = std::string(answer.response.header(kReplaces));
    object.text = std::move(answer.response.body);
  }
  return object;
}

Result<std::string> S3Objects::put(const std::string& key, std::string_view text, PutIf condition,
                                   const std::string& etag, const std::string& replaces) {
  const S3Settings& settings = connection_->settings();
  S3Call order = call("PutObject", "PUT", key);
  order.http.body = std::string(text);
  order.http.headers.emplace_back("Content-Type", "application/json");
  if (settings.checksum) {
    order.http.headers.emplace_back("x-amz-checksum-sha256", base64_encode(sha256(text)));
    order.http.headers.emplace_back("x-amz-sdk-checksum-algorithm", "SHA256");
  }
  if (!settings.sse_customer_key.empty()) {
    add_customer_key(order);
  } else if (!settings.kms_key_id.empty()) {
    order.http.headers.emplace_back("x-amz-server-side-encryption", "aws:kms");
    order.http.headers.emplace_back("x-amz-server-side-encryption-aws-kms-key-id",
                                    settings.kms_key_id);
  } else if (settings.encrypt) {
    order.http.headers.emplace_back("x-amz-server-side-encryption", "AES256");
  }
  if (!settings.acl.empty()) order.http.headers.emplace_back("x-amz-acl", settings.acl);
  if (!replaces.empty()) order.http.headers.emplace_back(kReplaces, replaces);
  if (condition == PutIf::Absent) order.http.headers.emplace_back("If-None-Match", "*");
  if (condition == PutIf::Matches) order.http.headers.emplace_back("If-Match", etag);
  ASSIGN_OR_RETURN(S3Answer answer, connection_->call(order));
  if (answer.code == "NotImplemented" && condition != PutIf::Always) {
    return make_error(ErrorCategory::Unsupported,
                      "the store at " + endpoint_.url + " does not know conditional writes",
                      answer.code);
  }
  if (answer.ambiguous && answer.response.status == 412) {
    // The attempt whose answer was lost may be what stands in the way.
    ASSIGN_OR_RETURN(const S3Object there, get(key));
    if (there.exists && there.text == text) return there.etag;
  }
  if (condition == PutIf::Matches && answer.response.status == 404 && answer.code != "NoSuchBucket")
    return make_error(ErrorCategory::Conflict, "the object is gone", answer.code);
  if (!answer.code.empty()) return connection_->refusal(order, answer);
  return std::string(answer.response.header("etag"));
}

Result<std::string> S3Objects::put_if_possible(const std::string& key, std::string_view text,
                                               PutIf condition, const std::string& etag,
                                               const std::string& replaces) {
  auto done = put(key, text, condition, etag, replaces);
  if (done || done.error().category != ErrorCategory::Unsupported) return done;
  return put(key, text, PutIf::Always, {}, replaces);
}

Status S3Objects::remove(const std::string& key) {
  const S3Call order = call("DeleteObject", "DELETE", key);
  ASSIGN_OR_RETURN(const S3Answer answer, connection_->call(order));
  if (answer.code.empty() || (answer.response.status == 404 && answer.code != "NoSuchBucket"))
    return ok_status();
  return connection_->refusal(order, answer);
}

Result<std::vector<std::string>> S3Objects::list(const std::string& prefix, std::size_t most) {
  std::vector<std::string> keys;
  std::string next;
  while (true) {
    S3Call question = call("ListBucket", "GET", "");
    if (!bucket_path_.empty()) question.http.path = bucket_path_;
    const std::size_t page = most == 0 ? 1000 : std::min<std::size_t>(1000, most - keys.size());
    question.http.query =
        std::string(next.empty() ? "" : "continuation-token=" + aws::uri_encode(next) + "&") +
        "list-type=2&max-keys=" + std::to_string(page) + "&prefix=" + aws::uri_encode(prefix);
    ASSIGN_OR_RETURN(const S3Answer answer, connection_->call(question));
    if (!answer.code.empty()) return connection_->refusal(question, answer);
    pugi::xml_document document;
    if (!document.load_buffer(answer.response.body.data(), answer.response.body.size()) ||
        !document.child("ListBucketResult"))
      return make_error(ErrorCategory::Corrupt, "s3:ListBucket on " + question.resource +
                                                    ": the answer is no list of objects");
    const pugi::xml_node result = document.child("ListBucketResult");
    for (const pugi::xml_node& each : result.children("Contents"))
      keys.emplace_back(each.child_value("Key"));
    next = result.child_value("NextContinuationToken");
    const bool more = std::string_view(result.child_value("IsTruncated")) == "true";
    if (!more || next.empty() || (most != 0 && keys.size() >= most)) return keys;
  }
}

}  // namespace tenon
