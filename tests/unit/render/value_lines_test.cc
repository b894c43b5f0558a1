#include "engine/render/value_lines.h"

#include <gtest/gtest.h>

#include "schema/value/print.h"

namespace tenon {
namespace {

class ValueLines : public ::testing::Test {
 protected:
  Value from(const char* json) { return *value_from_json(arena, json, Type::dynamic()); }
  Arena arena;
};

TEST_F(ValueLines, OneLineForWhatIsOneThing) {
  EXPECT_EQ(value_lines("name", Value::string(arena, "web"), {.indent = 2, .label_width = 6}),
            "  name    \"web\"\n");
}

TEST_F(ValueLines, WhatIsNotKnownIsSaid) {
  EXPECT_EQ(value_lines("id", Value::unknown(Type::string()), {.indent = 0, .label_width = 2}),
            "id  (known after apply)\n");
}

TEST_F(ValueLines, MarkedPartsAreHidden) {
  const Value secret = Value::string(arena, "hunter2").with_marks(Marks::Sensitive);
  const Value object = from(R"({"a": 1})");
  EXPECT_EQ(value_lines("p", secret, {}).find("hunter2"), std::string::npos);
  EXPECT_EQ(difference_lines("p", Value::string(arena, "hunter1"), secret, {}).find("hunter2"),
            std::string::npos);
  EXPECT_EQ(value_lines("o", object.with_marks(Marks::Sensitive), {}).find("1"), std::string::npos);
}

TEST_F(ValueLines, NothingDiffersNothingIsShown) {
  EXPECT_EQ(difference_lines("a", from(R"([1, {"b": 2}])"), from(R"([1, {"b": 2}])"), {}), "");
}

TEST_F(ValueLines, OnlyThePartThatDiffersIsShown) {
  const std::string lines =
      difference_lines("tags", from(R"({"same": "kept", "other": "old"})"),
                       from(R"({"same": "kept", "other": "new"})"), {.indent = 0});
  EXPECT_EQ(lines.find("kept"), std::string::npos) << lines;
  EXPECT_NE(lines.find("\"old\" → \"new\""), std::string::npos) << lines;
}

TEST_F(ValueLines, WhatComesAndGoesIsTold) {
  const std::string lines =
      difference_lines("tags", from(R"({"gone": 1})"), from(R"({"here": 2})"), {.indent = 0});
  EXPECT_NE(lines.find("gone"), std::string::npos) << lines;
  EXPECT_NE(lines.find("here"), std::string::npos) << lines;
}

TEST_F(ValueLines, EveryLineEndsAndIsIndented) {
  const std::string lines =
      value_lines("x", from(R"({"a": [1, {"b": {"c": [2]}}]})"), {.indent = 4});
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines.back(), '\n');
  for (std::size_t at = 0; at < lines.size(); at = lines.find('\n', at) + 1)
    EXPECT_EQ(lines.substr(at, 4), "    ") << lines;
}

}  // namespace
}  // namespace tenon
