// AWS query: a form in the request, XML in the answer.
#pragma once

#include "providers/aws/protocol/protocol.h"

namespace tenon::aws {

const Protocol& query_protocol();

}  // namespace tenon::aws
