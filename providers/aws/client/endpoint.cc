#include "providers/aws/client/endpoint.h"

#include <array>
#include <cctype>

namespace tenon::aws {

namespace {

constexpr std::array<Partition, 8> kPartitions = {{
    {"aws", "amazonaws.com", "com.amazonaws", "us-east-1"},
    {"aws-cn", "amazonaws.com.cn", "cn.com.amazonaws", "cn-northwest-1"},
    {"aws-us-gov", "amazonaws.com", "com.amazonaws", "us-gov-west-1"},
    {"aws-iso", "c2s.ic.gov", "gov.ic.c2s", "us-iso-east-1"},
    {"aws-iso-b", "sc2s.sgov.gov", "gov.sgov.sc2s", "us-isob-east-1"},
    {"aws-iso-e", "cloud.adc-e.uk", "uk.adc-e.cloud", "eu-isoe-west-1"},
    {"aws-iso-f", "csp.hci.ic.gov", "gov.ic.hci.csp", "us-isof-south-1"},
    {"aws-eusc", "amazonaws.eu", "eu.amazonaws", "eusc-de-east-1"},
}};

bool starts(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

// Services with one endpoint for the whole partition.
std::optional<Endpoint> global_endpoint(std::string_view prefix, std::string_view region) {
  const Partition& partition = partition_of(region);
  const std::string suffix(partition.dns_suffix);
  const std::string global(partition.global_region);
  const std::string name(prefix);
  const auto at = [&](const std::string& host, const std::string& signing) {
    return Endpoint{"https://" + host + "." + suffix, signing, false};
  };
  const bool china = partition.name == "aws-cn";
  const bool government = partition.name == "aws-us-gov";
  if (prefix == "iam") {
    if (partition.name == "aws") return at("iam", global);
    if (china) return at("iam.cn-north-1", "cn-north-1");
    if (government) return at("iam.us-gov", global);
  }
  if (prefix == "route53") return at(government ? "route53.us-gov" : "route53", global);
  if (prefix == "cloudfront") return at(china ? "cloudfront." + global : "cloudfront", global);
  if (prefix == "organizations") return at("organizations." + global, global);
  if (prefix == "ce" && partition.name == "aws") return at("ce.us-east-1", global);
  if (prefix == "budgets" && partition.name != "aws-eusc") {
    const bool old = partition.name == "aws" || china || government || partition.name == "aws-iso";
    return at(old ? "budgets" : "budgets.global", global);
  }
  if (partition.name == "aws-eusc" && (prefix == "budgets" || prefix == "ce"))
    return Endpoint{"https://" + name + "." + global + ".api.amazonwebservices.eu", global, false};
  return std::nullopt;
}

std::string variable_suffix(std::string_view service_id) {
  std::string name;
  for (const char c : service_id) {
    const auto byte = static_cast<unsigned char>(c);
    name += std::isalnum(byte) != 0 ? static_cast<char>(std::toupper(byte)) : '_';
  }
  return name;
}

std::string without_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

}  // namespace

const Partition& partition_of(std::string_view region) {
  if (starts(region, "cn-")) return kPartitions[1];
  if (starts(region, "us-gov-")) return kPartitions[2];
  if (starts(region, "us-isob-")) return kPartitions[4];
  if (starts(region, "eu-isoe-")) return kPartitions[5];
  if (starts(region, "us-isof-")) return kPartitions[6];
  if (starts(region, "eusc-")) return kPartitions[7];
  if (starts(region, "us-iso-")) return kPartitions[3];
  return kPartitions[0];
}

bool is_known_region(std::string_view region) {
  // "eu-west-1", "us-gov-east-1": words, then a number.
  const auto dash = region.rfind('-');
  if (dash == std::string_view::npos || dash + 1 == region.size()) return false;
  for (const char c : region.substr(dash + 1)) {
    if (c < '0' || c > '9') return false;
  }
  for (const char c : region.substr(0, dash)) {
    if ((c < 'a' || c > 'z') && c != '-') return false;
  }
  static constexpr std::array<std::string_view, 11> kFirst = {
      "us-", "eu-", "ap-", "sa-", "ca-", "me-", "af-", "il-", "mx-", "cn-", "eusc-"};
  for (const std::string_view first : kFirst) {
    if (starts(region, first)) return true;
  }
  return false;
}

Endpoint resolve_endpoint(Env& env, const EndpointQuestion& question) {
  const Partition& partition = partition_of(question.region);
  Endpoint endpoint;
  if (auto global = global_endpoint(question.endpoint_prefix, question.region)) {
    endpoint = *global;
  } else {
    endpoint.url = "https://" + std::string(question.endpoint_prefix) + "." +
                   std::string(question.region) + "." + std::string(partition.dns_suffix);
    endpoint.signing_region = std::string(question.region);
  }
  std::string url;
  if (question.overrides != nullptr) {
    const auto found = question.overrides->find(std::string(question.override_name));
    if (found != question.overrides->end()) url = found->second;
  }
  if (url.empty() && env.variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS").value_or("") != "true") {
    url = env.variable("AWS_ENDPOINT_URL_" + variable_suffix(question.service_id)).value_or("");
    if (url.empty()) url = env.variable("AWS_ENDPOINT_URL").value_or("");
  }
  if (!url.empty()) {
    endpoint.url = without_slash(url);
    endpoint.overridden = true;
  }
  return endpoint;
}

}  // namespace tenon::aws
