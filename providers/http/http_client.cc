#include "providers/http/http_client.h"

#include <curl/curl.h>

#include <algorithm>

#include "schema/base/guarded.h"
#include "schema/base/text.h"

namespace tenon {

std::string_view HttpResponse::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

namespace {

static_assert(LIBCURL_VERSION_NUM >= 0x075000, "the prerequest callback came with libcurl 7.80");

constexpr long kLowerBits = 0x20;
// Seconds after which an idle connection is not used again: servers close theirs, and a request
// that crosses with the closing is lost without anybody knowing whether it was done.
constexpr long kLongestIdle = 15;

struct Transfer {
  HttpResponse response;
  std::uint64_t limit = 0;
  bool too_large = false;
  bool begun = false;        // the request was given to a connection
  bool begun_again = false;  // and would have been given to a second one
  const std::function<bool()>* cancelled = nullptr;
};

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::size_t bytes = size * count;
  if (transfer.response.body.size() + bytes > transfer.limit) {
    transfer.too_large = true;
    return 0;
  }
  transfer.response.body.append(data, bytes);
  return bytes;
}

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::string_view line(data, size * count);
  if (line.substr(0, 5) == "HTTP/") {
    transfer.response.headers.clear();  // of a "100 Continue" before the answer
    return line.size();
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return line.size();
  std::string name(line.substr(0, colon));
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | kLowerBits);
  }
  transfer.response.headers.emplace_back(std::move(name),
                                         std::string(trim(line.substr(colon + 1))));
  return line.size();
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& transfer = *static_cast<Transfer*>(user);
  return transfer.cancelled != nullptr && *transfer.cancelled && (*transfer.cancelled)() ? 1 : 0;
}

// libcurl by itself sends a request again when a connection that was kept is closed before an
// answer came. The server may have acted by then: whether to repeat is the caller's to decide.
int on_request(void* user, char*, char*, int, int) {
  auto& transfer = *static_cast<Transfer*>(user);
  if (!transfer.begun) {
    transfer.begun = true;
    return CURL_PREREQFUNC_OK;
  }
  transfer.begun_again = true;
  return CURL_PREREQFUNC_ABORT;
}

// Before a byte of a request was written, whatever failed, no server can have acted. What libcurl
// says last proves nothing: "cannot connect" may be about its second try.
bool certainly_not_sent(CURL* handle, const Transfer& transfer) {
  long sent = 0;
  curl_easy_getinfo(handle, CURLINFO_REQUEST_SIZE, &sent);
  return !transfer.begun || sent == 0;
}

HttpFailure failure_of(CURLcode code, CURL* handle, const Transfer& transfer,
                       const HttpRequest& request, const std::string& message) {
  const bool cancelled = code == CURLE_ABORTED_BY_CALLBACK && !transfer.begun_again;
  HttpFailure failure;
  failure.certainly_not_sent = certainly_not_sent(handle, transfer);
  failure.error.category = cancelled ? ErrorCategory::Cancelled : ErrorCategory::Unavailable;
  failure.error.code = "curl " + std::to_string(static_cast<int>(code));
  if (transfer.too_large) {
    failure.error.message =
        "the answer is larger than " + std::to_string(request.response_limit) + " bytes";
  } else if (transfer.begun_again) {
    failure.error.message = "the server closed the connection without an answer";
  } else if (cancelled) {
    failure.error.message = "cancelled";
  } else {
    failure.error.message = message.empty() ? curl_easy_strerror(code) : message;
  }
  failure.error.retryable = !cancelled && !transfer.too_large &&
                            code != CURLE_PEER_FAILED_VERIFICATION && code != CURLE_URL_MALFORMAT &&
                            code != CURLE_UNSUPPORTED_PROTOCOL;
  return failure;
}

class CurlClient final : public HttpClient {
 public:
  explicit CurlClient(HttpOptions options) : options_(std::move(options)) {
    static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    CHECK(initialised == CURLE_OK);
  }
  ~CurlClient() override {
    for (CURL* handle : *idle_.lock()) curl_easy_cleanup(handle);
  }

  HttpOutcome perform(const HttpRequest& request, const std::function<bool()>& cancelled) override {
    CURL* handle = take();
    Transfer transfer;
    transfer.limit = request.response_limit;
    transfer.cancelled = &cancelled;
    char message[CURL_ERROR_SIZE] = "";
    curl_slist* headers = nullptr;
    for (const auto& [name, value] : request.headers) {
      const std::string line = value.empty() ? name + ";" : name + ": " + value;
      headers = curl_slist_append(headers, line.c_str());
    }
    headers = curl_slist_append(headers, "Expect:");  // no wait for "100 Continue"
    const auto set = [handle](CURLoption option, auto value) {
      curl_easy_setopt(handle, option, value);
    };
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    if (request.method == "HEAD") set(CURLOPT_NOBODY, 1L);
    if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      set(CURLOPT_POSTFIELDS, request.body.c_str());
    }
    set(CURLOPT_HTTPHEADER, headers);
    set(CURLOPT_ERRORBUFFER, static_cast<char*>(message));
    set(CURLOPT_WRITEFUNCTION, on_body);
    set(CURLOPT_WRITEDATA, &transfer);
    set(CURLOPT_HEADERFUNCTION, on_header);
    set(CURLOPT_HEADERDATA, &transfer);
    set(CURLOPT_XFERINFOFUNCTION, on_progress);
    set(CURLOPT_XFERINFODATA, &transfer);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_PREREQFUNCTION, on_request);
    set(CURLOPT_PREREQDATA, &transfer);
    set(CURLOPT_MAXAGE_CONN, kLongestIdle);
    // A handle serves one request at a time, and a refused stream of HTTP/2 would be sent again.
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_ACCEPT_ENCODING, "");
    set(CURLOPT_PATH_AS_IS, 1L);  // the path is signed as it stands
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
    set(CURLOPT_USERAGENT, options_.user_agent.c_str());
#if LIBCURL_VERSION_NUM >= 0x075500
    set(CURLOPT_PROTOCOLS_STR, "http,https");
#else
    set(CURLOPT_PROTOCOLS, static_cast<long>(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    if (!options_.proxy.empty()) set(CURLOPT_PROXY, options_.proxy.c_str());
    if (!options_.ca_bundle.empty()) set(CURLOPT_CAINFO, options_.ca_bundle.c_str());

    const CURLcode code = curl_easy_perform(handle);
    HttpOutcome outcome;
    if (code == CURLE_OK) {
      long status = 0;
      curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
      transfer.response.status = static_cast<int>(status);
      outcome.response = std::move(transfer.response);
    } else {
      outcome.failure = failure_of(code, handle, transfer, request, message);
    }
    curl_slist_free_all(headers);
    give_back(handle);
    return outcome;
  }

 private:
  // A handle keeps its connections: one that was used last is the likeliest to be warm.
  CURL* take() {
    auto idle = idle_.lock();
    if (idle->empty()) {
      CURL* handle = curl_easy_init();
      CHECK(handle != nullptr);
      return handle;
    }
    CURL* handle = idle->back();
    idle->pop_back();
    return handle;
  }
  void give_back(CURL* handle) {
    curl_easy_reset(handle);
    idle_.lock()->push_back(handle);
  }

  HttpOptions options_;
  Guarded<std::vector<CURL*>> idle_;
};

}  // namespace

std::unique_ptr<HttpClient> make_http_client(const HttpOptions& options) {
  return std::make_unique<CurlClient>(options);
}

}  // namespace tenon
