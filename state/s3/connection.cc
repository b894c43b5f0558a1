#include "state/s3/connection.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "schema/base/text.h"

namespace tenon {

namespace {

constexpr double kInFlight = 8;
// A state of some hundred thousand objects has hundreds of megabytes.
constexpr std::uint64_t kLargestAnswer = 4ull << 30;
constexpr std::chrono::milliseconds kOneAttempt{600'000};

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// S3 answers errors in XML (code and message below <Error>), STS below <ErrorResponse><Error>,
// DynamoDB in JSON (__type, message).
void read_error(const HttpResponse& response, std::string& code, std::string& message) {
  const std::string_view body = response.body;
  const auto first = body.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && body[first] == '{') {
    const auto json = nlohmann::json::parse(body.begin(), body.end(), nullptr, false);
    if (!json.is_object()) return;
    const auto member = [&](const char* name) {
      const auto found = json.find(name);
      return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    code = member("__type");
    code = code.substr(code.rfind('#') + 1);
    message = member("message");
    if (message.empty()) message = member("Message");
    return;
  }
  pugi::xml_document document;
  if (!document.load_buffer(body.data(), body.size())) return;
  pugi::xml_node error = document.child("Error");
  if (!error) error = document.child("ErrorResponse").child("Error");
  code = error.child_value("Code");
  message = error.child_value("Message");
}

// Answers without a body (HEAD, 304) say it by their status alone.
std::string code_of_status(int status) {
  switch (status) {
    case 403:
      return "AccessDenied";
    case 404:
      return "NotFound";
    case 409:
      return "ConditionalRequestConflict";
    case 412:
      return "PreconditionFailed";
    default:
      return "HTTP " + std::to_string(status);
  }
}

void judge(const HttpResponse& response, std::string& code, std::string& message) {
  if (response.status < 300 || response.status == 304) return;
  read_error(response, code, message);
  if (code.empty()) code = code_of_status(response.status);
}

aws::Classified classify(const HttpResponse& response) {
  static constexpr std::array<std::string_view, 7> kThrottling = {
      "SlowDown",
      "Throttling",
      "ThrottlingException",
      "TooManyRequestsException",
      "RequestLimitExceeded",
      "ProvisionedThroughputExceededException",
      "BandwidthLimitExceeded"};
  static constexpr std::array<std::string_view, 5> kClock = {
      "RequestTimeTooSkewed", "RequestExpired", "InvalidSignatureException",
      "SignatureDoesNotMatch", "AuthFailure"};
  static constexpr std::array<std::string_view, 3> kPassing = {
      "OperationAborted", "ConditionalRequestConflict", "TransactionConflictException"};
  std::string code;
  std::string message;
  judge(response, code, message);
  if (code.empty()) return {};
  aws::Retry retry = aws::Retry::No;
  const int status = response.status;
  if (holds(kThrottling, code) || status == 429) {
    retry = aws::Retry::Throttling;
  } else if (holds(kClock, code)) {
    retry = aws::Retry::ClockSkew;
  } else if (holds(kPassing, code) || status == 503) {
    retry = aws::Retry::NotActed;
  } else if (status == 500 || status == 502 || status == 504 || code == "RequestTimeout") {
    retry = aws::Retry::Transient;
  }
  return {true, retry};
}

std::string_view request_id(const HttpResponse& response) {
  for (const char* name : {"x-amz-request-id", "x-amzn-requestid"}) {
    const std::string_view id = response.header(name);
    if (!id.empty()) return id;
  }
  return {};
}

}  // namespace

S3Connection::S3Connection(Env& env, S3Settings settings, std::unique_ptr<HttpClient> http)
    : env_(env), settings_(std::move(settings)), http_(std::move(http)), throttle_(kInFlight) {}

Status S3Connection::connect() {
  if (sender_ != nullptr) return ok_status();
  HttpOptions options;
  options.proxy = settings_.proxy;
  options.ca_bundle = settings_.ca_bundle;
  if (http_ == nullptr) http_ = make_http_client(options);
  auto source = aws::credential_source({env_, *http_, throttle_, stats_}, settings_.credentials);
  auto found = source->current();
  if (!found) {
    return std::move(found).error().with_context("the backend \"s3\" at s3://" + settings_.bucket +
                                                 " cannot be asked");
  }
  credentials_source_ = found->source;
  sender_ = std::make_unique<aws::Sender>(env_, *http_, throttle_, stats_, std::move(source),
                                          settings_.max_attempts);
  if (settings_.allowed_accounts.empty() && settings_.forbidden_accounts.empty())
    return ok_status();
  Status allowed = check_account();
  if (!allowed) sender_.reset();
  return allowed;
}

// STS GetCallerIdentity, which needs no permission.
Status S3Connection::check_account() {
  S3Call question;
  question.operation = "sts:GetCallerIdentity";
  question.signing_name = "sts";
  question.endpoint =
      aws::resolve_endpoint(env_, {"sts", "STS", settings_.region, &settings_.endpoints, "sts"});
  question.http.method = "POST";
  question.http.path = "/";
  question.http.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  question.http.body = "Action=GetCallerIdentity&Version=2011-06-15";
  ASSIGN_OR_RETURN(const S3Answer answer, call(question));
  if (!answer.code.empty()) return refusal(question, answer);
  pugi::xml_document document;
  document.load_buffer(answer.response.body.data(), answer.response.body.size());
  const std::string account = document.child("GetCallerIdentityResponse")
                                  .child("GetCallerIdentityResult")
                                  .child_value("Account");
  const auto lists = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), account) != list.end();
  };
  const bool refused = !settings_.allowed_accounts.empty() ? !lists(settings_.allowed_accounts)
                                                           : lists(settings_.forbidden_accounts);
  if (!refused) return ok_status();
  return make_error(ErrorCategory::PermissionDenied,
                    "the credentials (" + credentials_source_ + ") belong to the account " +
                        account + ", which the backend's " +
                        (settings_.allowed_accounts.empty() ? "forbidden_account_ids names"
                                                            : "allowed_account_ids does not name") +
                        ". Nothing was read or written");
}

