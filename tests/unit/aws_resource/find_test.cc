#include "providers/aws/resource/find.h"

#include <gtest/gtest.h>

#include "tests/unit/aws_resource/aws_fixture.h"

namespace tenon::aws {
namespace {

constexpr std::string_view kIntegration = "aws_apigatewayv2_integration";

// A create of an integration whose answer never came.
struct Lost {
  AwsFixture f;
  FindRequest request;

  Lost() {
    const Value config = f.object(kIntegration, R"({"api_id": "a", "integration_type": "HTTP_PROXY",
        "integration_uri": "https://example.com"})");
    request.type = Symbol(kIntegration);
    request.configured = f.configured_.get();
    request.schema = &f.schema(kIntegration);
    request.config = config;
    request.planned = f.plan(kIntegration, f.none(kIntegration), config).planned;
    request.siblings = R"([{"id": "old"}])";
    request.since_intent = std::chrono::seconds(1000);
    request.arena = &f.arena_;
  }
  static std::string integration(const std::string& id, const std::string& uri) {
    return R"({"integrationId": ")" + id +
           R"(", "integrationType": "HTTP_PROXY", "connectionType": "INTERNET",
        "payloadFormatVersion": "1.0", "timeoutInMillis": 30000, "integrationUri": ")" +
           uri + R"("})";
  }
  // The list of `ids`, then each new one, read.
  FindResult find(const std::vector<std::pair<std::string, std::string>>& objects) {
    std::string items;
    f.cloud_->answers.clear();
    for (const auto& [id, uri] : objects)
      items += (items.empty() ? "" : ", ") + integration(id, uri);
    f.cloud_->answers.push_back({200, "{\"items\": [" + items + "]}"});
    for (const auto& [id, uri] : objects) {
      if (id != "old") f.cloud_->answers.push_back({200, integration(id, uri)});
    }
    return f.provider_->find(request);
  }
};

TEST(FindByScan, WhatIsNewAndAsPlannedIsOurs) {
  Lost lost;
  const FindResult found =
      lost.find({{"old", "https://example.com"}, {"new", "https://example.com"}});
  ASSERT_EQ(found.kind, FindResult::Kind::Found) << found.message;
  EXPECT_EQ(AwsFixture::at(found.value, "id").as_string(), "new");
}

TEST(FindByScan, WhatWasThereBeforeOrIsDifferentIsNot) {
  Lost lost;
  EXPECT_EQ(lost.find({{"old", "https://example.com"}}).kind, FindResult::Kind::Absent);
  EXPECT_EQ(lost.find({{"other", "https://example.org"}}).kind, FindResult::Kind::Absent);
}

TEST(FindByScan, SeveralAreUnknown) {
  Lost lost;
  EXPECT_EQ(lost.find({{"b", "https://example.com"}, {"c", "https://example.com"}}).kind,
            FindResult::Kind::Unknown);
}

TEST(FindByScan, WithoutWhatWasThereBeforeNothingIsKnown) {
  Lost lost;
  lost.request.siblings = "";
  EXPECT_EQ(lost.find({{"new", "https://example.com"}}).kind, FindResult::Kind::Unknown);
}

TEST(FindByScan, WhatIsThereIsAskedBeforeTheCreate) {
  Lost lost;
  OperationRequest create;
  create.type = Symbol(kIntegration);
  create.configured = lost.f.configured_.get();
  create.schema = lost.request.schema;
  create.planned = lost.request.planned;
  create.config = lost.request.config;
  create.arena = &lost.f.arena_;
  lost.f.cloud_->answers = {
      {200, R"({"items": [{"integrationId": "x"}, {"integrationId": "y"}]})"}};
  const auto siblings = lost.f.provider_->siblings(create);
  ASSERT_TRUE(siblings.has_value());
  EXPECT_EQ(*siblings, R"([{"id":"x"},{"id":"y"}])");
}

}  // namespace
}  // namespace tenon::aws
