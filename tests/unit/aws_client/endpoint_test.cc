#include "providers/aws/client/endpoint.h"

#include <gtest/gtest.h>

#include "tests/unit/aws_client/fakes.h"

namespace tenon::aws {
namespace {

EndpointQuestion question(std::string_view prefix, std::string_view id, std::string_view region) {
  EndpointQuestion result;
  result.endpoint_prefix = prefix;
  result.service_id = id;
  result.region = region;
  return result;
}

TEST(Endpoint, IsMadeOfPrefixRegionAndPartition) {
  FakeEnv env;
  const Endpoint plain = resolve_endpoint(env, question("monitoring", "CloudWatch", "eu-west-1"));
  EXPECT_EQ(plain.url, "https://monitoring.eu-west-1.amazonaws.com");
  EXPECT_EQ(plain.signing_region, "eu-west-1");
  EXPECT_FALSE(plain.overridden);
  EXPECT_EQ(resolve_endpoint(env, question("ssm", "SSM", "cn-north-1")).url,
            "https://ssm.cn-north-1.amazonaws.com.cn");
  EXPECT_EQ(resolve_endpoint(env, question("ssm", "SSM", "us-gov-west-1")).url,
            "https://ssm.us-gov-west-1.amazonaws.com");
}

TEST(Endpoint, OfAGlobalServiceIsSignedForItsOwnRegion) {
  FakeEnv env;
  const Endpoint iam = resolve_endpoint(env, question("iam", "IAM", "eu-west-1"));
  EXPECT_EQ(iam.url, "https://iam.amazonaws.com");
  EXPECT_EQ(iam.signing_region, "us-east-1");
  const Endpoint china = resolve_endpoint(env, question("iam", "IAM", "cn-northwest-1"));
  EXPECT_EQ(china.url, "https://iam.cn-north-1.amazonaws.com.cn");
  EXPECT_EQ(china.signing_region, "cn-north-1");
}

TEST(Endpoint, IsOverriddenBlockFirstThenServiceThenAll) {
  FakeEnv env;
  EndpointQuestion asked = question("monitoring", "CloudWatch Logs", "eu-west-1");
  env.settings["AWS_ENDPOINT_URL"] = "http://all:1/";
  const Endpoint all = resolve_endpoint(env, asked);
  EXPECT_EQ(all.url, "http://all:1");
  EXPECT_TRUE(all.overridden);
  EXPECT_EQ(all.signing_region, "eu-west-1");

  env.settings["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS"] = "http://one:2/path/";
  EXPECT_EQ(resolve_endpoint(env, asked).url, "http://one:2/path");

  const std::map<std::string, std::string> block{{"logs", "http://block:3"}};
  asked.overrides = &block;
  asked.override_name = "logs";
  EXPECT_EQ(resolve_endpoint(env, asked).url, "http://block:3");
  asked.override_name = "sns";
  EXPECT_EQ(resolve_endpoint(env, asked).url, "http://one:2/path");

  env.settings["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true";
  EXPECT_FALSE(resolve_endpoint(env, asked).overridden);
}

TEST(Endpoint, OfAGlobalServiceKeepsItsSigningRegionWhereOverridden) {
  FakeEnv env;
  env.settings["AWS_ENDPOINT_URL"] = "http://127.0.0.1:5000";
  EXPECT_EQ(resolve_endpoint(env, question("iam", "IAM", "eu-west-1")).signing_region, "us-east-1");
}

TEST(Partition, IsThatOfTheRegion) {
  EXPECT_EQ(partition_of("eu-west-1").name, "aws");
  EXPECT_EQ(partition_of("cn-north-1").name, "aws-cn");
  EXPECT_EQ(partition_of("us-gov-east-1").name, "aws-us-gov");
  EXPECT_EQ(partition_of("us-iso-east-1").name, "aws-iso");
  EXPECT_EQ(partition_of("us-isob-east-1").name, "aws-iso-b");
}

TEST(Region, IsKnownByItsPattern) {
  for (const char* known : {"us-east-1", "ap-southeast-4", "us-gov-west-1", "il-central-1"})
    EXPECT_TRUE(is_known_region(known)) << known;
  for (const char* unknown : {"", "us", "us-east", "useast-1", "US-EAST-1", "us-east-1a", "moon-1",
                              "us-east-", "us-east-1 "})
    EXPECT_FALSE(is_known_region(unknown)) << unknown;
}

}  // namespace
}  // namespace tenon::aws
