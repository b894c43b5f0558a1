// HttpClient: one HTTP request and its answer. The only user of libcurl. Connections are kept and
// used again; TLS certificates are always verified. An answer of any status is an answer; an Error
// means that none came, and HttpFailure says whether the server may have acted all the same.
// Nothing is ever sent twice by itself. Threads: perform() may be called from any number of
// threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/base/result.h"

namespace tenon {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method = "GET";
  std::string url;      // absolute, already escaped
  HttpHeaders headers;  // Host is made from the URL
  std::string body;
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds timeout{60'000};
  std::uint64_t response_limit = 64ull << 20;  // bytes
};

struct HttpResponse {
  int status = 0;
  HttpHeaders headers;  // names in lower case
  std::string body;

  // The first header of that name (lower case), or "".
  std::string_view header(std::string_view name) const;
};

struct HttpFailure {
  Error error;
  // Nothing was sent that a server could have acted upon: no address, no connection, no TLS.
  bool certainly_not_sent = false;
};

// Exactly one of the two is set.
struct HttpOutcome {
  std::optional<HttpResponse> response;
  std::optional<HttpFailure> failure;
};

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  // `cancelled` (may be empty) is asked every so often; then the failure's category is Cancelled.
  virtual HttpOutcome perform(const HttpRequest& request,
                              const std::function<bool()>& cancelled = {}) = 0;
};

struct HttpOptions {
  std::string user_agent = "tenon";
  std::string proxy;      // "" = as the environment says
  std::string ca_bundle;  // "" = the system's
};

std::unique_ptr<HttpClient> make_http_client(const HttpOptions& options = {});

}  // namespace tenon
