#include <gtest/gtest.h>

#include <algorithm>

#include "providers/aws/resource/operate.h"
#include "providers/aws/resource/read.h"
#include "tests/unit/aws_resource/aws_fixture.h"

namespace tenon::aws {
namespace {

// One operation on an object; what it asked of the cloud.
struct Operation1 {
  AwsFixture f;
  OperationRequest request;
  OperationContext context;

  Operation1(std::string_view type, std::string_view before, std::string_view after) {
    request.kind = before.empty() ? OperationKind::Create : OperationKind::Update;
    request.type = Symbol(type);
    request.configured = f.configured_.get();
    request.schema = &f.schema(type);
    request.prior = before.empty() ? f.none(type) : f.object(type, before);
    request.config = f.object(type, after);
    request.planned = f.plan(type, request.prior, request.config).planned;
    request.arena = &f.arena_;
    context.token = "token";
    context.deadline = std::chrono::steady_clock::time_point::max();
  }
  OperationResult run() { return f.provider_->operate(request, context); }
  const std::string& body() const { return f.cloud_->bodies.at(0); }
};

constexpr std::string_view kStage =
    R"({"id": "ags-a-prod", "arn": "arn:s", "rest_api_id": "a", "stage_name": "prod",
    "deployment_id": "d1", "description": "old", "variables": {"gone": "1", "kept/x": "2", "same": "3"}})";

TEST(AwsPatch, SaysEachChangeAsAnOperation) {
  Operation1 update("aws_api_gateway_stage", kStage,
                    R"({"rest_api_id": "a", "stage_name": "prod", "deployment_id": "d2",
                        "variables": {"kept/x": "9", "same": "3", "new": "4"}})");
  update.run();
  EXPECT_EQ(update.f.cloud_->places.at(0), "PATCH /restapis/a/stages/prod");
  EXPECT_EQ(update.body(),
            R"({"patchOperations":[{"op":"replace","path":"/deploymentId","value":"d2"},)"
            R"({"op":"replace","path":"/description","value":""},)"
            R"({"op":"remove","path":"/variables/gone"},)"
            R"({"op":"replace","path":"/variables/kept~1x","value":"9"},)"
            R"({"op":"replace","path":"/variables/new","value":"4"}]})");
}

TEST(AwsPatch, SaysElementsAsValuesWhereTheOperationWantsThem) {
  Operation1 update("aws_api_gateway_authorizer",
                    R"({"id": "x", "rest_api_id": "a", "name": "n", "type": "COGNITO_USER_POOLS",
                        "identity_source": "method.request.header.Authorization",
                        "authorizer_result_ttl_in_seconds": 300, "provider_arns": ["arn:1", "arn:2"]})",
                    R"({"rest_api_id": "a", "name": "n", "type": "COGNITO_USER_POOLS",
                        "provider_arns": ["arn:2", "arn:3"]})");
  update.run();
  EXPECT_EQ(update.body(),
            R"({"patchOperations":[{"op":"remove","path":"/providerARNs","value":"arn:1"},)"
            R"({"op":"add","path":"/providerARNs","value":"arn:3"}]})");
}

TEST(AwsPatch, AsksNothingWhereNothingIsToBePatched) {
  Operation1 update("aws_api_gateway_stage", kStage,
                    R"({"rest_api_id": "a", "stage_name": "prod", "deployment_id": "d1",
                        "description": "old",
                        "variables": {"gone": "1", "kept/x": "2", "same": "3"}, "tags": {"A": "b"}})");
  update.run();
  EXPECT_EQ(update.f.cloud_->places.at(0).substr(0, 10), "PUT /tags/");
}

TEST(AwsClear, SendsWhatGoesAsNothingOfItsKind) {
  Operation1 update("aws_apigatewayv2_api",
                    R"({"id": "a", "name": "n", "protocol_type": "HTTP", "description": "old"})",
                    R"({"name": "m", "protocol_type": "HTTP"})");
  update.run();
  EXPECT_EQ(update.f.cloud_->places.at(0), "PATCH /v2/apis/a");
  EXPECT_EQ(update.body().find(R"("description":"")") == std::string::npos, false) << update.body();
}

TEST(AwsFiles, SendTheirContents) {
  Operation1 create("aws_lambda_layer_version", "",
                    std::string(R"({"layer_name": "l", "filename": ")") + TENON_AWS_SOURCE +
                        R"(/models/sts.json"})");
  create.run();
  EXPECT_NE(create.body().find(R"("ZipFile":"ew)"), std::string::npos) << "base64 of a brace";
}

TEST(AwsFiles, AMissingOneStopsBeforeAnythingIsAsked) {
  Operation1 create("aws_lambda_layer_version", "",
                    R"({"layer_name": "l", "filename": "there/is/no.zip"})");
  const OperationResult result = create.run();
  EXPECT_EQ(result.kind, OperationResult::Kind::Failed);
  EXPECT_FALSE(result.ambiguous);
  EXPECT_NE(result.error.message.find("filename: "), std::string::npos);
  EXPECT_TRUE(create.f.cloud_->bodies.empty());
}

TEST(AwsRules, AWarningIsNoRefusal) {
  AwsFixture f;
  Diagnostics diagnostics;
  f.provider_->validate(
      ResourceMode::Managed, Symbol("aws_lambda_function"),
      f.object(
          "aws_lambda_function",
          R"({"function_name": "n", "role": "arn:r", "filename": "f", "handler": "h", "runtime": "nodejs16.x"})"),
      [](const Path&) { return SourceSpan(); }, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors());
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_EQ(diagnostics.list()[0].code, "W0702");
}

// Resources of two APIs, read together.
struct TwoApis {
  AwsFixture f;
  std::vector<ReadRequest> requests;

  TwoApis() {
    for (const char* place : {"a1", "a2", "a3", "b1"}) {
      ReadRequest request;
      request.type = Symbol("aws_api_gateway_resource");
      request.configured = f.configured_.get();
      request.prior = f.object(
          "aws_api_gateway_resource",
          std::string(R"({"id": ")") + place + R"(", "rest_api_id": "api-)" + place[0] + R"("})");
      requests.push_back(request);
    }
  }
};

TEST(AwsBulk, AsksOnceForWhatHasAParentInCommon) {
  TwoApis two;
  two.f.cloud_->by_place["/restapis/api-a/resources"] =
      R"({"item": [{"id": "a1", "path": "/x"}, {"id": "a2", "path": "/y"}]})";
  two.f.cloud_->by_place["/restapis/api-b/resources/b1"] = R"({"id": "b1", "path": "/z"})";
  const auto results = two.f.provider_->read(two.requests, two.f.arena_);
  EXPECT_EQ(two.f.cloud_->places.size(), 2u);
  EXPECT_EQ(AwsFixture::at(results[0].value, "path").as_string(), "/x");
  EXPECT_EQ(AwsFixture::at(results[1].value, "path").as_string(), "/y");
  EXPECT_EQ(results[2].kind, ReadKind::Absent);
  EXPECT_EQ(AwsFixture::at(results[3].value, "path").as_string(), "/z");
}

}  // namespace
}  // namespace tenon::aws
