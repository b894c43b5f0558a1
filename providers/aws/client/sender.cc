#include "providers/aws/client/sender.h"

#include <algorithm>
#include <array>

#include "schema/base/log.h"

namespace tenon::aws {

namespace {

constexpr std::int64_t kSkewWorthCorrecting = 240;  // seconds; AWS refuses beyond 300
constexpr std::chrono::milliseconds kLongestPause{20'000};

std::string host_of(std::string_view url) {
  const auto scheme = url.find("://");
  const auto begin = scheme == std::string_view::npos ? 0 : scheme + 3;
  const auto end = url.find('/', begin);
  std::string host(url.substr(begin, end == std::string_view::npos ? end : end - begin));
  // As the HTTP client writes it: without the scheme's own port.
  const bool tls = url.substr(0, 8) == "https://";
  const std::string usual = tls ? ":443" : ":80";
  if (host.size() > usual.size() && host.substr(host.size() - usual.size()) == usual)
    host.resize(host.size() - usual.size());
  return host;
}

// Path that an overriding endpoint may carry: "http://host/prefix".
std::string path_of(std::string_view url) {
  const auto scheme = url.find("://");
  const auto slash = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
  return slash == std::string_view::npos ? "" : std::string(url.substr(slash));
}

std::string origin_of(std::string_view url) {
  const std::string path = path_of(url);
  return std::string(url.substr(0, url.size() - path.size()));
}

}  // namespace

bool Sender::correct_clock(const HttpResponse& response) {
  const auto theirs = parse_http_date(response.header("date"));
  if (!theirs) return false;
  const auto ours =
      std::chrono::duration_cast<std::chrono::seconds>(env_.now().time_since_epoch()).count();
  const std::int64_t skew = *theirs - ours;
  if (std::abs(skew - skew_seconds_.load()) < kSkewWorthCorrecting) return false;
  skew_seconds_ = skew;
  return true;
}

SendOutcome Sender::once(const SendRequest& request, const FoundCredentials& credentials,
                         bool& throttled, Retry& retry) {
  SignableRequest signable = request.http;
  signable.path = path_of(request.endpoint.url) + request.http.path;
  signable.headers.emplace_back("Host", host_of(request.endpoint.url));
  if (!request.unsigned_request) {
    const auto now = env_.now() + std::chrono::seconds(skew_seconds_.load());
    sign(signable, credentials.credentials,
         {request.endpoint.signing_region, request.signing_name, amz_timestamp(now)},
         request.signing);
  }
  HttpRequest http;
  http.method = signable.method;
  http.url = origin_of(request.endpoint.url) + signable.path +
             (signable.query.empty() ? "" : "?" + signable.query);
  http.body = signable.body;
  http.timeout = request.timeout;
  http.response_limit = request.response_limit;
  for (auto& header : signable.headers) {
    if (header.first != "Host") http.headers.push_back(std::move(header));
  }
  {
    auto stats = stats_.lock();
    ++stats->calls[request.operation];
    stats->bytes_sent += http.body.size();
  }
  HttpOutcome answer;
  {
    Throttle::Place place(throttle_, credentials.credentials.access_key_id + "|" +
                                         request.endpoint.signing_region + "|" +
                                         request.signing_name);
    answer = http_.perform(http, request.cancelled);
    SendOutcome outcome;
    retry = Retry::No;
    if (answer.response) {
      const Classified classified = request.classify(*answer.response);
      outcome.is_error = classified.is_error;
      retry = classified.retry;
      throttled = retry == Retry::Throttling;
      if (throttled) place.complained();
      outcome.ambiguous = retry == Retry::Transient;
      stats_.lock()->bytes_received += answer.response->body.size();
      if (log_enabled(LogLevel::Debug))
        log(LogLevel::Debug, request.operation + " " + std::to_string(answer.response->status));
      outcome.response = std::move(answer.response);
    } else {
      outcome.failure = answer.failure->error;
      outcome.ambiguous = !answer.failure->certainly_not_sent;
      if (answer.failure->error.retryable)
        retry = outcome.ambiguous ? Retry::Transient : Retry::NotActed;
      outcome.failure->message = origin_of(request.endpoint.url) + ": " + outcome.failure->message;
    }
    return outcome;
  }
}

SendOutcome Sender::send(const SendRequest& request) {
  bool clock_corrected = false;
  bool renewed = false;
  bool may_have_acted = false;
  for (int attempt = 1;; ++attempt) {
    bool throttled = false;
    Retry retry = Retry::No;
    FoundCredentials credentials;
    if (!request.unsigned_request) {
      auto found = credentials_->current();
      if (!found) {
        // Nothing more was sent; what an earlier attempt may have done stays possible.
        SendOutcome outcome;
        outcome.failure = std::move(found).error();
        outcome.ambiguous = may_have_acted;
        return outcome;
      }
      credentials = *std::move(found);
    }
    SendOutcome outcome = once(request, credentials, throttled, retry);
    outcome.credentials = credentials.source;
    // What an earlier attempt may have done stays possible, whatever this one says.
    if (outcome.failure || outcome.is_error) {
      may_have_acted = may_have_acted || outcome.ambiguous;
      outcome.ambiguous = may_have_acted;
    }
    if (retry == Retry::ClockSkew) {
      if (clock_corrected || !outcome.response || !correct_clock(*outcome.response)) return outcome;
      clock_corrected = true;
      stats_.lock()->retries += 1;
      continue;
    }
    if (retry == Retry::Expired) {
      if (renewed || !credentials_->renewed(credentials.credentials)) return outcome;
      renewed = true;
      stats_.lock()->retries += 1;
      continue;
    }
    const bool again = retry == Retry::Throttling || retry == Retry::NotActed ||
                       (retry == Retry::Transient && request.repeatable);
    const int most = throttled ? max_attempts_ * 3 : max_attempts_;
    if (!again || attempt >= most) return outcome;
    // Full jitter: anything between nothing and the exponential step.
    const auto step =
        std::min(kLongestPause, std::chrono::milliseconds(100LL << std::min(attempt, 8)));
    std::array<std::uint8_t, 2> random{};
    env_.random_bytes(random);
    const auto pause = step * (random[0] * 256 + random[1]) / 65536;
    if (env_.monotonic() + pause > request.deadline) return outcome;
    stats_.lock()->retries += 1;
    if (!env_.sleep(pause, request.cancelled)) return outcome;
  }
}

}  // namespace tenon::aws
