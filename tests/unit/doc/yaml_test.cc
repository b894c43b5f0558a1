#include <gtest/gtest.h>

#include "tests/unit/doc/reading.h"

namespace tenon::doc {
namespace {

TEST(Yaml, ReadsPlainScalarsByTheCoreSchema) {
  const auto reading = yaml("a: no\nb: 0777\nc: ~\nd: True\ne: 0o17\nf: 0x1F\ng: .5\nh: 1_000\n");
  ASSERT_EQ(reading.error(), "");
  EXPECT_EQ(reading.at("a").kind, NodeKind::String);
  EXPECT_EQ(reading.at("b").text, "777");
  EXPECT_EQ(reading.at("c").kind, NodeKind::Null);
  EXPECT_TRUE(reading.at("d").boolean);
  EXPECT_EQ(reading.at("e").text, "15");
  EXPECT_EQ(reading.at("f").text, "31");
  EXPECT_EQ(reading.at("g").text, "0.5");
  EXPECT_EQ(reading.at("h").kind, NodeKind::String);
}

TEST(Yaml, KeepsEveryDigitOfANumber) {
  const auto reading = yaml("a: 12345678901234567890123456789.50\nb: -0.1e-3\n");
  EXPECT_EQ(reading.at("a").text, "12345678901234567890123456789.50");
  EXPECT_EQ(reading.at("b").text, "-0.1e-3");
}

TEST(Yaml, QuotedScalarsAreStringsWhateverTheyLookLike) {
  const auto reading = yaml("a: \"1\"\nb: 'true'\nc: !!str 5\nd: ''\n");
  for (const char* name : {"a", "b", "c", "d"})
    EXPECT_EQ(reading.at(name).kind, NodeKind::String) << name;
}

TEST(Yaml, SpansCoverWhatIsWritten) {
  const auto reading = yaml("größe:\n  name: \"ab\"\n  size: 12\n");
  const Node& inner = reading.at("größe");
  EXPECT_EQ(text_of(inner.find("name")->span), "\"ab\"");
  EXPECT_EQ(text_of(inner.find("name")->text_span), "ab");
  EXPECT_EQ(text_of(inner.find("size")->span), "12");
  EXPECT_EQ(text_of(inner.members[1].name_span), "size");
}

TEST(Yaml, WhatStandsBehindOtherLettersIsReadInItsPlace) {
  for (const char* text : {"\xEF\xBB\xBF"
                           "a: \"5\"\n",
                           "ä: ééé\na: \"5\"\n", "😀: 日本語\na: '5'\n"}) {
    const auto reading = yaml(text);
    EXPECT_EQ(reading.at("a").kind, NodeKind::String) << text;
    EXPECT_EQ(text_of(reading.at("a").text_span), "5") << text;
  }
}

TEST(Yaml, VerbatimSaysWhetherOffsetsInTheTextAreOffsetsInTheSource) {
  const auto reading = yaml("a: \"x${b}\"\nb: \"\\tx\"\nc: |\n  line\n");
  EXPECT_TRUE(reading.at("a").verbatim);
  EXPECT_FALSE(reading.at("b").verbatim);
  EXPECT_EQ(reading.at("c").style, ScalarStyle::Literal);
  EXPECT_EQ(reading.at("c").text, "line\n");
}

TEST(Yaml, AnchorsAreCopiedAndMergesFillWhatIsMissing) {
  const auto reading = yaml("base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\n");
  ASSERT_EQ(reading.error(), "");
  EXPECT_EQ(reading.at("use").find("x")->text, "1");
  EXPECT_EQ(reading.at("use").find("y")->text, "3");
  EXPECT_EQ(reading.at("use").members.size(), 2U);
}

TEST(Yaml, OfSeveralMergesTheFirstCounts) {
  const auto reading = yaml("a: &a {x: 1}\nb: &b {x: 2, z: 4}\nc:\n  <<: [*a, *b]\n");
  EXPECT_EQ(reading.at("c").find("x")->text, "1");
  EXPECT_EQ(reading.at("c").find("z")->text, "4");
}

TEST(Yaml, SeveralDocumentsHaveARootEach) {
  const auto reading = yaml("a: 1\n---\nb: 2\n");
  ASSERT_EQ(reading.document->roots.size(), 2U);
  EXPECT_NE(reading.document->roots[1].find("b"), nullptr);
}

TEST(Yaml, AnEmptyFileHasNoRootOrANullOne) {
  for (const char* text : {"", "# nothing\n", "---\n"}) {
    const auto reading = yaml(text);
    ASSERT_NE(reading.document, nullptr) << text;
    for (const Node& root : reading.document->roots) EXPECT_EQ(root.kind, NodeKind::Null);
  }
}

struct Refusal {
  const char* text;
  const char* error;
};

TEST(Yaml, RefusesWithTheCodeAndThePlace) {
  for (const Refusal& each : {
           Refusal{"a: 1\na: 2\n", "E0117 2:1"},
           Refusal{"1: a\n", "E0116 1:1"},
           Refusal{"true: a\n", "E0116 1:1"},
           Refusal{"~: a\n", "E0116 1:1"},
           Refusal{"[a]: b\n", "E0116 1:1"},
           Refusal{"a: !Sub x\n", "E0114 1:4"},
           Refusal{"a: &x [*x]\n", "E0112 1:8"},
           Refusal{"a:\n\tb: 1\n", "E0111 2:3"},
           Refusal{"a: [1, 2\n", "E0111 2:1"},
           Refusal{"a: @x\n", "E0111 1:4"},
           Refusal{"<<: 1\n", "E0118 1:1"},
           Refusal{"a: *nothing\n", "E0111 1:4"},
           Refusal{"\xff\n", "E0103 1:1"},
       }) {
    const auto reading = yaml(each.text);
    EXPECT_EQ(reading.document, nullptr) << each.text;
    EXPECT_EQ(reading.error(), each.error) << each.text;
    EXPECT_EQ(reading.diagnostics.size(), 1U) << each.text;
  }
}

TEST(Yaml, DepthIsBoundedInBothStyles) {
  Limits limits;
  limits.depth = 5;
  EXPECT_EQ(yaml("[[[[[1]]]]]", limits).error(), "");
  EXPECT_EQ(yaml("[[[[[[1]]]]]]", limits).error(), "E0115 1:6");
  EXPECT_EQ(yaml("- - - - - - 1\n", limits).error(), "E0115 1:11");
}

TEST(Yaml, BracketsInTextAreNoNesting) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "a" + std::to_string(i) + ": a[b\n";
  EXPECT_EQ(yaml(text).error(), "");
}

TEST(Yaml, AliasesAreBounded) {
  Limits limits;
  limits.nodes_from_aliases = 10;
  EXPECT_EQ(yaml("a: &a [1, 2, 3]\nb: [*a, *a]\n", limits).error(), "");
  EXPECT_EQ(yaml("a: &a [1, 2, 3]\nb: [*a, *a, *a]\n", limits).error(), "E0113 2:13");
}

TEST(Yaml, SizeIsBounded) {
  Limits limits;
  limits.file_bytes = 4;
  EXPECT_EQ(yaml("a: 1\n", limits).error(), "E0102 1:1");
}

TEST(Yaml, EveryPrefixOfAFileIsReadOrRefused) {
  const std::string whole =
      "a: &x [1, \"b\\n\", {c: 'd'}]\ne: |\n  f\ng: *x\nh: !!str 1\n---\n- i\n";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const auto reading = yaml(whole.substr(0, size));
    EXPECT_EQ(reading.document == nullptr, reading.diagnostics.has_errors()) << size;
  }
}

}  // namespace
}  // namespace tenon::doc
