#include <gtest/gtest.h>

#include "tests/unit/doc/reading.h"

namespace tenon::doc {
namespace {

TEST(Json, ReadsEveryKindOfValue) {
  const auto reading = json(R"({"a": [1, -2.5e3], "b": {"c": null}, "d": true, "e": "x"})");
  ASSERT_EQ(reading.error(), "");
  EXPECT_EQ(reading.at("a").items[1].text, "-2.5e3");
  EXPECT_EQ(reading.at("b").find("c")->kind, NodeKind::Null);
  EXPECT_TRUE(reading.at("d").boolean);
  EXPECT_EQ(reading.at("e").text, "x");
}

TEST(Json, DecodesEscapes) {
  const auto reading = json(R"(["\u00e9\n\"", "\ud83d\ude00", "\ud800"])");
  EXPECT_EQ(reading.root().items[0].text, "\xC3\xA9\n\"");
  EXPECT_EQ(reading.root().items[1].text, "\xF0\x9F\x98\x80");
  EXPECT_EQ(reading.root().items[2].text, "\xEF\xBF\xBD");
  EXPECT_FALSE(reading.root().items[0].verbatim);
}

TEST(Json, KeepsNamesThatStandTwice) {
  const auto reading = json(R"({"a": 1, "a": 2})");
  ASSERT_EQ(reading.root().members.size(), 2U);
  EXPECT_EQ(reading.root().members[1].value.text, "2");
}

TEST(Json, SpansCoverWhatIsWritten) {
  const auto reading = json(R"({"name": {"b": [1, 2]}})");
  EXPECT_EQ(text_of(reading.root().members[0].name_span), "name");
  EXPECT_EQ(text_of(reading.at("name").find("b")->span), "[1, 2]");
}

TEST(Json, AByteOrderMarkIsPassedOver) { EXPECT_EQ(json("\xEF\xBB\xBF{}").error(), ""); }

struct Refusal {
  const char* text;
  const char* error;
};

TEST(Json, RefusesWithTheCodeAndThePlace) {
  for (const Refusal& each : {
           Refusal{"", "E0101 1:1"},
           Refusal{"{\"a\": 1 \"b\": 2}", "E0101 1:9"},
           Refusal{"{\"a\" 1}", "E0101 1:6"},
           Refusal{"{a: 1}", "E0101 1:2"},
           Refusal{"[1,]", "E0101 1:4"},
           Refusal{"[1] x", "E0101 1:5"},
           Refusal{"\"abc", "E0101 1:1"},
           Refusal{"[\"a\tb\"]", "E0101 1:4"},
           Refusal{"[\"\\x\"]", "E0101 1:3"},
           Refusal{"[\"\\u12\"]", "E0101 1:3"},
           Refusal{"[01]", "E0101 1:2"},
           Refusal{"[1.]", "E0101 1:2"},
           Refusal{"[+1]", "E0101 1:2"},
           Refusal{"[nul]", "E0101 1:2"},
           Refusal{"[\"\xff\"]", "E0103 1:1"},
       }) {
    const auto reading = json(each.text);
    EXPECT_EQ(reading.document, nullptr) << each.text;
    EXPECT_EQ(reading.error(), each.error) << each.text;
    EXPECT_EQ(reading.diagnostics.size(), 1U) << each.text;
  }
}

TEST(Json, DepthIsBounded) {
  Limits limits;
  limits.depth = 3;
  EXPECT_EQ(json("[[[1]]]", limits).error(), "");
  EXPECT_EQ(json("[[[[1]]]]", limits).error(), "E0115 1:5");
}

TEST(Json, EveryPrefixOfAFileIsReadOrRefused) {
  const std::string whole = R"({"a": [1, -2.5e3, true, null], "b": {"\u00e9": "x\n"}})";
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_TRUE(json(whole.substr(0, size)).diagnostics.has_errors()) << size;
  EXPECT_EQ(json(whole).error(), "");
}

}  // namespace
}  // namespace tenon::doc
