#include "engine/config/version.h"

#include <gtest/gtest.h>

namespace tenon::config {
namespace {

bool fits(std::string_view version, std::string_view constraint) {
  std::string error;
  const auto answer = satisfies(version, constraint, &error);
  EXPECT_TRUE(answer.has_value()) << constraint << ": " << error;
  return answer.value_or(false);
}

TEST(Version, ComparesPartByPart) {
  EXPECT_TRUE(fits("1.11.4", ">= 1.9"));
  EXPECT_TRUE(fits("5.100.0", "> 5.99.9"));
  EXPECT_FALSE(fits("1.11.4", "< 1.11.4"));
  EXPECT_TRUE(fits("1.11.4", "= 1.11.4"));
  EXPECT_TRUE(fits("1.11.4", "1.11.4"));
  EXPECT_FALSE(fits("1.11.4", "!= 1.11.4"));
}

TEST(Version, TheLastPartMayGrowAfterATilde) {
  EXPECT_TRUE(fits("5.100.0", "~> 5.0"));
  EXPECT_FALSE(fits("6.0.0", "~> 5.0"));
  EXPECT_TRUE(fits("1.11.4", "~> 1.11.2"));
  EXPECT_FALSE(fits("1.12.0", "~> 1.11.2"));
}

TEST(Version, AllPartsOfAConstraintMustHold) {
  EXPECT_TRUE(fits("1.11.4", ">= 1.5, < 2.0, != 1.6.0"));
  EXPECT_FALSE(fits("1.11.4", ">= 1.5, < 1.10"));
}

TEST(Version, WhatIsNoConstraintIsSaid) {
  for (const char* text : {"", "abc", ">= ", "~> x.y", "1.2.3.4.5", ">> 1.0", "1.0,,2.0"}) {
    std::string error;
    EXPECT_FALSE(satisfies("1.0.0", text, &error).has_value()) << text;
    EXPECT_FALSE(error.empty()) << text;
  }
}

}  // namespace
}  // namespace tenon::config
