#include <gtest/gtest.h>

#include "engine/graph/graph.h"

namespace tenon {
namespace {

using Edges = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

TEST(Levels, AreByTheLongestWay) {
  std::vector<std::uint32_t> cycle;
  // 3 needs 2 and 0, 2 needs 1, 1 needs 0.
  const auto levels = topological_levels(4, Edges{{3, 2}, {2, 1}, {1, 0}, {3, 0}}, &cycle);
  EXPECT_EQ(levels, (std::vector<std::uint32_t>{0, 1, 2, 3}));
  EXPECT_TRUE(cycle.empty());
}

TEST(Levels, WhatNeedsNothingIsAtTheBottom) {
  std::vector<std::uint32_t> cycle;
  EXPECT_EQ(topological_levels(3, Edges{}, &cycle), (std::vector<std::uint32_t>{0, 0, 0}));
  EXPECT_TRUE(topological_levels(0, Edges{}, &cycle).empty());
}

TEST(Levels, ACycleIsNamedAsItRuns) {
  std::vector<std::uint32_t> cycle;
  const auto levels = topological_levels(5, Edges{{0, 1}, {1, 2}, {2, 3}, {3, 1}, {4, 0}}, &cycle);
  EXPECT_TRUE(levels.empty());
  ASSERT_EQ(cycle.size(), 3U);
  const Edges needs = {{1, 2}, {2, 3}, {3, 1}};
  for (std::size_t i = 0; i < 3; ++i) {
    const std::pair<std::uint32_t, std::uint32_t> step{cycle[i], cycle[(i + 1) % 3]};
    EXPECT_NE(std::find(needs.begin(), needs.end(), step), needs.end());
  }
}

TEST(Levels, WhoNeedsItselfIsACycle) {
  std::vector<std::uint32_t> cycle;
  EXPECT_TRUE(topological_levels(2, Edges{{1, 1}}, &cycle).empty());
  EXPECT_EQ(cycle, (std::vector<std::uint32_t>{1}));
}

TEST(Levels, ALongChainNeedsNoDeepStack) {
  Edges needs;
  constexpr std::uint32_t kCount = 30'000;
  for (std::uint32_t i = 1; i < kCount; ++i) needs.emplace_back(i, i - 1);
  std::vector<std::uint32_t> cycle;
  EXPECT_EQ(topological_levels(kCount, needs, &cycle).back(), kCount - 1);
  needs.emplace_back(0, kCount - 1);
  EXPECT_TRUE(topological_levels(kCount, needs, &cycle).empty());
  EXPECT_EQ(cycle.size(), kCount);
}

}  // namespace
}  // namespace tenon
