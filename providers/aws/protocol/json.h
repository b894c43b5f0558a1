// AWS JSON 1.0 and 1.1.
#pragma once

#include "providers/aws/protocol/protocol.h"

namespace tenon::aws {

const Protocol& json_protocol();

// A value of `use` as JSON, shared with the REST protocols. Null where it is to be left out.
Result<Node> to_wire_json(const Member& use, const Node& value);
// And what an answer said.
Node from_wire_json(const Member& use, const Node& value);
// The error of a JSON body and its headers.
ApiError json_error(const HttpResponse& response);

}  // namespace tenon::aws
