#include "providers/aws/resource/settle.h"

#include <gtest/gtest.h>

#include "tests/unit/aws_resource/aws_fixture.h"

namespace tenon::aws {
namespace {

constexpr std::string_view kAlarm = "aws_cloudwatch_metric_alarm";
constexpr std::string_view kAsked = R"({"alarm_name": "a", "metric_query": [{"id": "m"}]})";
constexpr std::string_view kTold =
    R"({"alarm_name": "a", "ok_actions": [], "dimensions": {}, "namespace": "",
        "metric_query": [{"id": "m", "label": "", "period": 0}]})";

Value settled(AwsFixture& f, ZeroForm form) {
  const Declaration& declaration = *real_catalog()->find(ResourceMode::Managed, kAlarm);
  return settle(f.arena_, declaration.schema.block, declaration.mapping, f.object(kAlarm, kTold),
                f.object(kAlarm, kAsked), form);
}

TEST(Settle, AfterAnEffectNothingHasTheFormThatAwsGivesIt) {
  AwsFixture f;
  const Value made = settled(f, ZeroForm::Value);
  EXPECT_EQ(to_json(node_of(f.at(made, "ok_actions"))), "[]");
  EXPECT_EQ(to_json(node_of(f.at(made, "dimensions"))), "{}");
  EXPECT_EQ(f.at(made, "namespace").as_string(), "");
  const Value query = f.at(made, "metric_query").elements()[0];
  EXPECT_EQ(f.at(query, "label").as_string(), "");
}

TEST(Settle, ARefreshKeepsTheFormThatIsThere) {
  AwsFixture f;
  EXPECT_EQ(to_json(node_of(settled(f, ZeroForm::Reference))),
            to_json(node_of(f.object(kAlarm, kAsked))));
}

}  // namespace
}  // namespace tenon::aws
