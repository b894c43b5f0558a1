#include "engine/lang/parser.h"

#include <gtest/gtest.h>

#include "schema/value/print.h"

namespace tenon::lang {
namespace {

struct Parsed {
  Diagnostics diagnostics;
  std::unique_ptr<BodySyntax> body;
  explicit Parsed(std::string_view text) { body = parse_hcl("main.tf", text, diagnostics); }
  std::string summaries() const {
    std::string all;
    for (const auto& diagnostic : diagnostics.list()) {
      const auto at = resolve(diagnostic.span).start;
      all += diagnostic.summary + "@" + std::to_string(at.line) + ":" + std::to_string(at.column) +
             "\n";
    }
    return all;
  }
};

TEST(Body, HoldsAttributesAndBlocksInOrder) {
  const Parsed parsed(
      "# comment\nresource \"aws_vpc\" main {\n  cidr = \"10.0.0.0/16\" // c\n  tags = {\n    a = "
      "1\n  }\n\n"
      "  lifecycle { prevent_destroy = true }\n  empty {}\n}\nx = 1 /* c */\n");
  ASSERT_EQ(parsed.summaries(), "");
  ASSERT_EQ(parsed.body->blocks.size(), 1u);
  const BlockSyntax& block = parsed.body->blocks[0];
  EXPECT_EQ(block.type.view(), "resource");
  ASSERT_EQ(block.labels.size(), 2u);
  EXPECT_EQ(block.labels[0].text, "aws_vpc");
  EXPECT_EQ(block.labels[1].text, "main");
  EXPECT_EQ(resolve(block.header).end.column, 24u);
  ASSERT_EQ(block.body.attributes.size(), 2u);
  EXPECT_EQ(json_for_programs(*block.body.attributes[1].expression.constant()), "{\"a\":1}");
  ASSERT_EQ(block.body.blocks.size(), 2u);
  EXPECT_EQ(block.body.blocks[0].body.attributes[0].name.view(), "prevent_destroy");
  EXPECT_EQ(resolve(block.body.end).start.line, 10u);
  EXPECT_EQ(parsed.body->attributes[0].name.view(), "x");
}

TEST(Body, ExpressionsEndWithTheirLine) {
  const Parsed parsed("a = 1\nb = [\n  2,\n]\nc = x\n");
  ASSERT_EQ(parsed.summaries(), "");
  ASSERT_EQ(parsed.body->attributes.size(), 3u);
  EXPECT_EQ(parsed.body->attributes[2].expression.references().size(), 1u);
  const auto span = resolve(parsed.body->attributes[1].expression.span());
  EXPECT_EQ(span.start.line, 2u);
  EXPECT_EQ(span.end.line, 4u);
}

TEST(Body, ReportsEveryBrokenItemAndKeepsTheRest) {
  const Parsed parsed("a = \nb = 2\nc = [1, 2\nd = 4\n");
  EXPECT_EQ(parsed.summaries(), "Missing expression@1:5\nMissing item separator@4:1\n");
  const Parsed more("x {\n  a = (1 2)\n  b = \"${1 2}\"\n  c = 3\n}\ny = 1 1\nz = 2\n");
  EXPECT_EQ(more.summaries(),
            "Unbalanced parentheses@2:10\nExtra characters after interpolation expression@3:12\n"
            "Missing newline after argument@6:7\n");
  ASSERT_EQ(more.body->blocks.size(), 1u);
  EXPECT_EQ(more.body->blocks[0].body.attributes.size(), 1u);
  EXPECT_EQ(more.body->attributes.back().name.view(), "z");
}

TEST(Body, GoesOnBehindABrokenHeredoc) {
  const Parsed parsed("a = <<E\n  ${1 2}\n  x = \"\n E\nb = 2\n");
  EXPECT_EQ(parsed.summaries(), "Extra characters after interpolation expression@2:7\n");
  EXPECT_EQ(parsed.body->attributes.size(), 1u);
}

TEST(Body, SaysWhatIsWrongWithItsForm) {
  const std::pair<const char*, const char*> cases[] = {
      {"a = 1\na = 2\n", "Attribute redefined@2:1\n"},
      {"a {\n", "Unclosed configuration block@1:3\n"},
      {"}\na = 1\n", "Unexpected closing brace@1:1\n"},
      {"\"a\" = 1\n", "Invalid argument name@1:1\n"},
      {"a\n", "Argument or block definition required@1:2\n"},
      {"= 1\n", "Argument or block definition required@1:1\n"},
      {"a \"b\" = 1\n", "Invalid block definition@1:7\n"},
      {"a \"${b}\" {\n}\n", "Template where plain text is needed@1:4\n"},
      {"a { b = 1, c = 2 }\n", "Missing newline after argument@1:10\n"},
      {"a {} b {}\n", "Missing newline after block definition@1:6\n"},
      {"a { b = 1\n}\n", "Invalid single-argument block definition@1:3\n"},
      {"a { b {} }\n", "Invalid single-argument block definition@1:5\n"},
      {"a = \"x\n", "Invalid multi-line string@1:5\n"},
      {"\xFF", "Invalid character encoding@1:1\n"},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(Parsed(text).summaries().substr(0, std::string_view(expected).size()), expected)
        << text;
  }
}

TEST(Body, RefusesBlocksNestedAThousandDeep) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "a {\n";
  const Parsed parsed(text);
  EXPECT_TRUE(parsed.diagnostics.has_errors());
  EXPECT_EQ(parsed.diagnostics.list()[0].summary, "Blocks are nested too deeply");
}

TEST(Body, SurvivesEveryCutOfAText) {
  const std::string text =
      "resource \"a\" \"b\" {\n  x = <<-E\n    ${y[*].z ~}\n  E\n  t = { for k, v in m : k => v... "
      "if v != \"q\\n\" }\n"
      "  s = \"%{ if a }b%{ else }c%{ endif }\"\n}\n";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const Parsed cut(text.substr(0, i));
    const Parsed rest(text.substr(i));
    EXPECT_NE(cut.body, nullptr);
    EXPECT_NE(rest.body, nullptr);
  }
}

TEST(Body, TakesWindowsLineEndsAndAByteOrderMark) {
  const Parsed parsed(
      "\xEF\xBB\xBF"
      "a = 1\r\nb {\r\n  c = 2\r\n}\r\n");
  EXPECT_EQ(parsed.summaries(), "");
  EXPECT_EQ(parsed.body->attributes.size(), 1u);
  EXPECT_EQ(parsed.body->blocks.size(), 1u);
}

}  // namespace
}  // namespace tenon::lang
