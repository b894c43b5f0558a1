// Caller: one operation of a service, from a Node to a Node. Serialises, sends (with retries),
// reads the answer or the error. Threads: any.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "providers/aws/client/sender.h"
#include "providers/aws/model/service_model.h"
#include "providers/aws/protocol/protocol.h"
#include "providers/aws/protocol/s3_address.h"

namespace tenon::aws {

struct CallRequest {
  const ServiceModel* model = nullptr;
  std::string service;  // name for messages and counts: "ssm"
  const Operation* operation = nullptr;
  const Node* input = nullptr;
  Endpoint endpoint;
  bool repeatable = false;  // sending it twice does no harm
  std::string token;        // fills members that are idempotency tokens; makes it repeatable
  bool s3_path_style = false;
  BucketRegions* bucket_regions = nullptr;  // may be left out
  std::function<bool()> cancelled;
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
};

struct CallOutcome {
  Node output;
  std::optional<Error> error;  // a full sentence with operation, code and request id
  bool ambiguous = false;      // it failed, and may have taken effect all the same
  int status = 0;
  bool ok() const { return !error.has_value(); }
  const std::string& code() const {
    static const std::string kNone;
    return error ? error->code : kNone;
  }
};

CallOutcome call(Sender& sender, const CallRequest& request);

}  // namespace tenon::aws
