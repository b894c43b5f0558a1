// Checksums of bodies that an operation demands: Content-MD5, or the algorithm that an input member
// names, CRC32 where it is silent. Sources: Smithy's httpChecksumRequired and AWS httpChecksum
// traits. Pure; any thread.
#pragma once

#include "providers/aws/client/sigv4.h"
#include "providers/aws/model/service_model.h"

namespace tenon::aws {

// Nothing is added where the operation demands none, or where the request has one.
Status add_checksum(const Operation& operation, const Node& input, SignableRequest& request);

}  // namespace tenon::aws
