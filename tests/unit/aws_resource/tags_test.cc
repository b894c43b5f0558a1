#include "providers/aws/resource/tags.h"

#include <gtest/gtest.h>

namespace tenon::aws {
namespace {

SessionSettings settings() {
  SessionSettings made;
  made.default_tags = {{"Owner", "team"}};
  made.ignored_tag_prefixes = {"auto:"};
  return made;
}

TEST(Tags, OwnOnesComeBeforeDefaults) {
  EXPECT_EQ(with_defaults(settings(), {{"A", "b"}}), (Tags{{"A", "b"}, {"Owner", "team"}}));
  EXPECT_EQ(with_defaults(settings(), {{"Owner", "me"}}), (Tags{{"Owner", "me"}}));
}

TEST(Tags, WhatIsNobodysIsNotShown) {
  TagsMapping pairs;
  pairs.key = "Key";
  pairs.value = "Value";
  const auto wire = parse_json(
      R"([{"Key":"A","Value":"b"},{"Key":"aws:x","Value":"1"},{"Key":"auto:y","Value":"2"},
          {"Key":"tenon:intent","Value":"i"}])");
  ASSERT_TRUE(wire.has_value());
  EXPECT_EQ(tags_from_wire(pairs, settings(), *wire), (Tags{{"A", "b"}}));
  EXPECT_EQ(intent_tag_in(pairs, *wire), "i");
}

TEST(Tags, ADefaultIsTheResourcesOwnOnlyWhereItWasBefore) {
  const Tags all = {{"A", "b"}, {"Owner", "team"}};
  EXPECT_EQ(own_tags(settings(), all, {}), (Tags{{"A", "b"}}));
  EXPECT_EQ(own_tags(settings(), all, {{"Owner", "team"}}), all);
  EXPECT_EQ(own_tags(settings(), {{"Owner", "other"}}, {}), (Tags{{"Owner", "other"}}));
}

TEST(Tags, GoBothWaysAsPairsAndAsMap) {
  TagsMapping map;
  map.present = true;
  const Tags tags = {{"A", "b"}, {"C", "d"}};
  EXPECT_EQ(to_json(tags_to_wire(map, tags)), R"({"A":"b","C":"d"})");
  EXPECT_EQ(tags_from_wire(map, settings(), tags_to_wire(map, tags)), tags);
}

}  // namespace
}  // namespace tenon::aws
