#include <gtest/gtest.h>

#include "providers/aws/resource/hooks.h"
#include "providers/aws/resource/normal_form.h"

namespace tenon::aws {
namespace {

constexpr const char* kGroup =
    R"({"GroupId": "sg-1", "OwnerId": "1", "IpPermissionsEgress": [], "IpPermissions": [
  {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80,
   "IpRanges": [{"CidrIp": "10.0.0.0/8"}, {"CidrIp": "10.1.0.0/16", "Description": "b"}],
   "UserIdGroupPairs": [{"GroupId": "sg-1", "UserId": "1"}, {"GroupId": "sg-2", "UserId": "2"}]}]})";

Node node(const char* text) { return *parse_json(text); }

std::string ingress_with(const char* wanted) {
  Node context = Node::map();
  context.set("ingress", node(wanted));
  const auto found = security_group_rules(node(kGroup), context);
  return found ? to_json(*found->find("Ingress"), true) : "error";
}

TEST(SecurityGroupRules, ArePutTogetherByPortsAndDescription) {
  EXPECT_EQ(
      ingress_with("[]"),
      R"([{"cidr_blocks":["10.0.0.0/8"],"description":"","from_port":80,"ipv6_cidr_blocks":[],)"
      R"("prefix_list_ids":[],"protocol":"tcp","security_groups":["2/sg-2"],"self":true,"to_port":80},)"
      R"({"cidr_blocks":["10.1.0.0/16"],"description":"b","from_port":80,"ipv6_cidr_blocks":[],)"
      R"("prefix_list_ids":[],"protocol":"tcp","security_groups":[],"self":false,"to_port":80}])");
}

TEST(SecurityGroupRules, StayAsTheyWereWrittenWhereAllOfOneIsThere) {
  const std::string found =
      ingress_with(R"([{"protocol":"6","from_port":80,"to_port":80,"cidr_blocks":["10.0.0.0/8"]},
                       {"protocol":"tcp","from_port":80,"to_port":80,"self":true}])");
  EXPECT_NE(found.find(R"({"cidr_blocks":["10.0.0.0/8"],"from_port":80,"protocol":"6")"),
            std::string::npos)
      << found;
  EXPECT_NE(found.find(R"({"from_port":80,"protocol":"tcp","self":true,"to_port":80})"),
            std::string::npos)
      << found;
}

TEST(SecurityGroupRules, OfWhichASourceIsGoneAreNoLongerTheSame) {
  const std::string found = ingress_with(
      R"([{"protocol":"tcp","from_port":80,"to_port":80,"cidr_blocks":["10.0.0.0/8","10.9.0.0/16"]}])");
  EXPECT_EQ(found.find("10.9.0.0/16"), std::string::npos) << found;
}

TEST(SecurityGroupRule, IsThereWhenAllItsSourcesAre) {
  const auto read = [](const char* rule) {
    const auto found = security_group_rule(node(kGroup), node(rule));
    return found && found->is_map();
  };
  EXPECT_TRUE(
      read(R"({"type":"ingress","protocol":"tcp","from_port":80,"to_port":80,"self":true})"));
  EXPECT_TRUE(read(R"({"type":"ingress","id":"sg-1_ingress_tcp_80_80_10.0.0.0/8_self",
                       "protocol":"tcp","from_port":80,"to_port":80})"));
  EXPECT_FALSE(read(
      R"({"type":"ingress","protocol":"tcp","from_port":80,"to_port":80,"cidr_blocks":["10.0.0.0/8","0.0.0.0/0"]})"));
  EXPECT_FALSE(
      read(R"({"type":"egress","protocol":"tcp","from_port":80,"to_port":80,"self":true})"));
}

TEST(SecurityGroupRule, TellsADescriptionThatIsAnother) {
  const auto found = security_group_rule(
      node(kGroup),
      node(
          R"({"type":"ingress","protocol":"tcp","from_port":80,"to_port":80,"description":"a","cidr_blocks":["10.1.0.0/16"]})"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->find("description")->text(), "b");
}

TEST(AmiChoice, IsTheMostRecentOneThatTheNameFits) {
  const char* images =
      R"({"Items": [{"Name": "web-1", "ImageId": "ami-1", "CreationDate": "2024-01-01T00:00:00.000Z"},
    {"Name": "web-2", "ImageId": "ami-2", "CreationDate": "2024-05-01T00:00:00.000Z"},
    {"Name": "db-3", "ImageId": "ami-3", "CreationDate": "2024-06-01T00:00:00.000Z"}]})";
  const auto chosen =
      ami_choice(node(images), node(R"({"name_regex": "^web-", "most_recent": true})"));
  ASSERT_TRUE(chosen);
  EXPECT_EQ(chosen->find("ImageId")->text(), "ami-2");
  EXPECT_FALSE(ami_choice(node(images), node("{}")));
  EXPECT_FALSE(ami_choice(node(images), node(R"({"name_regex": "("})")));
  EXPECT_TRUE(ami_choice(node(images), node(R"({"name_regex": "none"})"))->is_null());
}

TEST(NormalForm, ProtocolsAndUserDataHaveSeveralSpellings) {
  EXPECT_TRUE(same_meaning(Normal::Protocol, "TCP", "6"));
  EXPECT_TRUE(same_meaning(Normal::Protocol, "all", "-1"));
  EXPECT_FALSE(same_meaning(Normal::Protocol, "tcp", "17"));
  EXPECT_TRUE(same_meaning(Normal::UserData, "hello", "aGVsbG8="));
  EXPECT_TRUE(same_meaning(Normal::UserData, "hello", "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"));
  EXPECT_FALSE(same_meaning(Normal::UserData, "hello", "hello2"));
}

}  // namespace
}  // namespace tenon::aws
