// Protocols: between a Node and the bytes of a request or an answer, guided by the shapes of a
// service model. In a Node, a timestamp is an ISO 8601 string in UTC and a blob is base64, whatever
// the wire has. Sources: Smithy's AWS JSON 1.0/1.1 and AWS query and EC2 query protocol
// specifications; botocore's protocol cases. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "providers/aws/client/sender.h"
#include "providers/aws/model/service_model.h"
#include "providers/http/http_client.h"
#include "schema/base/result.h"

namespace tenon::aws {

// What a service said went wrong.
struct ApiError {
  std::string code;  // "ParameterNotFound"; "HTML page", "HTTP 503" where the answer has none
  std::string message;
  std::string request_id;
  int status = 0;
  Retry retry = Retry::No;
  Node details;  // further members, as the wire has them
};

class Protocol {
 public:
  virtual ~Protocol() = default;
  // Input members that are null are left out. An Error names the member that does not fit its
  // shape.
  virtual Result<SignableRequest> serialize(const ServiceModel& model, const Operation& operation,
                                            const Node& input) const = 0;
  virtual Result<Node> parse(const ServiceModel& model, const Operation& operation,
                             const HttpResponse& response) const = 0;
  // The code, message and details; what they mean for a retry is classify()'s.
  virtual ApiError parse_error(const ServiceModel& model, const HttpResponse& response) const = 0;
};

// "json", "query", "ec2", "rest-json", "rest-xml"; nullptr for one that is not spoken yet.
const Protocol* find_protocol(std::string_view name);

// The error of an answer with status 300 or more, with its retry. At an overridden endpoint a 5xx
// HTML page is a test server that does not have the operation: final.
ApiError error_of(const Protocol& protocol, const ServiceModel& model, const Operation& operation,
                  const HttpResponse& response, bool overridden_endpoint);

}  // namespace tenon::aws
