#include "providers/aws/protocol/protocol.h"

#include <algorithm>
#include <array>

#include "providers/aws/protocol/json.h"
#include "providers/aws/protocol/query.h"
#include "providers/aws/protocol/rest.h"

namespace tenon::aws {

namespace {

constexpr std::array<std::string_view, 13> kThrottling = {"Throttling",
                                                          "ThrottlingException",
                                                          "ThrottledException",
                                                          "RequestThrottledException",
                                                          "RequestThrottled",
                                                          "TooManyRequestsException",
                                                          "ProvisionedThroughputExceededException",
                                                          "TransactionInProgressException",
                                                          "RequestLimitExceeded",
                                                          "BandwidthLimitExceeded",
                                                          "SlowDown",
                                                          "EC2ThrottledException",
                                                          "PriorRequestNotComplete"};
constexpr std::array<std::string_view, 5> kClock = {"RequestTimeTooSkewed", "RequestExpired",
                                                    "InvalidSignatureException",
                                                    "SignatureDoesNotMatch", "AuthFailure"};

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool begins_as_html(std::string_view body) {
  const auto first = body.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return false;
  std::string start(body.substr(first, 9));
  for (char& c : start) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return start == "<!doctype" || start.substr(0, 5) == "<html";
}

Retry retry_of(const ApiError& error, const Operation& operation) {
  if (holds(kThrottling, error.code)) return Retry::Throttling;
  for (const Shape* shape : operation.errors) {
    if ((shape->name == error.code || shape->error_code == error.code) && shape->retryable)
      return shape->throttling ? Retry::Throttling : Retry::NotActed;
  }
  if (error.status == 429) return Retry::Throttling;
  if (holds(kClock, error.code)) return Retry::ClockSkew;
  if (error.code == "ExpiredToken" || error.code == "ExpiredTokenException") return Retry::Expired;
  if (error.status == 503) return Retry::NotActed;
  if (error.status == 500 || error.status == 502 || error.status == 504 ||
      error.code == "RequestTimeout" || error.code == "RequestTimeoutException")
    return Retry::Transient;
  return Retry::No;
}

}  // namespace

const Protocol* find_protocol(std::string_view name) {
  if (name == "json") return &json_protocol();
  if (name == "query") return &query_protocol();
  if (name == "ec2") return &ec2_protocol();
  if (name == "rest-json") return &rest_json_protocol();
  if (name == "rest-xml") return &rest_xml_protocol();
  return nullptr;
}

ApiError error_of(const Protocol& protocol, const ServiceModel& model, const Operation& operation,
                  const HttpResponse& response, bool overridden_endpoint) {
  ApiError error;
  bool html = begins_as_html(response.body);
  if (!html) error = protocol.parse_error(model, response);
  // A refusal at the door comes as XML even from services that speak JSON, and the other way round.
  if (!html && error.code.empty()) error = query_protocol().parse_error(model, response);
  if (!html && error.code.empty()) error = json_error(response);
  // The header alone proves nothing: moto sends its XML refusals as text/html.
  if (error.code.empty() &&
      response.header("content-type").find("text/html") != std::string_view::npos)
    html = true;
  error.status = response.status;
  if (error.code.empty() && !html && operation.method == "HEAD") {
    // There is no body to say it in.
    if (response.status == 404) error.code = "NotFound";
    if (response.status == 403) error.code = "Forbidden";
    if (!error.code.empty()) error.message = "HTTP " + std::to_string(response.status);
  }
  if (error.code.empty()) {
    error.code = html ? "HTML page" : "HTTP " + std::to_string(response.status);
    if (error.message.empty())
      error.message = html ? "the answer (HTTP " + std::to_string(response.status) +
                                 ") is an HTML page, not one of AWS: is the endpoint the right one?"
                           : "the answer names no error";
  }
  if (error.request_id.empty()) error.request_id = std::string(response.header("x-amzn-requestid"));
  if (error.request_id.empty()) error.request_id = std::string(response.header("x-amz-request-id"));
  error.retry = html && (overridden_endpoint || response.status < 500) ? Retry::No
                                                                       : retry_of(error, operation);
  return error;
}

}  // namespace tenon::aws
