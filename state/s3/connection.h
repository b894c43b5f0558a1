// Connection: what the requests of one backend "s3" share: HTTP connections, credentials (found
// when the first request needs them), retries, and how an answer is judged. Owner: the place; its
// blobs share it. Threads: one at a time. Errors: the service's own code and message with the
// request's id, and for AccessDenied the permission that is missing.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "providers/aws/client/sender.h"
#include "providers/aws/client/throttle.h"
#include "providers/http/http_client.h"
#include "schema/base/env.h"
#include "schema/base/guarded.h"
#include "state/s3/settings.h"

namespace tenon {

struct S3Call {
  std::string operation;  // "s3:GetObject": also the permission that it needs
  std::string resource;   // ARN, for the message of a refusal
  aws::Endpoint endpoint;
  aws::SignableRequest http;
  std::string signing_name = "s3";
};

struct S3Answer {
  HttpResponse response;
  // An earlier attempt of the same call may have been carried out, though its answer was lost.
  bool ambiguous = false;
  std::string code;  // of an error answer: "NoSuchKey"; "" where it is none
  std::string message;
};

class S3Connection {
 public:
  // `http`: null for the network itself; tests answer by themselves.
  S3Connection(Env& env, S3Settings settings, std::unique_ptr<HttpClient> http = nullptr);

  // Any answer of the service, errors too; an Error where there was none, or it was a refusal for
  // everybody alike (no credentials, expired, the wrong region).
  Result<S3Answer> call(S3Call call);
  // The Error for an answer that the caller cannot use.
  Error refusal(const S3Call& call, const S3Answer& answer) const;

  Env& env() { return env_; }
  const S3Settings& settings() const { return settings_; }

 private:
  Status connect();
  Status check_account();

  Env& env_;
  const S3Settings settings_;
  std::unique_ptr<HttpClient> http_;
  aws::Throttle throttle_;
  Guarded<aws::CallStats> stats_;
  std::string credentials_source_;
  std::unique_ptr<aws::Sender> sender_;
};

}  // namespace tenon
