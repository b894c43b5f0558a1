// Route 53 gives identifiers with a path ("/hostedzone/Z1PA6795UKMFR9") and takes them with and
// without; here they are without, both ways. Pure; any thread.
#pragma once

#include "providers/aws/model/service_model.h"

namespace tenon::aws {

// In a value of that shape, at any depth.
void shorten_route53_ids(const Shape& shape, Node& value);

}  // namespace tenon::aws
