// Sender: signs one request, sends it, and sends it again where that is safe. What the bytes mean
// is the protocol's business: it tells through `classify` what kind of error an answer is.
// The rule that keeps objects from being made twice: once the server may have acted, a request is
// repeated only if the caller said that it is `repeatable`; otherwise the answer is `ambiguous`,
// and recovery finds out what happened. Threads: any. Retries: standard mode of the AWS SDKs
// (exponential backoff, full jitter, at most 20 s), throttled ones up to three times as often.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "providers/aws/client/credentials.h"
#include "providers/aws/client/dates.h"
#include "providers/aws/client/endpoint.h"
#include "providers/aws/client/sigv4.h"
#include "providers/aws/client/throttle.h"
#include "providers/http/http_client.h"
#include "schema/base/env.h"
#include "schema/base/guarded.h"

namespace tenon::aws {

enum class Retry : std::uint8_t {
  No,
  Transient,   // the server may have acted (500, 502, 504)
  NotActed,    // it certainly did not (503 before the service, a conflict that passes)
  Throttling,  // nor here
  ClockSkew,   // our clock is wrong: sign again by the server's
  Expired,     // the credentials have run out: sign again with new ones, where there are any
};

struct Classified {
  bool is_error = false;
  Retry retry = Retry::No;
};

struct SendRequest {
  std::string operation;  // "ssm:PutParameter", for counting
  std::string signing_name;
  Endpoint endpoint;
  SignableRequest http;  // without Host; path below the endpoint
  SigningOptions signing;
  bool unsigned_request = false;
  bool repeatable = false;
  std::function<Classified(const HttpResponse&)> classify;
  std::function<bool()> cancelled;
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  // Of one attempt, for requests and answers that are larger than usual.
  std::chrono::milliseconds timeout{60'000};
  std::uint64_t response_limit = 64ull << 20;
};

struct SendOutcome {
  std::optional<HttpResponse> response;  // the last one; may be an error answer
  std::optional<Error> failure;          // no answer at all
  bool ambiguous = false;                // the server may have acted
  bool is_error = false;                 // of the response
  std::string credentials;               // where those that it was signed with came from
};

struct CallStats {
  std::map<std::string, std::uint64_t> calls;
  std::uint64_t retries = 0;
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
};

class Sender {
 public:
  Sender(Env& env, HttpClient& http, Throttle& throttle, Guarded<CallStats>& stats,
         std::shared_ptr<CredentialSource> credentials, int max_attempts)
      : env_(env),
        http_(http),
        throttle_(throttle),
        stats_(stats),
        credentials_(std::move(credentials)),
        max_attempts_(max_attempts) {}
  // With credentials that stay as they are.
  Sender(Env& env, HttpClient& http, Throttle& throttle, Guarded<CallStats>& stats,
         Credentials credentials, int max_attempts)
      : Sender(env, http, throttle, stats,
               std::make_shared<CredentialSource>(FoundCredentials{std::move(credentials), "", {}}),
               max_attempts) {}

  SendOutcome send(const SendRequest& request);

 private:
  SendOutcome once(const SendRequest& request, const FoundCredentials& credentials, bool& throttled,
                   Retry& retry);
  bool correct_clock(const HttpResponse& response);

  Env& env_;
  HttpClient& http_;
  Throttle& throttle_;
  Guarded<CallStats>& stats_;
  std::shared_ptr<CredentialSource> credentials_;
  int max_attempts_;
  std::atomic<std::int64_t> skew_seconds_{0};
};

}  // namespace tenon::aws
