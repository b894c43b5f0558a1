#include "providers/aws/resource/operate.h"

#include <gtest/gtest.h>

#include "tests/unit/aws_resource/aws_fixture.h"

namespace tenon::aws {
namespace {

constexpr std::string_view kKey = "aws_kms_key";
constexpr std::string_view kMade =
    R"({"KeyMetadata": {"KeyId": "k1", "Arn": "arn:k1", "Enabled": true, "Description": "d"}})";

struct Create {
  AwsFixture f;
  OperationRequest request;
  OperationContext context;
  std::vector<std::string> progress;

  explicit Create(std::string_view json = R"({"description": "d"})") {
    request.kind = OperationKind::Create;
    request.type = Symbol(kKey);
    request.configured = f.configured_.get();
    request.schema = &f.schema(kKey);
    request.prior = f.none(kKey);
    request.config = f.object(kKey, json);
    request.planned = f.plan(kKey, request.prior, request.config).planned;
    request.arena = &f.arena_;
    context.token = "token";
    context.intent = "intent-1";
    context.deadline = std::chrono::steady_clock::time_point::max();
    context.progress = [this](const Value&, std::string_view identity) {
      progress.emplace_back(identity);
      calls_before_progress = f.cloud_->calls.size();
      return ok_status();
    };
  }
  std::size_t calls_before_progress = 0;
  OperationResult run() { return f.provider_->operate(request, context); }
};

TEST(AwsOperate, CarriesItsIntentUntilTheIdentityIsDurable) {
  Create create;
  create.f.cloud_->answers = {{200, std::string(kMade)}};
  create.run();
  ASSERT_GE(create.f.cloud_->calls.size(), 2u);
  EXPECT_EQ(create.f.cloud_->calls[0], "CreateKey");
  EXPECT_NE(create.f.cloud_->bodies[0].find(R"("tenon:intent")"), std::string::npos);
  EXPECT_NE(create.f.cloud_->bodies[0].find(R"("TagKey":"Owner")"), std::string::npos);
  ASSERT_EQ(create.progress.size(), 1u);
  EXPECT_NE(create.progress[0].find("k1"), std::string::npos);
  EXPECT_EQ(create.calls_before_progress, 1u);
  EXPECT_EQ(create.f.cloud_->calls[1], "UntagResource");
}

TEST(AwsOperate, NeverRepeatsACreateThatMayHaveHappened) {
  Create create;
  create.f.cloud_->answers = {{200, "", true}};
  const OperationResult result = create.run();
  EXPECT_EQ(result.kind, OperationResult::Kind::Failed);
  EXPECT_TRUE(result.ambiguous);
  EXPECT_EQ(create.f.cloud_->calls, std::vector<std::string>{"CreateKey"});
}

TEST(AwsOperate, ARefusalIsNotAmbiguous) {
  Create create;
  create.f.cloud_->answers = {
      {400, R"({"__type": "LimitExceededException", "message": "no more"})"}};
  const OperationResult result = create.run();
  EXPECT_EQ(result.kind, OperationResult::Kind::Failed);
  EXPECT_FALSE(result.ambiguous);
  EXPECT_TRUE(result.value.is_null());
  EXPECT_NE(result.error.message.find("kms:CreateKey"), std::string::npos);
}

TEST(AwsOperate, WhatExistsIsReportedWhereAFollowUpFails) {
  Create create(R"({"description": "d", "enable_key_rotation": true})");
  create.f.cloud_->answers = {{200, std::string(kMade)},
                              {400, R"({"__type": "AccessDeniedException"})"},
                              {400, R"({"__type": "AccessDeniedException"})"}};
  const OperationResult result = create.run();
  EXPECT_EQ(result.kind, OperationResult::Kind::Failed);
  ASSERT_FALSE(result.value.is_null());
  EXPECT_EQ(AwsFixture::at(result.value, "key_id").as_string(), "k1");
}

TEST(AwsOperate, PutsAnOperationAsideInsteadOfWaiting) {
  Create create(R"({"description": "d", "enable_key_rotation": true})");
  create.f.cloud_->answers = {{200, std::string(kMade)},
                              {400, R"({"__type": "NotFoundException"})"}};
  const OperationResult result = create.run();
  ASSERT_EQ(result.kind, OperationResult::Kind::Again);
  create.context.continuation = result.continuation;
  create.f.cloud_->calls.clear();
  create.run();
  ASSERT_FALSE(create.f.cloud_->calls.empty());
  EXPECT_EQ(create.f.cloud_->calls[0], "EnableKeyRotation");
  EXPECT_EQ(create.progress.size(), 1u);
}

TEST(AwsFind, TwoCandidatesAreUnknown) {
  Create create;
  FindRequest request;
  request.type = Symbol(kKey);
  request.configured = create.f.configured_.get();
  request.schema = &create.f.schema(kKey);
  request.intent = "intent-1";
  request.token = "token";
  request.planned = create.request.planned;
  request.config = create.request.config;
  request.since_intent = std::chrono::seconds(1000);
  request.arena = &create.f.arena_;
  const std::string tagged = R"({"Tags": [{"TagKey": "tenon:intent", "TagValue": "intent-1"}]})";
  create.f.cloud_->answers = {
      {200, R"({"Keys": [{"KeyId": "a"}, {"KeyId": "b"}]})"}, {200, tagged}, {200, tagged}};
  EXPECT_EQ(create.f.provider_->find(request).kind, FindResult::Kind::Unknown);
  create.f.cloud_->answers = {{200, R"({"Keys": [{"KeyId": "a"}]})"}, {200, R"({"Tags": []})"}};
  EXPECT_EQ(create.f.provider_->find(request).kind, FindResult::Kind::Absent);
  request.since_intent = std::chrono::seconds(1);
  create.f.cloud_->answers = {{200, R"({"Keys": []})"}};
  EXPECT_EQ(create.f.provider_->find(request).kind, FindResult::Kind::TooEarly);
}

}  // namespace
}  // namespace tenon::aws
