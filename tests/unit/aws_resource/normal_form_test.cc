#include "providers/aws/resource/normal_form.h"

#include <gtest/gtest.h>

namespace tenon::aws {
namespace {

TEST(NormalForm, JsonIsComparedByMeaning) {
  EXPECT_TRUE(same_meaning(Normal::Json, R"({"a": 1, "b": [1, 2]})", R"({"b":[1,2],"a":1})"));
  EXPECT_FALSE(same_meaning(Normal::Json, R"({"b":[2,1]})", R"({"b":[1,2]})"));
  EXPECT_FALSE(same_meaning(Normal::Json, "not json", R"({"b":[1,2]})"));
}

TEST(NormalForm, PoliciesMayListOneActionOrNameIt) {
  EXPECT_TRUE(same_meaning(
      Normal::Policy,
      R"({"Statement":[{"Effect":"Allow","Action":["sqs:SendMessage"],"Resource":"*","Principal":"*"}]})",
      R"({"Statement":{"Effect":"Allow","Action":"SQS:sendmessage","Resource":["*"],"Principal":{"AWS":"*"}}})"));
}

TEST(NormalForm, PoliciesKnowAnAccountByItsRoot) {
  EXPECT_TRUE(same_meaning(
      Normal::Policy, R"({"Statement":[{"Principal":{"AWS":"arn:aws:iam::111122223333:root"}}]})",
      R"({"Statement":[{"Principal":{"AWS":["111122223333"]}}]})"));
}

TEST(NormalForm, PoliciesDifferWhereTheyAllowMore) {
  EXPECT_FALSE(same_meaning(Normal::Policy, R"({"Statement":[{"Action":"a:B"}]})",
                            R"({"Statement":[{"Action":["a:B","a:C"]}]})"));
  EXPECT_FALSE(same_meaning(Normal::Policy, R"({"Statement":[{"Effect":"Allow","Action":"a:B"}]})",
                            R"({"Statement":[{"Effect":"Deny","Action":"a:B"}]})"));
}

TEST(NormalForm, AnArnIsTheIdThatItEndsIn) {
  EXPECT_TRUE(same_meaning(Normal::Arn, "arn:aws:kms:eu-west-1:111122223333:key/abc", "abc"));
  EXPECT_TRUE(same_meaning(Normal::Arn, "abc", "arn:aws:kms:eu-west-1:111122223333:key/abc"));
  EXPECT_FALSE(same_meaning(Normal::Arn, "bc", "arn:aws:kms:eu-west-1:111122223333:key/abc"));
}

TEST(NormalForm, ContainersAreComparedWithoutWhatEcsFillsIn) {
  const auto same = [](std::string_view a, std::string_view b) {
    return same_meaning(Normal::Containers, a, b);
  };
  EXPECT_TRUE(same(
      R"([{"name": "a", "environment": [{"name": "Y", "value": "1"}, {"name": "X", "value": "2"}]}])",
      R"([{"name": "a", "cpu": 0, "essential": true, "volumesFrom": [], "command": null,
           "environment": [{"value": "2", "name": "X"}, {"value": "1", "name": "Y"}]}])"));
  EXPECT_TRUE(
      same(R"([{"portMappings": [{"containerPort": 80}]}])",
           R"([{"portMappings": [{"containerPort": 80, "hostPort": 80, "protocol": "tcp"}]}])"));
  EXPECT_FALSE(same(R"([{"portMappings": [{"containerPort": 80, "hostPort": 0}]}])",
                    R"([{"portMappings": [{"containerPort": 80, "hostPort": 80}]}])"));
  EXPECT_FALSE(same(R"([{"name": "a", "image": "x:1"}])", R"([{"name": "a", "image": "x:2"}])"));
  EXPECT_FALSE(same(R"([{"name": "a"}])", R"([{"name": "a"}, {"name": "b"}])"));
}

TEST(NormalForm, NumbersAndMomentsHaveManySpellings) {
  EXPECT_TRUE(same_meaning(Normal::Number, "0", "0.0"));
  EXPECT_FALSE(same_meaning(Normal::Number, "0", ""));
  EXPECT_TRUE(same_meaning(Normal::Time, "2026-01-02T03:04:05Z", "2026-01-02T03:04:05+00:00"));
  EXPECT_FALSE(same_meaning(Normal::Time, "2026-01-02T03:04:05Z", "2026-01-02T03:04:06Z"));
}

}  // namespace
}  // namespace tenon::aws
