#include "engine/config/body.h"

#include <gtest/gtest.h>

#include "engine/config/body_data.h"
#include "tests/unit/config/loading.h"

namespace tenon::config {
namespace {

// The same body in all three syntaxes.
Body native(std::string_view text, Diagnostics& diagnostics) {
  std::shared_ptr<lang::BodySyntax> syntax = lang::parse_hcl("test.tf", text, diagnostics);
  auto data = std::make_shared<detail::BodyData>();
  data->native = syntax;
  data->owner = syntax;
  return Body(data);
}
Body from_document(std::shared_ptr<doc::Document> document) {
  auto data = std::make_shared<detail::BodyData>();
  data->owner = document;
  data->objects.push_back(&document->roots[0]);
  return Body(data);
}
Body json(std::string_view text, Diagnostics& diagnostics) {
  return from_document(doc::read_json("test.json", text, {}, diagnostics));
}
Body yaml(std::string_view text, Diagnostics& diagnostics) {
  return from_document(doc::read_yaml("test.yaml", text, {}, diagnostics));
}

BodySchema schema() {
  return {{{Symbol("size"), ArgumentMode::Expression, true},
           {Symbol("name"), ArgumentMode::Literal, false}},
          {{Symbol("rule"), 0, {}}, {Symbol("zone"), 2, {"type", "name"}}}};
}

TEST(Body, GivesTheSameContentInEverySyntax) {
  Diagnostics diagnostics;
  const Body bodies[] = {
      native("size = 1\nrule {}\nrule {}\nzone \"a\" \"b\" {}\n", diagnostics),
      json(R"({"size": 1, "rule": [{}, {}], "zone": {"a": {"b": {}}}})", diagnostics),
      yaml("size: 1\nrule: [{}, {}]\nzone: {a: {b: {}}}\n", diagnostics)};
  for (const Body& body : bodies) {
    const BodyContent content = body.content(schema(), diagnostics);
    EXPECT_EQ(codes_of(diagnostics), "");
    ASSERT_NE(content.find(Symbol("size")), nullptr);
    ASSERT_EQ(content.blocks.size(), 3U);
    EXPECT_EQ(content.blocks[2].labels[0].text, "a");
    EXPECT_EQ(content.blocks[2].labels[1].text, "b");
  }
}

TEST(Body, NullAndAnEmptyListAreNoBlocks) {
  Diagnostics diagnostics;
  const BodyContent content =
      json(R"({"size": 1, "rule": null, "zone": {"a": {"b": []}}})", diagnostics)
          .content(schema(), diagnostics);
  EXPECT_EQ(codes_of(diagnostics), "");
  EXPECT_TRUE(content.blocks.empty());
}

TEST(Body, BlocksThatStandTwiceInJsonAreBothThere) {
  Diagnostics diagnostics;
  const BodyContent content =
      json(R"({"size": 1, "rule": {}, "rule": {}})", diagnostics).content(schema(), diagnostics);
  EXPECT_EQ(codes_of(diagnostics), "");
  EXPECT_EQ(content.blocks.size(), 2U);
}

TEST(Body, AnArgumentThatStandsTwiceInJsonIsRefused) {
  Diagnostics diagnostics;
  json(R"({"size": 1, "size": 2})", diagnostics).content(schema(), diagnostics);
  EXPECT_EQ(codes_of(diagnostics), "E0125 test.json:1:14");
}

TEST(Body, CommentsInJsonAreNoArguments) {
  Diagnostics diagnostics;
  json(R"({"//": "why", "size": 1})", diagnostics).content(schema(), diagnostics);
  EXPECT_EQ(codes_of(diagnostics), "");
}

TEST(Body, UnknownNamesAreComparedWithKnownOnes) {
  Diagnostics diagnostics;
  yaml("size: 1\nnmae: x\n", diagnostics).content(schema(), diagnostics);
  ASSERT_EQ(codes_of(diagnostics), "E0122 test.yaml:2:1");
  EXPECT_NE(diagnostics.list()[0].detail.find("Did you mean \"name\"?"), std::string::npos);
}

TEST(Body, WhatIsRequiredIsMissed) {
  Diagnostics diagnostics;
  native("name = \"x\"\n", diagnostics).content(schema(), diagnostics);
  EXPECT_EQ(codes_of(diagnostics).substr(0, 5), "E0126");
}

TEST(Body, PartialContentLeavesTheRest) {
  Diagnostics diagnostics;
  Body rest;
  const BodyContent content = yaml("size: 1\nother: 2\nrule: {}\nthing: {}\n", diagnostics)
                                  .partial_content(schema(), &rest, diagnostics);
  EXPECT_EQ(content.arguments.size(), 1U);
  EXPECT_EQ(content.blocks.size(), 1U);
  const auto left = rest.just_arguments(ArgumentMode::Expression, diagnostics);
  ASSERT_EQ(left.size(), 2U);
  EXPECT_EQ(left[0].name.view(), "other");
  EXPECT_EQ(codes_of(diagnostics), "");
}

TEST(Body, LiteralsAreNoTemplates) {
  Diagnostics diagnostics;
  const BodyContent content =
      json(R"({"size": "${1}", "name": "${1}"})", diagnostics).content(schema(), diagnostics);
  EXPECT_EQ(content.find(Symbol("size"))->expression.constant()->type(), Type::number());
  EXPECT_EQ(content.find(Symbol("name"))->expression.constant()->as_string(), "${1}");
}

TEST(Body, ALabelLevelNeedsAnObject) {
  Diagnostics diagnostics;
  yaml("size: 1\nzone: {a: text}\n", diagnostics).content(schema(), diagnostics);
  EXPECT_EQ(codes_of(diagnostics), "E0127 test.yaml:2:11");
}

TEST(Body, NativeBlocksNeedTheirLabels) {
  Diagnostics diagnostics;
  native("size = 1\nzone \"a\" {}\n", diagnostics).content(schema(), diagnostics);
  EXPECT_EQ(codes_of(diagnostics).substr(0, 5), "E0124");
}

}  // namespace
}  // namespace tenon::config
