#include "providers/aws/model/node.h"

#include <gtest/gtest.h>

namespace tenon::aws {
namespace {

std::string round_trip(const std::string& text) {
  const auto node = parse_json(text);
  return node ? to_json(*node) : "error: " + node.error().message;
}

TEST(NodeJson, ComesBackAsItWas) {
  for (const char* text : {"null", "true", "false", "0", "\"\"", "[]", "{}", "[1,[2,{\"a\":null}]]",
                           "{\"b\":1,\"a\":\"\\\"\\\\\"}", "\"\xc3\xa4\""})
    EXPECT_EQ(round_trip(text), text);
}

TEST(NodeJson, KeepsTheDigitsOfNumbers) {
  for (const char* number :
       {"18446744073709551615", "-9223372036854775808", "1.10", "0.30000000000000000004"})
    EXPECT_EQ(round_trip(number), number);
}

TEST(NodeJson, IsRefusedWhereItIsBroken) {
  for (const char* text : {"", "{", "[1,]", "{\"a\"}", "nul", "1 2", "\"\xff\"", "<html>", "1e400"})
    EXPECT_FALSE(parse_json(text)) << text;
}

TEST(NodeJson, IsRefusedBeyondTwoHundredLevels) {
  EXPECT_TRUE(parse_json(std::string(200, '[') + std::string(200, ']')));
  const auto deep = parse_json(std::string(100'000, '['));
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().category, ErrorCategory::Corrupt);
  EXPECT_NE(deep.error().message.find("200"), std::string::npos);
}

TEST(NodeJson, IsSortedOnDemand) {
  const auto node = parse_json(R"({"b":{"d":1,"c":2},"a":3})");
  EXPECT_EQ(to_json(*node), R"({"b":{"d":1,"c":2},"a":3})");
  EXPECT_EQ(to_json(*node, true), R"({"a":3,"b":{"c":2,"d":1}})");
}

TEST(Node, IsEqualWhateverTheOrderOfMembers) {
  EXPECT_TRUE(*parse_json(R"({"a":1,"b":[{"x":1,"y":2}]})") ==
              *parse_json(R"({"b":[{"y":2,"x":1}],"a":1})"));
  EXPECT_FALSE(*parse_json(R"({"a":1})") == *parse_json(R"({"a":"1"})"));
  EXPECT_FALSE(*parse_json("[1,2]") == *parse_json("[2,1]"));
  EXPECT_FALSE(*parse_json(R"({"a":1})") == *parse_json(R"({"b":1})"));
}

TEST(Node, SetReplacesAndPathsAreMadeOnTheWay) {
  Node node;
  node.set("a", Node::number(1));
  node.set("a", Node::number(2));
  node.at_path({"b", "c"}) = Node::string("x");
  EXPECT_EQ(to_json(node), R"({"a":2,"b":{"c":"x"}})");
  EXPECT_EQ(node.find_path({"b", "c"})->text(), "x");
  EXPECT_EQ(node.find_path({"b", "d", "e"}), nullptr);
  node.erase("a");
  EXPECT_EQ(node.find("a"), nullptr);
  EXPECT_EQ(Node::string("x").find("a"), nullptr);
}

TEST(Node, KnowsWhetherAnythingInItIsUnknown) {
  Node node = *parse_json(R"({"a":[{"b":1}]})");
  EXPECT_FALSE(node.has_unknown());
  node.find("a")->items()[0].set("c", Node::unknown());
  EXPECT_TRUE(node.has_unknown());
}

TEST(Node, HasTextWhereItIsAScalar) {
  EXPECT_EQ(Node::boolean(true).scalar_text(), "true");
  EXPECT_EQ(Node::number(-5).scalar_text(), "-5");
  EXPECT_EQ(Node::string("x").scalar_text(), "x");
  EXPECT_EQ(Node::list().scalar_text(), "");
  EXPECT_EQ(Node().scalar_text(), "");
}

}  // namespace
}  // namespace tenon::aws
