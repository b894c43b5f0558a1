// Where a service is reached, and under which region's name its requests are signed. Plain pattern
// and a table of the global services: the published endpoint rules agree in every case that tenon's
// services need (docs/providers.md). Overrides come first: the provider block's `endpoints`,
// AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "schema/base/env.h"

namespace tenon::aws {

struct Partition {
  std::string_view name;        // "aws-cn"
  std::string_view dns_suffix;  // "amazonaws.com.cn"
  std::string_view reverse_dns;
  std::string_view global_region;  // that of services without a region
};
// By region: aws, aws-cn, aws-us-gov, aws-iso, aws-iso-b, aws-iso-e, aws-iso-f, aws-eusc.
const Partition& partition_of(std::string_view region);
// Whether the name is one that the partitions' patterns know.
bool is_known_region(std::string_view region);

struct Endpoint {
  std::string url;  // "https://ssm.eu-west-1.amazonaws.com", no trailing slash
  std::string signing_region;
  bool overridden = false;
};

struct EndpointQuestion {
  std::string_view endpoint_prefix;  // of the service model: "monitoring"
  std::string_view service_id;       // "CloudWatch": names the variable AWS_ENDPOINT_URL_CLOUDWATCH
  std::string_view region;
  // Of the provider block, by service package name ("cloudwatch") and that of its models.
  const std::map<std::string, std::string>* overrides = nullptr;
  std::string_view override_name;
};
Endpoint resolve_endpoint(Env& env, const EndpointQuestion& question);

}  // namespace tenon::aws
