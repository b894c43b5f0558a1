#include <gtest/gtest.h>

#include <algorithm>

#include "providers/aws/resource/read.h"
#include "tests/unit/aws_resource/aws_fixture.h"

namespace tenon::aws {
namespace {

constexpr std::string_view kGroup = "aws_cloudwatch_log_group";

// Five log groups of the state, read together; each has the name and ARN of its number.
struct Refresh {
  AwsFixture f;
  std::vector<ReadRequest> requests;

  Refresh() {
    for (int i = 0; i < 5; ++i) {
      const std::string n = std::to_string(i);
      ReadRequest request;
      request.type = Symbol(kGroup);
      request.configured = f.configured_.get();
      request.prior = f.object(kGroup, R"({"id": "g)" + n + R"(", "name": "g)" + n +
                                           R"(", "arn": "arn:g)" + n + R"("})");
      requests.push_back(request);
    }
    f.cloud_->answers = {{200, R"({"logGroups": [
        {"logGroupName": "g0", "arn": "arn:g0:*", "logGroupArn": "arn:g0"},
        {"logGroupName": "g1", "arn": "arn:g1:*", "logGroupArn": "arn:g1"},
        {"logGroupName": "g2", "arn": "arn:g2:*", "logGroupArn": "arn:g2"},
        {"logGroupName": "g3", "arn": "arn:g3:*", "logGroupArn": "arn:g3"}]})"}};
  }
  std::vector<ReadResult> run() { return f.provider_->read(requests, f.arena_); }
  static std::size_t tags_of(const ReadResult& result) {
    const Value tags = AwsFixture::at(result.value, "tags_all");
    return tags.is_null() ? 0 : tags.entries().size();
  }
};

TEST(AwsTagging, TagsOfManyAreOneCall) {
  Refresh refresh;
  refresh.f.cloud_->answers.push_back({200, R"({"ResourceTagMappingList": [
      {"ResourceARN": "arn:g1", "Tags": [{"Key": "A", "Value": "b"}, {"Key": "Owner", "Value": "team"}]}]})"});
  const std::vector<ReadResult> results = refresh.run();
  EXPECT_EQ(refresh.f.cloud_->calls,
            (std::vector<std::string>{"DescribeLogGroups", "GetResources"}));
  EXPECT_NE(refresh.f.cloud_->bodies[1].find(R"("arn:g3")"), std::string::npos);
  EXPECT_EQ(Refresh::tags_of(results[0]), 0u) << "what has no tags is not in the answer";
  EXPECT_EQ(Refresh::tags_of(results[1]), 2u);
  EXPECT_EQ(results[4].kind, ReadKind::Absent) << "a list leaves out what is gone";
}

TEST(AwsTagging, TagsAreAskedOneByOneWhereTheTaggingServiceRefuses) {
  Refresh refresh;
  refresh.f.cloud_->answers.push_back({400, R"({"__type": "AccessDeniedException"})"});
  for (int i = 0; i < 4; ++i) refresh.f.cloud_->answers.push_back({200, R"({"tags": {"A": "b"}})"});
  const std::vector<ReadResult> results = refresh.run();
  const auto& calls = refresh.f.cloud_->calls;
  EXPECT_EQ(std::count(calls.begin(), calls.end(), "ListTagsForResource"), 4);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(Refresh::tags_of(results[i]), 1u);
}

TEST(AwsShared, AQueueAndItsPolicyAreOneCall) {
  AwsFixture f;
  const auto request = [&](std::string_view type, std::string_view json) {
    return ReadRequest{Symbol(type), f.configured_.get(), "", f.object(type, json), {}};
  };
  constexpr std::string_view kId = R"({"id": "https://q/1", "queue_url": "https://q/1"})";
  const std::vector<ReadRequest> requests = {
      request("aws_sqs_queue", R"({"id": "https://q/1", "name": "q"})"),
      request("aws_sqs_queue_policy", kId)};
  f.cloud_->answers = {{200, R"({"Attributes": {"QueueArn": "arn:aws:sqs:eu-west-1:1:q",
      "Policy": "{}", "VisibilityTimeout": "30"}})"}};
  const std::vector<ReadResult> results = f.provider_->read(requests, f.arena_);
  const auto& calls = f.cloud_->calls;
  EXPECT_EQ(std::count(calls.begin(), calls.end(), "GetQueueAttributes"), 1);
  EXPECT_EQ(results[0].kind, ReadKind::Found);
  EXPECT_EQ(results[1].kind, ReadKind::Found);
}

}  // namespace
}  // namespace tenon::aws
