#include <gtest/gtest.h>

#include "tests/unit/lang/evaluation.h"

namespace tenon::lang {
namespace {

TEST(Call, ConvertsAndExpandsArguments) {
  EXPECT_EQ(json("upper(\"a\")"), "\"A\"");
  EXPECT_EQ(json("core::upper(\"a\")"), "\"A\"");
  EXPECT_EQ(json("upper([\"a\"]...)"), "\"A\"");
  EXPECT_EQ(json("max([12, 54, 3]...)"), "54");
  EXPECT_EQ(json("max(1, [2, 3]...)"), "3");
  EXPECT_EQ(json("upper(\n  \"a\",\n)"), "\"A\"");
}

TEST(Call, SaysWhatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"upper()", "Not enough function arguments"},
      {"upper(\"a\", \"b\")", "Too many function arguments"},
      {"upper(null)", "Invalid function argument"},
      {"upper([])", "Invalid function argument"},
      {"max(null...)", "Invalid expanding argument value"},
      {"max(\"a\"...)", "Invalid expanding argument value"},
      {"max([1]..., 2)", "Missing closing parenthesis"},
      {"foo::bar(1)", "Call to unknown function"},
      {"regex(\"[a-z]+\", \"1\")", "Error in function call"},
  };
  for (const auto& [text, summary] : cases)
    EXPECT_EQ(json(text), std::string("error: ") + summary) << text;
}

TEST(Call, SuggestsTheNearFunction) {
  Evaluation evaluation("1 + length(upperr(\"a\"))");
  EXPECT_EQ(evaluation.summary(), "Call to unknown function");
  EXPECT_EQ(evaluation.place(), "1:12-18");
  EXPECT_NE(evaluation.detail().find("Did you mean \"upper\"?"), std::string::npos);
}

TEST(Call, PointsAtTheArgument) {
  Evaluation evaluation("substr(\"abc\", [], 1)");
  EXPECT_EQ(evaluation.place(), "1:15-17");
}

TEST(Call, TriesItsArguments) {
  EXPECT_EQ(json("try([1][5], null.x, \"ok\")"), "\"ok\"");
  EXPECT_EQ(json("can([1][5])"), "false");
  EXPECT_EQ(json("can([1][0])"), "true");
  EXPECT_EQ(json("[for x in [1, { a = 2 }] : try(x.a, x)]"), "[1,2]");
  EXPECT_EQ(json("try([1][5], [2][6])"), "error: Error in function call");
}

TEST(Call, IsUnknownWhereAnArgumentIs) {
  Evaluation evaluation("upper(x)");
  evaluation.with("x", Value::unknown(Type::string()));
  EXPECT_TRUE(evaluation.ok());
  EXPECT_TRUE(evaluation.value().is_unknown());
  EXPECT_EQ(evaluation.type(), "string");
  Evaluation expanded("max(x...)");
  EXPECT_TRUE(
      expanded.with("x", Value::unknown(Type::list_of(Type::number()))).value().is_unknown());
}

TEST(Call, RendersTemplates) {
  EXPECT_EQ(json("templatestring(x, { name = \"a\" })").substr(0, 6), "error:");
  Evaluation evaluation("templatestring(x, { name = \"a\", list = [1, 2] })");
  evaluation.with(
      "x", Value::string(Evaluation::arena(), "hi ${name}%{ for i in list } ${i}%{ endfor }"));
  EXPECT_EQ(evaluation.json(), "\"hi a 1 2\"");
  Evaluation missing("templatestring(x, { name = \"a\" })");
  missing.with("x", Value::string(Evaluation::arena(), "hi ${nme}"));
  EXPECT_NE(missing.detail().find("Did you mean \"name\"?"), std::string::npos) << missing.detail();
}

}  // namespace
}  // namespace tenon::lang
