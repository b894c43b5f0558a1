#include <gtest/gtest.h>

#include "tests/unit/lang/evaluation.h"

namespace tenon::lang {
namespace {

struct Case {
  const char* text;
  const char* json;
};

TEST(Operators, GiveTheNumbersAndTruthsOfTheLanguage) {
  const Case cases[] = {
      {"1 + 2 * 3", "7"},
      {"(1 + 2) * 3", "9"},
      {"10 / 4 * 2", "5"},
      {"-7 % 3", "-1"},
      {"7 % 3", "1"},
      {"1 % 0", "1"},
      {"-5 + 2", "-3"},
      {"- (2 + 3)", "-5"},
      {"0.1 + 0.2", "0.3"},
      {"9223372036854775807 + 1", "9223372036854775808"},
      {"4611686018427387904 * 4", "18446744073709551616"},
      {"12345678901234567890 - 1", "12345678901234567889"},
      {"\"2\" * \"3\"", "6"},
      {"1 < 2", "true"},
      {"2 <= 2", "true"},
      {"3 > 3", "false"},
      {"1e3 >= 1000", "true"},
      {"true && false || true", "true"},
      {"!true", "false"},
      {"!!true", "true"},
      {"!(1 > 2) && true", "true"},
      {"\"true\" && true", "true"},
      {"1 + 2 == 3 && 4 > 3", "true"},
      {"\"a\" != \"b\"", "true"},
      {"\"1\" == 1", "false"},
      {"[1, 2] == [1, 2]", "true"},
      {"null == null", "true"},
      {"1 == null", "false"},
      {"1 == 1 ? \"yes\" : \"no\"", "\"yes\""},
      {"false ? 1 : true ? 2 : 3", "2"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(json(text), expected) << text;
}

TEST(Operators, RefuseOperandsThatDoNotFit) {
  EXPECT_EQ(json("1 + \"a\""), "error: Invalid operand");
  EXPECT_EQ(json("true + 1"), "error: Invalid operand");
  EXPECT_EQ(json("!\"abc\""), "error: Invalid operand");
  EXPECT_EQ(json("[1] + [2]"), "error: Invalid operand");
  EXPECT_EQ(json("{ a = 1 } && true"), "error: Invalid operand");
  EXPECT_EQ(json("\"a\" < \"b\""), "error: Invalid operand");
  EXPECT_EQ(json("1 + null"), "error: Operation failed");
  EXPECT_EQ(json("0 / 0"), "error: Operation failed");
}

TEST(Operators, ReportBothOperandsAtTheirColumns) {
  Evaluation evaluation("\"x\" * true");
  EXPECT_FALSE(evaluation.ok());
  ASSERT_EQ(evaluation.diagnostics().size(), 2u);
  EXPECT_EQ(resolve(evaluation.diagnostics().list()[0].span).start.column, 1u);
  EXPECT_EQ(resolve(evaluation.diagnostics().list()[1].span).start.column, 7u);
}

TEST(Operators, DivideByZeroToInfinity) {
  EXPECT_EQ(print_console(Evaluation("1 / 0").value()), "+Inf");
  EXPECT_EQ(print_console(Evaluation("-1 / 0").value()), "-Inf");
}

TEST(Operators, GiveAnUnknownOfTheRightTypeForUnknownOperands) {
  const Value unknown = Value::unknown(Type::dynamic());
  Evaluation sum("x + 1");
  sum.with("x", unknown);
  EXPECT_TRUE(sum.value().is_unknown());
  EXPECT_EQ(sum.type(), "number");
  EXPECT_TRUE(sum.value().is_certainly_not_null());
  Evaluation both("false && x");
  EXPECT_TRUE(both.with("x", unknown).value().is_unknown());
  EXPECT_EQ(both.type(), "bool");
  Evaluation null_check("x + 1 == null");
  EXPECT_EQ(null_check.with("x", unknown).json(), "false");
}

TEST(Operators, CompareToCertainTruths) {
  Evaluation evaluation("x == \"a\"");
  EXPECT_TRUE(evaluation.with("x", Value::unknown(Type::string())).value().is_unknown());
  EXPECT_TRUE(evaluation.value().is_certainly_not_null());
}

TEST(Operators, CarryTheMarksOfTheirOperands) {
  const Value secret = Value::number(2).with_marks(Marks::Sensitive);
  for (const char* text :
       {"x + 1", "-x", "x == 2", "x < 3", "x > 1 ? 1 : 2", "\"a${x}\"", "[1, 2, 3][x]"}) {
    Evaluation evaluation(text);
    EXPECT_TRUE(evaluation.with("x", secret).value().is_sensitive()) << text;
  }
  Evaluation not_chosen("false ? x : 1");
  EXPECT_TRUE(not_chosen.with("x", secret).value().is_sensitive());
  Evaluation inside("[x]");
  EXPECT_FALSE(inside.with("x", secret).value().is_sensitive());
  EXPECT_TRUE(any(inside.value().all_marks()));
}

TEST(Conditional, UnifiesTheTypesOfItsBranches) {
  EXPECT_EQ(json("true ? 1 : \"two\""), "\"1\"");
  EXPECT_EQ(type("true ? [1] : [1, 2]"), "list(number)");
  EXPECT_EQ(json("true ? [1] : [\"a\", true]"), "[\"1\"]");
  EXPECT_EQ(type("true ? { a = 1 } : { b = \"x\" }"), "map(string)");
  EXPECT_EQ(type("true ? { a = 1 } : { a = 2 }"), "object({a=number})");
  EXPECT_EQ(type("true ? null : \"x\""), "string");
  EXPECT_EQ(type("true ? { a = null } : { a = 1 }"), "object({a=number})");
  EXPECT_EQ(type("true ? { a = null } : { a = \"x\", b = 1 }"), "map(string)");
  EXPECT_EQ(type("false ? [1] : [2, null]"), "list(number)");
  EXPECT_EQ(type("true ? [] : [null]"), "list(any)");
  EXPECT_EQ(json("true ? { a = 1 } : [1]"), "error: Inconsistent conditional result types");
}

TEST(Conditional, JudgesItsConditionStrictly) {
  EXPECT_EQ(json("null ? 1 : 2"), "error: Null condition");
  EXPECT_EQ(json("1 ? 1 : 2"), "error: Incorrect condition type");
  EXPECT_EQ(json("\"a\" ? 1 : 2"), "error: Incorrect condition type");
  EXPECT_EQ(json("\"true\" ? 1 : 2"), "1");
}

TEST(Conditional, IgnoresErrorsOfTheBranchNotTaken) {
  EXPECT_EQ(json("true ? 1 : [1][5]"), "1");
  EXPECT_EQ(json("false ? null.x : 2"), "2");
  EXPECT_EQ(json("true ? [1][5] : 1"), "error: Invalid index");
}

TEST(Conditional, RefinesWhatAnUnknownConditionLeavesCertain) {
  const Value unknown = Value::unknown(Type::boolean());
  Evaluation numbers("x ? 1 : 2");
  EXPECT_TRUE(numbers.with("x", unknown).value().is_certainly_not_null());
  Evaluation maybe_null("x ? 1 : null");
  EXPECT_FALSE(maybe_null.with("x", unknown).value().is_certainly_not_null());
  EXPECT_EQ(maybe_null.type(), "number");
  Evaluation lists("x ? [1] : [1, 2]");
  ASSERT_NE(lists.with("x", unknown).value().refinement(), nullptr);
  EXPECT_EQ(lists.value().refinement()->length_min, 1u);
  EXPECT_EQ(lists.value().refinement()->length_max, 2u);
  Evaluation nulls("x ? null : null");
  EXPECT_TRUE(nulls.with("x", unknown).value().is_null());
}

}  // namespace
}  // namespace tenon::lang
