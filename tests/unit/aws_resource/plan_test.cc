#include "providers/aws/resource/plan.h"

#include <gtest/gtest.h>

#include "tests/unit/aws_resource/aws_fixture.h"

namespace tenon::aws {
namespace {

constexpr std::string_view kQueue = "aws_sqs_queue";

TEST(AwsPlan, ACreateFillsInDefaultsAndLeavesTheRestOpen) {
  AwsFixture f;
  const auto planned = f.plan(kQueue, f.none(kQueue), f.object(kQueue, R"({"name": "q"})")).planned;
  EXPECT_EQ(f.at(planned, "visibility_timeout_seconds").as_int64(), 30);
  EXPECT_FALSE(f.at(planned, "fifo_queue").as_bool());
  EXPECT_TRUE(f.at(planned, "arn").is_unknown());
  EXPECT_TRUE(f.at(planned, "policy").is_unknown());
  EXPECT_EQ(f.at(planned, "name").as_string(), "q");
}

TEST(AwsPlan, TagsAllAreTheDefaultsAndTheOwn) {
  AwsFixture f;
  const auto planned =
      f.plan(kQueue, f.none(kQueue), f.object(kQueue, R"({"name": "q", "tags": {"A": "b"}})"))
          .planned;
  EXPECT_EQ(to_json(node_of(f.at(planned, "tags_all"))), R"({"A":"b","Owner":"team"})");
}

TEST(AwsPlan, WhatMeansTheSameIsNoChange) {
  AwsFixture f;
  const Value prior = f.object(
      kQueue,
      R"({"name": "q", "id": "u", "url": "u", "arn": "a", "kms_master_key_id": "", "tags_all": {"Owner": "team"},
          "visibility_timeout_seconds": 30, "fifo_queue": false, "content_based_deduplication": false,
          "delay_seconds": 0, "max_message_size": 262144, "message_retention_seconds": 345600,
          "receive_wait_time_seconds": 0, "name_prefix": "", "kms_data_key_reuse_period_seconds": 300,
          "sqs_managed_sse_enabled": true, "deduplication_scope": "", "fifo_throughput_limit": "",
          "redrive_allow_policy": "", "redrive_policy": "{\"maxReceiveCount\": 4, \"deadLetterTargetArn\": \"d\"}",
          "policy": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Action\": [\"sqs:SendMessage\"]}]}"})");
  const Value config = f.object(
      kQueue,
      R"({"name": "q", "redrive_policy": "{\"deadLetterTargetArn\":\"d\",\"maxReceiveCount\":4}",
          "policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":\"sqs:SendMessage\"}]}"})");
  const auto response = f.plan(kQueue, prior, config);
  EXPECT_TRUE(identical(response.planned, prior));
  EXPECT_TRUE(response.replace.empty());
}

TEST(AwsPlan, AnotherNameReplaces) {
  AwsFixture f;
  const Value prior = f.object(kQueue, R"({"name": "q", "id": "u", "fifo_queue": false})");
  const auto response = f.plan(kQueue, prior, f.object(kQueue, R"({"name": "r"})"));
  ASSERT_EQ(response.replace.size(), 1u);
  EXPECT_EQ(path_text(response.replace[0]), "name");
}

TEST(AwsPlan, AVersionIsUnknownOnceTheValueChanges) {
  AwsFixture f;
  constexpr std::string_view kType = "aws_ssm_parameter";
  const Value prior = f.object(
      kType, R"({"name": "/a", "id": "/a", "type": "String", "value": "v", "version": 3, "arn": "x",
                 "tags_all": {"Owner": "team"}})");
  const auto changed =
      f.plan(kType, prior, f.object(kType, R"({"name": "/a", "type": "String", "value": "w"})"));
  EXPECT_TRUE(f.at(changed.planned, "version").is_unknown());
  const auto tagged = f.plan(
      kType, prior,
      f.object(kType, R"({"name": "/a", "type": "String", "value": "v", "tags": {"A": "b"}})"));
  EXPECT_EQ(f.at(tagged.planned, "version").as_int64(), 3);
}

TEST(AwsPlan, WriteOnlyValuesAreNeverPlanned) {
  AwsFixture f;
  constexpr std::string_view kType = "aws_ssm_parameter";
  const auto planned =
      f.plan(
           kType, f.none(kType),
           f.object(
               kType,
               R"({"name": "/a", "type": "SecureString", "value_wo": "s", "value_wo_version": 1})"))
          .planned;
  EXPECT_TRUE(f.at(planned, "value_wo").is_null());
}

