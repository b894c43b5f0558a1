#include <gtest/gtest.h>

#include "engine/lang/lexer.h"
#include "tests/unit/lang/evaluation.h"

namespace tenon::lang {
namespace {

struct Wrong {
  const char* text;
  const char* summary;
  const char* place;
};

TEST(Reading, SaysWhatIsWrongAndWhere) {
  const Wrong cases[] = {
      {"a b", "Extra characters after expression", "1:3-4"},
      {"0x10", "Extra characters after expression", "1:2-5"},
      {"1 = 2", "Extra characters after expression", "1:3-4"},
      {"1 +", "Missing expression", "1:4-4"},
      {"", "Missing expression", "1:1-1"},
      {"(1", "Unbalanced parentheses", "1:1-2"},
      {"(1 2)", "Unbalanced parentheses", "1:4-5"},
      {"[1", "Unterminated tuple constructor expression", "1:1-2"},
      {"[1 2]", "Missing item separator", "1:4-5"},
      {"{ a = 1", "Unterminated object constructor expression", "1:1-2"},
      {"{ a = 1 b = 2 }", "Missing attribute separator", "1:9-10"},
      {"{ a 1 }", "Missing attribute value", "1:5-6"},
      {"f(1", "Unterminated function call", "1:2-3"},
      {"f(1 2)", "Missing argument separator", "1:5-6"},
      {"a.", "Invalid attribute name", "1:3-3"},
      {"a[1", "Missing close bracket on index", "1:2-3"},
      {"true ? 1", "Missing false expression in conditional", "1:9-9"},
      {"'a'", "Invalid character", "1:1-2"},
      {"${1}", "Invalid character", "1:1-2"},
      {"a & b", "Invalid character", "1:3-4"},
      {"1 /* x", "Comment is not closed", "1:3-5"},
      {"a::", "Missing function name", "1:4-4"},
      {"a::b", "Missing open parenthesis", "1:5-5"},
  };
  for (const auto& [text, summary, place] : cases) {
    Evaluation evaluation(text);
    EXPECT_EQ(evaluation.summary(), summary) << text;
    EXPECT_EQ(evaluation.place(), place) << text;
  }
}

TEST(Reading, ColumnsCountCharacters) {
  Evaluation evaluation("\"\xC3\xA9\xC3\xA9\" x");
  EXPECT_EQ(evaluation.place(), "1:6-7");
}

TEST(Reading, RefusesNestingAThousandDeep) {
  for (const char* bracket : {"(", "[", "!", "-", "f(", "{ a = ", "\"${", "[for x in y : "}) {
    std::string text;
    for (int i = 0; i < 1000; ++i) text += bracket;
    Evaluation evaluation(text);
    EXPECT_FALSE(evaluation.ok()) << bracket;
    EXPECT_EQ(evaluation.summary(), "Expression is nested too deeply") << bracket;
  }
}

TEST(Reading, RefusesChainsThatAreTooLong) {
  std::string sum = "1";
  std::string steps = "f()";
  std::string splats = "a";
  for (int i = 0; i < 5000; ++i) {
    sum += " + 1";
    steps += ".a";
    splats += "[*]";
  }
  for (const auto& text : {sum, steps, splats})
    EXPECT_FALSE(Evaluation(text).ok()) << text.substr(0, 20);
  EXPECT_EQ(json("1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1"), "12");
}

TEST(Reading, RefusesBrokenUtf8) {
  EXPECT_EQ(json("\"\xFF\""), "error: Invalid character encoding");
}

TEST(Reading, TakesCommentsAndLineEndsInBrackets) {
  EXPECT_EQ(json("(1 # one\n + /* two */ 2)"), "3");
  EXPECT_EQ(json("[1, // one\n 2\n]"), "[1,2]");
  EXPECT_EQ(json("{\n  a = 1 # one\n\n  b = 2,\n}"), "{\"a\":1,\"b\":2}");
  EXPECT_EQ(json("{ a = [\n1\n] }"), "{\"a\":[1]}");
  EXPECT_EQ(json("({\n a = (1 +\n 1)\n})"), "{\"a\":2}");
}

TEST(Reading, FindsReferencesWithTheirLiteralSteps) {
  const Evaluation evaluation(
      "[aws_vpc.main[0].tags[\"x\"].y, a[b.c].d, e[*].f, g.0.h, \"${i.j}\", { k = l }]");
  std::vector<std::string> texts;
  for (const auto& reference : evaluation.expression().references())
    texts.push_back(reference.text());
  const std::vector<std::string> expected{
      "aws_vpc.main[0].tags[\"x\"].y", "a", "b.c", "e", "g[0].h", "i.j", "l"};
  EXPECT_EQ(texts, expected);
  EXPECT_EQ(resolve(evaluation.expression().references()[0].span).start.column, 2u);
  EXPECT_EQ(resolve(evaluation.expression().references()[0].steps[1].span).start.column, 14u);
}

TEST(Reading, VariablesOfForHideOuterNames) {
  const Evaluation evaluation("[for x in x : x.y[z]]");
  ASSERT_EQ(evaluation.expression().references().size(), 2u);
  EXPECT_EQ(evaluation.expression().references()[0].text(), "x");
  EXPECT_EQ(evaluation.expression().references()[1].text(), "z");
}

TEST(Reading, FindsFunctionsOnce) {
  const Evaluation evaluation("upper(core::lower(upper(\"a\"))) == provider::aws::arn_build(1)");
  std::vector<std::string> names;
  for (const auto name : evaluation.expression().functions()) names.emplace_back(name.view());
  EXPECT_EQ(names.size(), 3u);
  EXPECT_NE(std::find(names.begin(), names.end(), "lower"), names.end());
  EXPECT_NE(std::find(names.begin(), names.end(), "provider::aws::arn_build"), names.end());
}

TEST(Reading, FoldsWhatIsConstant) {
  EXPECT_NE(Evaluation("1 + 2").expression().constant(), nullptr);
  EXPECT_NE(Evaluation("{ a = [1, \"x\"] }").expression().constant(), nullptr);
  EXPECT_EQ(Evaluation("x").expression().constant(), nullptr);
  EXPECT_EQ(Evaluation("f()").expression().constant(), nullptr);
  EXPECT_EQ(Evaluation("[1][2]").expression().constant(), nullptr);
}

TEST(Expression, AnswersQuestionsAboutItsForm) {
  EXPECT_EQ(Evaluation("all").expression().as_keyword(), "all");
  EXPECT_EQ(Evaluation("\"all\"").expression().as_keyword(), "all");
  EXPECT_EQ(Evaluation("a.b").expression().as_keyword(), "");
  ASSERT_NE(Evaluation("a.b").expression().as_reference(), nullptr);
  EXPECT_EQ(Evaluation("a.b + 1").expression().as_reference(), nullptr);

  EXPECT_EQ(Evaluation("(type(1))").expression().called_function().view(), "type");
  EXPECT_TRUE(Evaluation("type(1) == 1").expression().called_function().empty());

  const Evaluation list("[tags[\"a\"], { k = x.y }, 1]");
  const auto elements = list.expression().as_tuple();
  ASSERT_TRUE(elements);
  ASSERT_EQ(elements->size(), 3u);
  EXPECT_EQ((*elements)[0].as_reference()->text(), "tags[\"a\"]");
  EXPECT_EQ((*elements)[1].references().size(), 1u);
  EXPECT_EQ(resolve((*elements)[1].span()).start.column, 13u);
  EXPECT_EQ(json_for_programs(*(*elements)[2].constant()), "1");

  const Evaluation object("{ aws = aws.west, aws.src = aws.east }");
  const auto items = object.expression().as_object();
  ASSERT_TRUE(items);
  EXPECT_EQ((*items)[0].first.as_keyword(), "aws");
  EXPECT_EQ((*items)[1].first.as_reference()->text(), "aws.src");
  EXPECT_EQ((*items)[1].second.as_reference()->text(), "aws.east");
}

TEST(Expression, PartsGoOnEvaluatingWithoutTheWhole) {
  std::optional<std::vector<Expression>> parts;
  {
    const Evaluation whole(
        "[[for x in [1, 2] : { v = x, w = \"${x}!\" } if x > 1][0].w, 1 > 2 ? f : [3][*]]");
    parts = whole.expression().as_tuple();
  }
  ASSERT_TRUE(parts);
  ASSERT_NE((*parts)[0].constant(), nullptr);
  EXPECT_EQ(json_for_programs(*(*parts)[0].constant()), "\"2!\"");
  EXPECT_EQ((*parts)[1].references().size(), 1u);
}

TEST(Traversal, IsReadAlone) {
  Diagnostics diagnostics;
  const auto reference = parse_traversal({"aws_vpc.main[\"a\"]", {}, false}, diagnostics);
  ASSERT_TRUE(reference);
  EXPECT_EQ(reference->text(), "aws_vpc.main[\"a\"]");
  EXPECT_TRUE(diagnostics.empty());
  EXPECT_FALSE(parse_traversal({"${aws_vpc.main}", {}, false}, diagnostics));
  EXPECT_FALSE(parse_traversal({"a[*]", {}, false}, diagnostics));
  EXPECT_EQ(diagnostics.size(), 2u);
}

TEST(Lexer, KnowsIdentifiersOfAllScripts) {
  EXPECT_TRUE(detail::is_identifier("a-b_1"));
  EXPECT_TRUE(
      detail::is_identifier("\xC3\xBC"
                            "ber"));
  EXPECT_FALSE(detail::is_identifier("1a"));
  EXPECT_FALSE(detail::is_identifier("-a"));
  EXPECT_FALSE(detail::is_identifier("a b"));
  EXPECT_FALSE(detail::is_identifier(""));
}

TEST(Unbound, ReferencesAreAnErrorAtTheirPlace) {
  Evaluation evaluation("1 + nowhere.x");
  EXPECT_EQ(evaluation.json(), "error: Invalid reference");
  EXPECT_EQ(evaluation.place(), "1:5-14");
}

}  // namespace
}  // namespace tenon::lang
