#include "providers/aws/protocol/caller.h"

#include "providers/aws/protocol/checksum.h"
#include "providers/aws/protocol/route53_ids.h"
#include "providers/aws/protocol/xml.h"

namespace tenon::aws {

namespace {

constexpr std::string_view kRoute53 = "Route 53";

ErrorCategory category_of(const ApiError& error) {
  const std::string& code = error.code;
  const auto has = [&code](std::string_view part) { return code.find(part) != std::string::npos; };
  if (has("AccessDenied") || has("UnauthorizedOperation") || has("AuthorizationError") ||
      has("NotAuthorized") || code == "Forbidden")
    return ErrorCategory::PermissionDenied;
  if (has("InvalidClientTokenId") || has("UnrecognizedClient") || has("SignatureDoesNotMatch") ||
      has("InvalidSignature") || has("AuthFailure") || has("ExpiredToken") ||
      has("MissingAuthenticationToken") || has("InvalidAccessKeyId"))
    return ErrorCategory::Unauthenticated;
  if (has("NotFound") || has("NonExistent") || has("DoesNotExist") || has("NoSuch"))
    return ErrorCategory::NotFound;
  if (has("AlreadyExists") || has("Duplicate")) return ErrorCategory::AlreadyExists;
  if (has("Conflict") || has("InUse")) return ErrorCategory::Conflict;
  if (error.retry == Retry::Throttling || error.status >= 500) return ErrorCategory::Unavailable;
  if (has("LimitExceeded") || has("Quota")) return ErrorCategory::Exhausted;
  if (error.status >= 400) return ErrorCategory::InvalidArgument;
  return ErrorCategory::Unknown;
}

bool is_expired(std::string_view code) {
  return code.find("ExpiredToken") != std::string_view::npos || code == "RequestExpired";
}

Error error_sentence(const CallRequest& request, const ApiError& api,
                     const std::string& credentials) {
  Error error;
  error.category = category_of(api);
  error.code = api.code;
  error.retryable = api.retry != Retry::No;
  error.message = request.service + ":" + request.operation->name + " at " + request.endpoint.url +
                  ": " + api.code;
  if (!api.message.empty()) error.message += ": " + api.message;
  if (!api.request_id.empty()) error.message += " (request " + api.request_id + ")";
  if (error.category == ErrorCategory::PermissionDenied)
    error.message += ". The credentials lack the permission " + request.service + ":" +
                     request.operation->name + ", or a policy denies it";
  if (error.category == ErrorCategory::Unauthenticated) {
    const std::string from = credentials.empty() ? "" : " They came from " + credentials + ".";
    error.message += is_expired(api.code)
                         ? ". The credentials have run out." + from + " Get new ones there"
                         : ". AWS does not accept these credentials." + from +
                               " Check the key, the secret, the session token and the clock";
  }
  return error;
}

// "data." or "{AccountId}." before the host, where the operation wants that, with the members that
// it names. An endpoint that somebody set is taken as it is.
Status prefix_host(const Operation& operation, const Node& input, Endpoint& endpoint) {
  if (operation.host_prefix.empty() || endpoint.overridden) return ok_status();
  std::string prefix;
  std::string_view rest = operation.host_prefix;
  while (!rest.empty()) {
    const auto open = rest.find('{');
    prefix += rest.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto close = rest.find('}', open);
    if (close == std::string_view::npos) break;
    const std::string name(rest.substr(open + 1, close - open - 1));
    const Node* given = input.find(name);
    const std::string label = given == nullptr ? "" : given->scalar_text();
    if (label.empty() || label.size() > 63 ||
        label.find_first_not_of(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != std::string::npos)
      return make_error(ErrorCategory::InvalidArgument,
                        name +
                            " becomes part of a host name: it must be 1 to 63 letters, digits and "
                            "hyphens, not \"" +
                            label + "\"");
    prefix += label;
    rest.remove_prefix(close + 1);
  }
  const auto scheme = endpoint.url.find("://");
  endpoint.url.insert(scheme == std::string::npos ? 0 : scheme + 3, prefix);
  return ok_status();
}

// What a request needs beyond its protocol.
Status finish_request(const CallRequest& request, const Node& input, SignableRequest& http) {
  // Without it API Gateway answers in HAL.
  if (request.model->service_id == "API Gateway")
    http.headers.emplace_back("Accept", "application/json");
  return add_checksum(*request.operation, input, http);
}

// S3 may find out that it failed after it has said 200 (CopyObject, CompleteMultipartUpload).
bool is_refusal(const ServiceModel& model, const HttpResponse& response) {
  if (response.status >= 300) return true;
  return model.service_id == "S3" && response.body.size() < 4096 &&
         response.body.find("<Error>") != std::string::npos && !xml_error(response).code.empty();
}

// Asks where the bucket is thought to be, and once more where S3 says that it is. A redirect tells
// that nothing was done.
Result<SendOutcome> send_to_bucket(Sender& sender, const CallRequest& request,
                                   const SendRequest& plain, const std::string& bucket) {
  Endpoint at = plain.endpoint;
  if (request.bucket_regions != nullptr) {
    auto regions = request.bucket_regions->lock();
    const auto found = regions->find(bucket);
    if (found != regions->end()) move_endpoint(at, found->second);
  }
  for (bool again = false;; again = true) {
    SendRequest send = plain;
    send.endpoint = at;
    RETURN_IF_ERROR(address_bucket(bucket, request.s3_path_style, send.endpoint, send.http));
    SendOutcome sent = sender.send(send);
    if (again || !sent.response || request.operation->name == "CreateBucket") return sent;
    const auto region = redirected_region(*sent.response, at.signing_region);
    if (!region) return sent;
    move_endpoint(at, *region);
    if (request.bucket_regions != nullptr) (*request.bucket_regions->lock())[bucket] = *region;
  }
}

}  // namespace

CallOutcome call(Sender& sender, const CallRequest& request) {
  CallOutcome outcome;
  const Protocol* protocol = find_protocol(request.model->protocol);
  if (protocol == nullptr) {
    outcome.error = make_error(ErrorCategory::Unsupported,
                               "the protocol " + request.model->protocol + " of " +
                                   request.service + " is not spoken by this version of tenon");
    return outcome;
  }
  Node input = request.input == nullptr ? Node::map() : *request.input;
  SendRequest send;
  send.repeatable = request.repeatable;
  if (!request.token.empty() && request.operation->input != nullptr) {
    for (const Member& member : request.operation->input->members) {
      if (!member.idempotency_token) continue;
      if (input.find(member.name) == nullptr) input.set(member.name, Node::string(request.token));
      send.repeatable = true;
    }
  }
  if (request.model->service_id == kRoute53 && request.operation->input != nullptr)
    shorten_route53_ids(*request.operation->input, input);
  auto serialized = protocol->serialize(*request.model, *request.operation, input);
  if (!serialized) {
    outcome.error =
        std::move(serialized).error().with_context(request.service + ":" + request.operation->name);
    return outcome;
  }
  send.operation = request.service + ":" + request.operation->name;
  send.signing_name = request.model->signing_name;
  send.endpoint = request.endpoint;
  if (auto prefixed = prefix_host(*request.operation, input, send.endpoint); !prefixed) {
    outcome.error = std::move(prefixed).error().with_context(send.operation);
    return outcome;
  }
  send.http = std::move(*serialized);
  const std::string bucket = bucket_of(*request.model, *request.operation, input);
  if (auto finished = finish_request(request, input, send.http); !finished) {
    outcome.error = std::move(finished).error().with_context(send.operation);
    return outcome;
  }
  if (request.model->signing_name == "s3") {
    // Keys are what they are: "a//b" and "a/./b" are objects of their own.
    send.signing.normalize_path = false;
    send.signing.encode_path_twice = false;
    send.signing.sign_content_hash = true;
  }
  send.unsigned_request = request.operation->unsigned_request;
  send.cancelled = request.cancelled;
  send.deadline = request.deadline;
  send.classify = [&](const HttpResponse& response) {
    if (!is_refusal(*request.model, response)) return Classified{};
    return Classified{true, error_of(*protocol, *request.model, *request.operation, response,
                                     request.endpoint.overridden)
                                .retry};
  };
  const auto send_it = [&]() -> Result<SendOutcome> {
    if (bucket.empty()) return sender.send(send);
    return send_to_bucket(sender, request, send, bucket);
  };
  auto sending = send_it();
  if (!sending) {
    outcome.error = std::move(sending).error().with_context(send.operation);
    return outcome;
  }
  const SendOutcome sent = *std::move(sending);
  if (!sent.response) {
    outcome.error = *sent.failure;
    outcome.error->message = send.operation + ": " + outcome.error->message;
    outcome.ambiguous = sent.ambiguous;
    return outcome;
  }
  outcome.status = sent.response->status;
  if (sent.is_error) {
    outcome.error = error_sentence(request,
                                   error_of(*protocol, *request.model, *request.operation,
                                            *sent.response, request.endpoint.overridden),
                                   sent.credentials);
    outcome.ambiguous = sent.ambiguous;
    return outcome;
  }
  auto parsed = protocol->parse(*request.model, *request.operation, *sent.response);
  if (!parsed) {
    // It answered "done" and then something unreadable: whatever was asked has happened.
    outcome.error = std::move(parsed).error().with_context(
        send.operation + " at " + request.endpoint.url + " gave an answer that cannot be read");
    outcome.error->category = ErrorCategory::Corrupt;
    outcome.ambiguous = true;
    return outcome;
  }
  outcome.output = std::move(*parsed);
  if (request.model->service_id == kRoute53 && request.operation->output != nullptr)
    shorten_route53_ids(*request.operation->output, outcome.output);
  return outcome;
}

}  // namespace tenon::aws