TEST(AwsPlan, ABlockThatAwsFillsInStaysAsItIs) {
  AwsFixture f;
  constexpr std::string_view kType = "aws_dynamodb_table";
  const Value config =
      f.object(kType, R"({"name": "tab", "hash_key": "k", "billing_mode": "PAY_PER_REQUEST",
                 "attribute": [{"name": "k", "type": "S"}]})");
  const auto created = f.plan(kType, f.none(kType), config).planned;
  EXPECT_TRUE(f.at(created, "point_in_time_recovery").is_unknown());
  const Value prior = f.object(
      kType, R"({"name": "tab", "id": "tab", "hash_key": "k", "billing_mode": "PAY_PER_REQUEST",
                 "attribute": [{"name": "k", "type": "S"}], "table_class": "STANDARD",
                 "point_in_time_recovery": [{"enabled": false, "recovery_period_in_days": 0}]})");
  const auto again = f.plan(kType, prior, config).planned;
  EXPECT_EQ(f.at(again, "point_in_time_recovery").length(), 1u);
}

constexpr std::string_view kBalancer = "aws_lb";

TEST(AwsPlan, ADefaultMayDependOnTheObject) {
  AwsFixture f;
  const auto idle = [&](std::string_view json) {
    return f.at(f.plan(kBalancer, f.none(kBalancer), f.object(kBalancer, json)).planned,
                "idle_timeout");
  };
  EXPECT_EQ(idle(R"({"subnets": ["a", "b"]})").as_int64(), 60);
  EXPECT_TRUE(idle(R"({"subnets": ["a"], "load_balancer_type": "network"})").is_null());
}

TEST(AwsPlan, WhatAwsFilledInInsideASetStaysAsItIs) {
  AwsFixture f;
  const std::string_view common = R"("name": "n", "load_balancer_type": "network",
      "dns_record_client_routing_policy": "any_availability_zone", "enable_deletion_protection": false)";
  const auto object = [&](std::string_view rest) {
    return f.object(kBalancer, "{" + std::string(common) + ", " + std::string(rest) + "}");
  };
  const Value prior = object(
      R"("id": "a", "arn": "a", "tags_all": {"Owner": "team"}, "enable_zonal_shift": false, "subnets": ["s", "t"],
         "subnet_mapping": [{"subnet_id": "s", "outpost_id": "", "allocation_id": ""},
                            {"subnet_id": "t", "outpost_id": "o", "allocation_id": "x"}])");
  const std::string_view wanted =
      R"("subnet_mapping": [{"subnet_id": "t", "allocation_id": "x"}, {"subnet_id": "s"}])";
  EXPECT_TRUE(identical(f.plan(kBalancer, prior, object(wanted)).planned, prior));
  const auto changed =
      f.plan(kBalancer, prior, object(R"("subnet_mapping": [{"subnet_id": "t"}])"));
  const Value mapping = f.at(changed.planned, "subnet_mapping");
  ASSERT_EQ(mapping.length(), 1u);
  EXPECT_TRUE(f.at(mapping.elements()[0], "outpost_id").is_unknown());
  EXPECT_TRUE(f.at(changed.planned, "subnets").is_unknown());
}

TEST(AwsValidate, NamesTheValuesOfAnEnum) {
  AwsFixture f;
  constexpr std::string_view kType = "aws_ssm_parameter";
  Diagnostics diagnostics;
  f.provider_->validate(
      ResourceMode::Managed, Symbol(kType),
      f.object(kType, R"({"name": "/a", "type": "Strin", "value": "v"})"),
      [](const Path&) { return SourceSpan(); }, diagnostics);
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_NE(diagnostics.list()[0].detail.find("String, StringList, SecureString"),
            std::string::npos);
  EXPECT_NE(diagnostics.list()[0].detail.find("Did you mean \"String\""), std::string::npos);
}

TEST(AwsValidate, RefusesWhatIsNotModelled) {
  AwsFixture f;
  constexpr std::string_view kType = "aws_dynamodb_table";
  Diagnostics diagnostics;
  f.provider_->validate(
      ResourceMode::Managed, Symbol(kType),
      f.object(kType, R"({"name": "tab", "hash_key": "k", "billing_mode": "PAY_PER_REQUEST",
                          "restore_source_name": "other"})"),
      [](const Path&) { return SourceSpan(); }, diagnostics);
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_EQ(diagnostics.list()[0].code, "E0703");
}

}  // namespace
}  // namespace tenon::aws
