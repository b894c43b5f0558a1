#include "providers/aws/catalog/template.h"

#include <gtest/gtest.h>

namespace tenon::aws {
namespace {

std::string filled(std::string_view source, std::string_view context) {
  const auto node = parse_json(source);
  EXPECT_TRUE(node.has_value());
  const auto compiled = Template::compile(*node);
  EXPECT_TRUE(compiled.has_value());
  const auto seen = parse_json(context);
  EXPECT_TRUE(seen.has_value());
  return to_json(compiled->fill(*seen));
}

TEST(Template, FillsExpressionsAndTexts) {
  EXPECT_EQ(filled(R"({"A": "=name", "B": "x-${size}-y", "C": 1})", R"({"name": "n", "size": 5})"),
            R"({"A":"n","B":"x-5-y","C":1})");
}

TEST(Template, LeavesOutMembersThatAreNull) {
  EXPECT_EQ(filled(R"({"A": "=name", "B": "=other", "C": "a ${other}"})", R"({"name": "n"})"),
            R"({"A":"n"})");
}

TEST(Template, LeavesOutAMapOfWhichEveryHoleIsNull) {
  EXPECT_EQ(filled(R"({"K": "=name", "A": {"B": "=other", "C": "constant"}})", R"({"name": 1})"),
            R"({"K":1})");
}

TEST(Template, LeavesOutAListElementOfWhichAnyHoleIsNull) {
  EXPECT_EQ(
      filled(R"([{"N": "=hash", "T": "HASH"}, {"N": "=range", "T": "RANGE"}])", R"({"hash": "h"})"),
      R"([{"N":"h","T":"HASH"}])");
}

TEST(Template, TakesTheItemsOfAListThatIsAnElement) {
  EXPECT_EQ(filled(R"(["a", "=more", "=none", "z"])", R"({"more": ["b", "c"], "none": []})"),
            R"(["a","b","c","z"])");
}

TEST(Template, KeepsAMapOfConstants) {
  EXPECT_EQ(filled(R"({"A": {"B": 1}})", "{}"), R"({"A":{"B":1}})");
}

TEST(Template, IsRefusedWhereABraceIsMissing) {
  EXPECT_FALSE(Template::compile(Node::string("a ${b")).has_value());
}

}  // namespace
}  // namespace tenon::aws
