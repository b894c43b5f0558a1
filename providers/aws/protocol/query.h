// AWS query: a form in the request, XML in the answer; and EC2's dialect of it.
#pragma once

#include "providers/aws/protocol/protocol.h"

namespace tenon::aws {

const Protocol& query_protocol();
const Protocol& ec2_protocol();

}  // namespace tenon::aws
