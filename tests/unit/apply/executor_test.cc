#include "engine/apply/executor.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/apply/applying.h"

namespace tenon {
namespace {

constexpr const char* kTwo = R"(
resource "paper_thing" "a" { name = "a" }
resource "paper_thing" "b" {
  name = "b"
  size = length(paper_thing.a.id)
}
output "b" { value = paper_thing.b.size }
)";

TEST(Executor, DoesWhatThePlanSaysAndThenThereIsNothingToDo) {
  ApplyDesk desk;
  desk.write(kTwo);
  const ApplyOutcome outcome = desk.apply();
  EXPECT_EQ(desk.said(), "");
  EXPECT_EQ(outcome.added, 2U);
  EXPECT_EQ(desk.things(), "a:0 b:7");
  EXPECT_EQ(desk.held(), "paper_thing.a paper_thing.b");
  EXPECT_EQ(desk.session.outputs.count("b"), 1U);
  EXPECT_TRUE(desk.session.intents.empty());
  EXPECT_EQ(desk.planned(), "");
}

TEST(Executor, AnIntentIsThereBeforeTheEffectAndTheResultClosesIt) {
  ApplyDesk desk;
  desk.write("resource \"paper_thing\" \"a\" { name = \"a\" }\n");
  desk.apply();
  EXPECT_EQ(desk.session.log,
            (std::vector<std::string>{"intent create paper_thing.a", "progress paper_thing.a",
                                      "put paper_thing.a", "close"}));
}

TEST(Executor, WhatLivesInTheStateAloneNeedsNoIntent) {
  ApplyDesk desk;
  desk.write("resource \"terraform_data\" \"a\" {\n  count = 500\n  input = count.index\n}\n");
  const ApplyOutcome outcome = desk.apply();
  EXPECT_EQ(outcome.added, 500U);
  EXPECT_EQ(desk.session.rows.size(), 500U);
  EXPECT_LE(desk.session.commits, 5U);
  for (const std::string& line : desk.session.log)
    EXPECT_EQ(line.rfind("intent", 0), std::string::npos);
}

TEST(Executor, EachValueOfAChainIsWhatWasMade) {
  ApplyDesk desk;
  desk.write(
      "resource \"terraform_data\" \"a\" {\n  for_each = toset([\"x\", \"y\"])\n"
      "  input = each.key\n}\n"
      "resource \"paper_thing\" \"b\" {\n  for_each = terraform_data.a\n"
      "  name = each.value.output\n}\n");
  const ApplyOutcome outcome = desk.apply();
  EXPECT_EQ(desk.said(), "");
  EXPECT_EQ(outcome.added, 4U);
  EXPECT_NE(desk.things().find("x:0"), std::string::npos);
  EXPECT_NE(desk.things().find("y:0"), std::string::npos);
  EXPECT_EQ(desk.planned(), "");
}

TEST(Executor, AFailureSkipsWhatNeedsItAndNothingElse) {
  ApplyDesk desk;
  desk.cloud.failing = {"a"};
  desk.write(std::string(kTwo) + "resource \"paper_thing\" \"c\" { name = \"c\" }\n");
  const ApplyOutcome outcome = desk.apply();
  EXPECT_EQ(outcome.failed, 1U);
  EXPECT_EQ(outcome.skipped, 1U);
  EXPECT_EQ(outcome.added, 1U);
  EXPECT_EQ(desk.held(), "paper_thing.c");
  EXPECT_EQ(desk.said().substr(0, 5), "E0504");
  EXPECT_TRUE(desk.session.intents.empty());
  desk.cloud.failing.clear();
  desk.apply();
  EXPECT_EQ(desk.things(), "c:0 a:0 b:7");
  EXPECT_EQ(desk.planned(), "");
}

TEST(Executor, AnAnswerThatNeverCameLeavesTheIntentOpen) {
  ApplyDesk desk;
  desk.cloud.ambiguous = {"a"};
  desk.write("resource \"paper_thing\" \"a\" { name = \"a\" }\n");
  desk.apply();
  EXPECT_EQ(desk.session.intents.size(), 1U);
  EXPECT_EQ(desk.held(), "");
  EXPECT_EQ(desk.things(), "a:0");
}

TEST(Executor, ReplacesInTheOrderThatIsAskedFor) {
  for (const bool create_first : {false, true}) {
    ApplyDesk desk;
    const auto text = [&](const char* name) {
      return std::string("resource \"paper_thing\" \"a\" {\n  name = \"") + name +
             "\"\n  lifecycle { create_before_destroy = " + (create_first ? "true" : "false") +
             " }\n}\n";
    };
    desk.write(text("old"));
    desk.apply();
    desk.cloud.calls.clear();
    desk.write(text("new"));
    const ApplyOutcome outcome = desk.apply();
    EXPECT_EQ(outcome.added, 1U);
    EXPECT_EQ(outcome.destroyed, 1U);
    EXPECT_EQ(desk.things(), "new:0");
    std::erase(desk.cloud.calls, "read 1");
    EXPECT_EQ(desk.cloud.calls, create_first
                                    ? (std::vector<std::string>{"create new", "remove old"})
                                    : (std::vector<std::string>{"remove old", "create new"}));
    EXPECT_EQ(desk.held(), "paper_thing.a");
  }
}

TEST(Executor, WhatCouldNotBeRemovedAfterAReplacementStaysDeposed) {
  ApplyDesk desk;
  const auto text = [](const char* name) {
    return std::string("resource \"paper_thing\" \"a\" {\n  name = \"") + name +
           "\"\n  lifecycle { create_before_destroy = true }\n}\n";
  };
  desk.write(text("old"));
  desk.apply();
  desk.cloud.failing = {"old"};
  desk.write(text("new"));
  desk.apply();
  EXPECT_EQ(desk.held(), "paper_thing.a paper_thing.a (deposed)");
  desk.cloud.failing.clear();
  desk.apply();
  EXPECT_EQ(desk.held(), "paper_thing.a");
  EXPECT_EQ(desk.things(), "new:0");
}

TEST(Executor, DestroysInReverse) {
  ApplyDesk desk;
  desk.write(kTwo);
  desk.apply();
  desk.cloud.calls.clear();
  PlanOptions options;
  options.mode = PlanMode::Destroy;
  const ApplyOutcome outcome = desk.apply(options);
  EXPECT_EQ(outcome.destroyed, 2U);
  EXPECT_EQ(desk.held(), "");
  EXPECT_TRUE(desk.session.outputs.empty());
  std::erase(desk.cloud.calls, "read 2");
  EXPECT_EQ(desk.cloud.calls, (std::vector<std::string>{"remove b", "remove a"}));
}

TEST(Executor, WhatTheStateDoesNotKnowOfIsNotCountedAsDone) {
  ApplyDesk desk;
  desk.session.commits_allowed = 0;
  desk.write("resource \"terraform_data\" \"a\" {}\n");
  const ApplyOutcome outcome = desk.apply();
  EXPECT_EQ(desk.said(), "E0503");
  EXPECT_EQ(outcome.added, 0U);
  EXPECT_EQ(desk.held(), "");
}

TEST(Executor, NothingIsAskedOfTheWorldWithoutAnIntent) {
  ApplyDesk desk;
  desk.session.commits_allowed = 0;
  desk.write("resource \"paper_thing\" \"a\" { name = \"a\" }\n");
  desk.apply();
  EXPECT_EQ(desk.said(), "E0503");
  EXPECT_TRUE(desk.cloud.calls.empty());
}

// The disk fills up after each number of commits in turn; the next run puts everything right.
TEST(Executor, WhereverTheStateFailsNothingIsLost) {
  for (std::size_t allowed = 0; allowed < 8; ++allowed) {
    ApplyDesk desk;
    desk.write(kTwo);
    desk.session.commits_allowed = allowed;
    desk.apply();
    desk.session.commits_allowed = ~0ul;
    std::size_t known = desk.session.rows.size();
    for (const Intent& intent : desk.session.intents)
      known += desk.session.rows.count({intent.address, ""}) == 0;
    EXPECT_GE(known, desk.cloud.things.size()) << allowed;
  }
}

TEST(Executor, AnInterruptStartsNothingNew) {
  ApplyDesk desk;
  desk.write(kTwo);
  desk.interrupts = 1;
  const ApplyOutcome outcome = desk.apply();
  EXPECT_TRUE(outcome.interrupted);
  EXPECT_TRUE(desk.cloud.things.empty());
  EXPECT_TRUE(desk.session.intents.empty());
}

TEST(Executor, AFailedPostconditionIsAFailureOfWhatIsThere) {
  ApplyDesk desk;
  desk.write(R"(
resource "paper_thing" "a" {
  name = "a"
  lifecycle {
    postcondition {
      condition     = self.id == "other"
      error_message = "Not the one."
    }
  }
}
resource "paper_thing" "b" {
  name = "b"
  size = length(paper_thing.a.id)
}
)");
  const ApplyOutcome outcome = desk.apply();
  EXPECT_EQ(outcome.failed, 1U);
  EXPECT_EQ(desk.held(), "paper_thing.a");
  EXPECT_NE(desk.said().find("E0326"), std::string::npos);
}

}  // namespace
}  // namespace tenon
