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

std::string amz_timestamp(std::chrono::system_clock::time_point time) {
  std::string text;
  for (const char c : format_utc(time)) {
    if (c != '-' && c != ':') text += c;
  }
  return text;
}

std::optional<std::int64_t> parse_http_date(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  // "Sat, 21 Nov 2026 02:40:18 GMT"
  if (text.size() < 25 || text[3] != ',') return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t digits) -> std::int64_t {
    std::int64_t value = 0;
    for (std::size_t i = at; i < at + digits; ++i) {
      if (text[i] < '0' || text[i] > '9') return -1;
      value = value * 10 + (text[i] - '0');
    }
    return value;
  };
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const std::int64_t day = number(5, 2);
  const std::int64_t year = number(12, 4);
  const std::int64_t hour = number(17, 2);
  const std::int64_t minute = number(20, 2);
  const std::int64_t second = number(23, 2);
  if (month == kMonths.end() || day < 1 || day > 31 || year < 0 || hour < 0 || hour > 23 ||
      minute < 0 || minute > 59 || second < 0 || second > 60)
    return std::nullopt;
  // Days since 1970 of a civil date (Howard Hinnant, "chrono-compatible low-level date
  // algorithms").
  const std::int64_t m = month - kMonths.begin() + 1;
  const std::int64_t y = year - (m <= 2 ? 1 : 0);
  const std::int64_t era = y / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  const std::int64_t days = era * 146097 + day_of_era - 719468;
  return days * 86400 + hour * 3600 + minute * 60 + second;
}

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

SendOutcome Sender::once(const SendRequest& request, bool& throttled, Retry& retry) {
  SignableRequest signable = request.http;
  signable.path = path_of(request.endpoint.url) + request.http.path;
  signable.headers.emplace_back("Host", host_of(request.endpoint.url));
  if (!request.unsigned_request) {
    const auto now = env_.now() + std::chrono::seconds(skew_seconds_.load());
    sign(signable, credentials_,
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
    Throttle::Place place(throttle_, credentials_.access_key_id + "|" +
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
  bool may_have_acted = false;
  for (int attempt = 1;; ++attempt) {
    bool throttled = false;
    Retry retry = Retry::No;
    SendOutcome outcome = once(request, throttled, retry);
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