Result<S3Answer> S3Connection::call(S3Call call) {
  RETURN_IF_ERROR(connect());
  aws::SendRequest request;
  request.operation = call.operation;
  request.signing_name = call.signing_name;
  request.endpoint = call.endpoint;
  request.http = call.http;
  const bool is_s3 = call.signing_name == "s3";
  request.signing.normalize_path = !is_s3;
  request.signing.encode_path_twice = !is_s3;
  request.signing.sign_content_hash = is_s3;
  // Each call either changes nothing, or is the same when done twice, or carries a condition whose
  // failure its caller can tell from success.
  request.repeatable = true;
  request.classify = classify;
  request.timeout = kOneAttempt;
  request.response_limit = kLargestAnswer;
  aws::SendOutcome outcome = sender_->send(request);
  if (!outcome.response) {
    return std::move(*outcome.failure).with_context(call.operation + " on " + call.resource);
  }
  S3Answer answer;
  answer.response = std::move(*outcome.response);
  answer.ambiguous = outcome.ambiguous;
  judge(answer.response, answer.code, answer.message);
  static constexpr std::array<std::string_view, 9> kForEverybody = {
      "ExpiredToken",
      "ExpiredTokenException",
      "InvalidAccessKeyId",
      "InvalidToken",
      "UnrecognizedClientException",
      "SignatureDoesNotMatch",
      "PermanentRedirect",
      "IllegalLocationConstraintException",
      "AuthorizationHeaderMalformed"};
  if (holds(kForEverybody, answer.code) || answer.response.status == 301)
    return refusal(call, answer);
  return answer;
}

Error S3Connection::refusal(const S3Call& call, const S3Answer& answer) const {
  const std::string& code = answer.code;
  std::string text = call.operation + " on " + call.resource + ": " + code;
  if (!answer.message.empty()) text += ": " + answer.message;
  const std::string_view id = request_id(answer.response);
  if (!id.empty()) text += " (request " + std::string(id) + ")";
  const std::string_view region = answer.response.header("x-amz-bucket-region");
  ErrorCategory category = ErrorCategory::Unknown;
  if (code == "NoSuchBucket") {
    category = ErrorCategory::NotFound;
    text = "there is no S3 bucket \"" + settings_.bucket + "\" (" + text +
           "). Correct `bucket` of the backend, or make the bucket first: a state is never made "
           "in a bucket of its own";
  } else if (answer.response.status == 301 || code == "PermanentRedirect" ||
             code == "IllegalLocationConstraintException" ||
             (code == "AuthorizationHeaderMalformed" && !region.empty())) {
    category = ErrorCategory::InvalidArgument;
    text = "the S3 bucket \"" + settings_.bucket + "\" is not in " + settings_.region +
           (region.empty() ? std::string() : ", but in " + std::string(region)) + " (" + text +
           "). Set `region` of the backend accordingly";
  } else if (code == "AccessDenied" || code == "AccessDeniedException" ||
             answer.response.status == 403) {
    category = ErrorCategory::PermissionDenied;
    if (code == "ExpiredToken" || code == "InvalidAccessKeyId" || code == "SignatureDoesNotMatch") {
      category = ErrorCategory::Unauthenticated;
      text += ". The credentials came from " + credentials_source_ + ": renew or correct them";
    } else {
      text += ". The credentials (" + credentials_source_ + ") need the permission " +
              call.operation + " on " + call.resource;
    }
  } else if (code == "ExpiredTokenException" || code == "UnrecognizedClientException" ||
             code == "ExpiredToken" || code == "InvalidToken") {
    category = ErrorCategory::Unauthenticated;
    text += ". The credentials came from " + credentials_source_ + ": renew or correct them";
  } else if (code == "ResourceNotFoundException") {
    category = ErrorCategory::NotFound;
    text = "there is no DynamoDB table \"" + settings_.dynamodb_table + "\" in " +
           settings_.region + " (" + text +
           "). Correct `dynamodb_table` of the backend, or make the table first, with the string "
           "key LockID";
  } else if (code == "PreconditionFailed" || code == "ConditionalCheckFailedException" ||
             code == "ConditionalRequestConflict") {
    category = ErrorCategory::Conflict;
  } else if (answer.response.status >= 500 || answer.response.status == 429) {
    category = ErrorCategory::Unavailable;
  }
  return make_error(category, text, code);
}

}  // namespace tenon
