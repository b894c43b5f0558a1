#include "providers/aws/resource/read.h"

#include <gtest/gtest.h>

#include "tests/unit/aws_resource/aws_fixture.h"

namespace tenon::aws {
namespace {

TEST(NamesError, TakesACodeOrACodeAndPartOfItsMessage) {
  Error error = make_error(ErrorCategory::InvalidArgument, "iam: Invalid principal in policy");
  error.code = "MalformedPolicyDocument";
  EXPECT_TRUE(names_error({"MalformedPolicyDocument"}, error));
  EXPECT_TRUE(names_error({"Other", "MalformedPolicyDocument: Invalid principal"}, error));
  EXPECT_FALSE(names_error({"MalformedPolicyDocument: Syntax error"}, error));
  EXPECT_FALSE(names_error({"Malformed: Invalid principal"}, error));
  EXPECT_FALSE(names_error({}, error));
}

// One listing of the account, asked for by attachments and inline policies of two roles.
constexpr std::string_view kListing = R"(<GetAccountAuthorizationDetailsResponse>
<GetAccountAuthorizationDetailsResult><IsTruncated>false</IsTruncated><RoleDetailList>
<member><RoleName>a</RoleName>
  <RolePolicyList><member><PolicyName>p</PolicyName><PolicyDocument>%7B%22Statement%22%3A%5B%5D%7D</PolicyDocument></member></RolePolicyList>
  <AttachedManagedPolicies><member><PolicyArn>arn:x</PolicyArn></member><member><PolicyArn>arn:y</PolicyArn></member></AttachedManagedPolicies>
</member>
<member><RoleName>b</RoleName><RolePolicyList/><AttachedManagedPolicies/></member>
</RoleDetailList></GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>)";

TEST(AwsRead, ManyTypesTakeFromOneListing) {
  AwsFixture f;
  constexpr std::string_view kAttachment = "aws_iam_role_policy_attachment";
  constexpr std::string_view kPolicy = "aws_iam_role_policy";
  const auto request = [&](std::string_view type, std::string_view json) {
    return ReadRequest{Symbol(type), f.configured_.get(), "", f.object(type, json), {}};
  };
  const std::vector<ReadRequest> requests = {
      request(kAttachment, R"({"id": "1", "role": "a", "policy_arn": "arn:y"})"),
      request(kAttachment, R"({"id": "2", "role": "a", "policy_arn": "arn:z"})"),
      request(kPolicy, R"({"id": "a:p", "role": "a", "name": "p", "policy": ""})"),
      request(kPolicy, R"({"id": "b:p", "role": "b", "name": "p", "policy": ""})"),
      request(kPolicy, R"({"id": "c:p", "role": "c", "name": "p", "policy": ""})"),
  };
  f.cloud_->answers = {{200, std::string(kListing)}};
  const std::vector<ReadResult> results = f.provider_->read(requests, f.arena_);
  EXPECT_EQ(f.cloud_->bodies.size(), 1u);
  ASSERT_EQ(results.size(), requests.size());
  EXPECT_EQ(results[0].kind, ReadKind::Found);
  EXPECT_EQ(AwsFixture::at(results[0].value, "policy_arn").as_string(), "arn:y");
  EXPECT_EQ(results[1].kind, ReadKind::Absent);
  ASSERT_EQ(results[2].kind, ReadKind::Found);
  EXPECT_EQ(AwsFixture::at(results[2].value, "policy").as_string(), R"({"Statement":[]})");
  EXPECT_EQ(results[3].kind, ReadKind::Absent);
  EXPECT_EQ(results[4].kind, ReadKind::Absent);
}

TEST(AwsRead, AListingThatFailsLeavesEveryObjectUnchecked) {
  AwsFixture f;
  const auto request = [&](const char* id) {
    return ReadRequest{Symbol("aws_iam_group"),
                       f.configured_.get(),
                       "",
                       f.object("aws_iam_group", std::string(R"({"id": ")") + id + R"("})"),
                       {}};
  };
  const std::vector<ReadRequest> requests = {request("a"), request("b")};
  f.cloud_->answers = {{403,
                        "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></"
                        "Error></ErrorResponse>"}};
  for (const ReadResult& result : f.provider_->read(requests, f.arena_))
    EXPECT_EQ(result.kind, ReadKind::Unchecked);
}

constexpr std::string_view kListener = "aws_lb_listener";

ReadRequest listener(AwsFixture& f, const std::string& id) {
  return {Symbol(kListener),
          f.configured_.get(),
          "",
          f.object(kListener, R"({"id": ")" + id + R"(", "arn": ")" + id + R"("})"),
          {}};
}

TEST(AwsRead, OneThatIsGoneDoesNotHideTheOthersOfItsBatch) {
  AwsFixture f;
  const std::vector<ReadRequest> requests = {listener(f, "a"), listener(f, "b")};
  const std::string gone =
      "<ErrorResponse><Error><Code>ListenerNotFound</Code></Error></ErrorResponse>";
  const std::string found =
      "<DescribeListenersResponse><DescribeListenersResult><Listeners><member><ListenerArn>b"
      "</ListenerArn><Port>80</Port></member></Listeners></DescribeListenersResult>"
      "</DescribeListenersResponse>";
  const std::string attributes =
      "<R><DescribeListenerAttributesResult><Attributes/></DescribeListenerAttributesResult></R>";
  const std::string tags = "<R><DescribeTagsResult><TagDescriptions/></DescribeTagsResult></R>";
  f.cloud_->answers = {{400, gone}, {400, gone}, {200, found}, {200, attributes}, {200, tags}};
  const std::vector<ReadResult> results = f.provider_->read(requests, f.arena_);
  EXPECT_EQ(results[0].kind, ReadKind::Absent);
  ASSERT_EQ(results[1].kind, ReadKind::Found);
  EXPECT_EQ(AwsFixture::at(results[1].value, "port").as_int64(), 80);
}

TEST(AwsRead, WhatOneCallCannotAskForTogetherIsAskedApart) {
  AwsFixture f;
  constexpr std::string_view kService = "aws_ecs_service";
  const auto request = [&](const std::string& cluster, const std::string& name) {
    return ReadRequest{Symbol(kService),
                       f.configured_.get(),
                       "",
                       f.object(kService, R"({"id": "x", "cluster": ")" + cluster +
                                              R"(", "name": ")" + name + R"("})"),
                       {}};
  };
  const std::vector<ReadRequest> requests = {request("c", "a"), request("c", "b"),
                                             request("d", "a")};
  f.cloud_->answers = {{200, R"({"services": [{"serviceName": "a"}, {"serviceName": "b"}]})"},
                       {200, R"({"services": []})"}};
  const std::vector<ReadResult> results = f.provider_->read(requests, f.arena_);
  EXPECT_EQ(f.cloud_->bodies.size(), 2u);
  EXPECT_EQ(results[0].kind, ReadKind::Found);
  EXPECT_EQ(results[1].kind, ReadKind::Found);
  EXPECT_EQ(results[2].kind, ReadKind::Absent);
}

}  // namespace
}  // namespace tenon::aws
