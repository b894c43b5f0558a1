#include "providers/aws/resource/steps.h"

#include <gtest/gtest.h>

#include "providers/aws/resource/settle.h"
#include "tests/unit/aws_resource/aws_fixture.h"

namespace tenon::aws {
namespace {

struct Creating {
  AwsFixture f;
  OperationRequest request;
  OperationContext context;

  Creating(std::string_view type, std::string_view json) {
    request.kind = OperationKind::Create;
    request.type = Symbol(type);
    request.configured = f.configured_.get();
    request.schema = &f.schema(type);
    request.prior = f.none(type);
    request.config = f.object(type, json);
    request.planned = f.plan(type, request.prior, request.config).planned;
    request.arena = &f.arena_;
    context.token = "token";
    context.intent = "intent-1";
    context.deadline = std::chrono::steady_clock::time_point::max();
    context.progress = [](const Value&, std::string_view) { return ok_status(); };
  }
  OperationResult run() { return f.provider_->operate(request, context); }
  // The first request.
  std::string sent() {
    run();
    return f.cloud_->bodies.empty() ? "" : f.cloud_->bodies[0];
  }
};

constexpr std::string_view kFilter = "aws_cloudwatch_log_subscription_filter";
constexpr const char* kShip =
    R"({"name": "f", "log_group_name": "g", "filter_pattern": "", "destination_arn": "arn:x"})";

TEST(AwsSteps, TriesAgainWhereTheMessageIsTheOneThatPasses) {
  Creating create(kFilter, kShip);
  create.f.cloud_->answers = {
      {400,
       R"({"__type": "InvalidParameterException", "message": "Could not deliver test message to x"})"}};
  EXPECT_EQ(create.run().kind, OperationResult::Kind::Again);
}

TEST(AwsSteps, FailsWithTheSameCodeAndAnotherMessage) {
  Creating create(kFilter, kShip);
  create.f.cloud_->answers = {
      {400, R"({"__type": "InvalidParameterException", "message": "no such stream"})"}};
  EXPECT_EQ(create.run().kind, OperationResult::Kind::Failed);
}

TEST(AwsSteps, AMemberBelowAListIsOfItsOnlyElement) {
  Creating create("aws_cloudwatch_event_target",
                  R"({"rule": "r", "target_id": "t", "arn": "arn:x", "input": "{}"})");
  const std::string sent = create.sent();
  EXPECT_NE(sent.find(R"("Targets":[{)"), std::string::npos) << sent;
  for (const char* member : {R"("Arn":"arn:x")", R"("Id":"t")", R"("Input":"{}")"})
    EXPECT_NE(sent.find(member), std::string::npos) << sent;
}

TEST(AwsSteps, AnIdentifierIsGeneratedWhereTheConfigurationHasNone) {
  Creating create("aws_cloudwatch_event_target", R"({"rule": "r", "arn": "arn:x"})");
  EXPECT_NE(create.sent().find(R"("Id":"terraform-)"), std::string::npos);
}

TEST(AwsPlanDefaults, MayDependOnTheConfiguration) {
  Creating off("aws_cloudwatch_event_rule",
               R"j({"schedule_expression": "rate(1 day)", "is_enabled": false})j");
  EXPECT_EQ(AwsFixture::at(off.request.planned, "state").as_string(), "DISABLED");
  Creating on("aws_cloudwatch_event_rule", R"j({"schedule_expression": "rate(1 day)"})j");
  EXPECT_EQ(AwsFixture::at(on.request.planned, "state").as_string(), "ENABLED");
}

TEST(AwsSteps, AsksInTheRegionThatTheStepNames) {
  Creating create("aws_dynamodb_table_replica",
                  R"({"global_table_arn": "arn:aws:dynamodb:ap-south-1:1:table/t"})");
  create.run();
  ASSERT_FALSE(create.f.cloud_->urls.empty());
  EXPECT_NE(create.f.cloud_->urls[0].find("ap-south-1"), std::string::npos);
  EXPECT_NE(create.f.cloud_->bodies[0].find(R"("RegionName":"eu-west-1")"), std::string::npos);
}

// What AWS adds to a set by itself is no difference.
TEST(AwsSettle, LeavesOutWhatAwsAdded) {
  AwsFixture f;
  const std::string_view type = "aws_cognito_user_pool";
  const ResourceSchema& schema = f.schema(type);
  const std::shared_ptr<const Catalog> catalog = real_catalog();
  const Declaration* declaration = catalog->find(ResourceMode::Managed, type);
  ASSERT_NE(declaration, nullptr);
  const Value asked = f.object(
      type, R"({"name": "p", "schema": [{"name": "tenant", "attribute_data_type": "String"}]})");
  const Value found = f.object(
      type, R"({"name": "p", "schema": [{"name": "tenant", "attribute_data_type": "String"},
                                        {"name": "email", "attribute_data_type": "String"}]})");
  const Value settled =
      settle(f.arena_, schema.block, declaration->mapping, found, asked, ZeroForm::Reference);
  EXPECT_EQ(AwsFixture::at(settled, "schema").length(), 1u);
}

// A nested attribute that replaces does so by its own change, not by that of a neighbour.
class AwsReplacement : public ::testing::Test {
 protected:
  std::size_t replaced(std::string_view before, std::string_view after) {
    const std::string_view type = "aws_kinesis_firehose_delivery_stream";
    return f_.plan(type, f_.object(type, json(before)), f_.object(type, json(after)))
        .replace.size();
  }
  static std::string json(std::string_view inside) {
    return R"({"id": "a", "name": "n", "destination": "extended_s3", "extended_s3_configuration":
               [{"bucket_arn": "arn:b", "role_arn": "arn:r")" +
           std::string(inside) + "}]}";
  }
  AwsFixture f_;
};

TEST_F(AwsReplacement, IsNotCausedByANeighbour) {
  EXPECT_EQ(replaced("", R"(, "prefix": "p")"), 0u);
  EXPECT_EQ(
      replaced(R"(, "dynamic_partitioning_configuration": [{"enabled": true}])",
               R"(, "dynamic_partitioning_configuration": [{"enabled": true}], "prefix": "p")"),
      0u);
}

TEST_F(AwsReplacement, IsCausedByTheAttributeItself) {
  EXPECT_EQ(replaced("", R"(, "dynamic_partitioning_configuration": [{"enabled": true}])"), 1u);
  EXPECT_EQ(replaced("", R"(, "dynamic_partitioning_configuration": [{"enabled": false}])"), 0u);
}

}  // namespace
}  // namespace tenon::aws
