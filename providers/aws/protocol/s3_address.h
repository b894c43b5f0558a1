// Where a bucket is reached: by a host name of its own, or below the endpoint's path; and in which
// region, which S3 tells to those who ask elsewhere.
// Source: Amazon S3 User Guide, "Virtual hosting of buckets", "Request redirection and the REST
// API".
#pragma once

#include <map>
#include <optional>
#include <string>

#include "providers/aws/client/endpoint.h"
#include "providers/aws/client/sigv4.h"
#include "providers/aws/model/service_model.h"
#include "providers/http/http_client.h"
#include "schema/base/guarded.h"

namespace tenon::aws {

// Regions of buckets that turned out to be elsewhere. Threads: any.
using BucketRegions = Guarded<std::map<std::string, std::string>>;

// The bucket of a call, "" where it has none.
std::string bucket_of(const ServiceModel& model, const Operation& operation, const Node& input);

// Moves the bucket from the path to the host, unless `path_style` is wanted, the endpoint is an IP
// address, or the name would not fit under its certificate.
Status address_bucket(const std::string& bucket, bool path_style, Endpoint& endpoint,
                      SignableRequest& request);

// The region that an answer sends us to; nothing where it does not.
std::optional<std::string> redirected_region(const HttpResponse& response,
                                             const std::string& signing_region);
// The same endpoint in another region; one that somebody set stays, and is signed for anew.
void move_endpoint(Endpoint& endpoint, const std::string& region);

}  // namespace tenon::aws
