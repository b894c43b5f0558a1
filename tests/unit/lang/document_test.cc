#include <gtest/gtest.h>

#include "engine/lang/expression.h"
#include "schema/value/print.h"

namespace tenon::lang {
namespace {

doc::Node text_node(std::string_view text, doc::ScalarStyle style = doc::ScalarStyle::Plain) {
  doc::Node node;
  node.kind = doc::NodeKind::String;
  node.style = style;
  node.text = text;
  return node;
}

std::string json_of(const doc::Node& node) {
  Diagnostics diagnostics;
  bool ok = false;
  const auto expression = expression_of(node, diagnostics, &ok);
  if (!ok) return "error: " + diagnostics.list().front().summary;
  return expression.constant() == nullptr ? "not constant"
                                          : json_for_programs(*expression.constant());
}

TEST(Document, StringsAreTemplates) {
  EXPECT_EQ(json_of(text_node("5")), "\"5\"");
  EXPECT_EQ(json_of(text_node("")), "\"\"");
  EXPECT_EQ(json_of(text_node("${5}")), "5");
  EXPECT_EQ(json_of(text_node("${5} ")), "\"5 \"");
  EXPECT_EQ(json_of(text_node("$${x}")), "\"${x}\"");
  EXPECT_EQ(json_of(text_node("${")), "error: Missing expression");
}

TEST(Document, ABlockScalarsLastLineEndDoesNotMakeAText) {
  EXPECT_EQ(json_of(text_node("${5}\n", doc::ScalarStyle::Literal)), "5");
  EXPECT_EQ(json_of(text_node("${5}${6}\n", doc::ScalarStyle::Literal)), "\"56\\n\"");
  EXPECT_EQ(json_of(text_node("${5}\n", doc::ScalarStyle::Quoted)), "\"5\\n\"");
}

TEST(Document, LiteralsLeaveStringsAsTheyAre) {
  Diagnostics diagnostics;
  const auto expression = literal_of(text_node("${5}"), diagnostics);
  EXPECT_EQ(json_for_programs(*expression.constant()), "\"${5}\"");
}

TEST(Document, ArraysAndObjectsBecomeTuplesAndObjects) {
  doc::Node number;
  number.kind = doc::NodeKind::Number;
  number.text = "12345678901234567890123456789.5";
  doc::Node null;
  const doc::Node items[] = {number, null, text_node("${1 + 1}")};
  doc::Node array;
  array.kind = doc::NodeKind::Array;
  array.items = items;
  const doc::Member members[] = {{"${\"k\"}", {}, array}, {"//", {}, text_node("x")}};
  doc::Node object;
  object.kind = doc::NodeKind::Object;
  object.members = members;
  EXPECT_EQ(json_of(object), "{\"//\":\"x\",\"k\":[12345678901234567890123456789.5,null,2]}");
}

TEST(Document, RefusesAKeyThatStandsTwice) {
  const doc::Member members[] = {{"a", {}, text_node("1")}, {"a", {}, text_node("2")}};
  doc::Node object;
  object.kind = doc::NodeKind::Object;
  object.members = members;
  EXPECT_EQ(json_of(object), "error: Duplicate object key");
}

TEST(Document, PointsIntoTheSourceWhereTheTextIsVerbatim) {
  const auto source = add_source("main.tenon.yaml", "key: a ${b.c} d\n");
  doc::Node node = text_node("a ${b.c} d");
  node.verbatim = true;
  node.span = node.text_span = {source, 5, 15};
  Diagnostics diagnostics;
  const auto expression = expression_of(node, diagnostics);
  ASSERT_EQ(expression.references().size(), 1u);
  EXPECT_EQ(resolve(expression.references()[0].span).start.column, 10u);
  Arena arena;
  EvalContext context;
  context.arena = &arena;
  context.diagnostics = &diagnostics;
  bool ok = true;
  expression.evaluate(context, {}, &ok);
  EXPECT_FALSE(ok);
  EXPECT_EQ(location_text(diagnostics.list().at(0).span), "main.tenon.yaml:1:10");
}

}  // namespace
}  // namespace tenon::lang
