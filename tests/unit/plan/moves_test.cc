#include "engine/plan/moves.h"

#include <gtest/gtest.h>

#include "engine/plan/plan_file.h"
#include "tests/unit/apply/applying.h"

namespace tenon {
namespace {

std::string thing(const std::string& name, const std::string& more = "") {
  return "resource \"paper_thing\" \"" + name + "\" {\n  " +
         (more.empty() ? "name = \"x\"" : more) + "\n}\n";
}
std::string moved(const std::string& from, const std::string& to) {
  return "moved {\n  from = " + from + "\n  to = " + to + "\n}\n";
}

class Moves : public ::testing::Test {
 protected:
  // What is in the state before, then what the configuration says.
  void given(const std::string& before, const std::string& now) {
    desk.write(before);
    EXPECT_EQ(desk.said(), "");
    desk.apply();
    EXPECT_EQ(desk.said(), "");
    desk.write(now);
    EXPECT_EQ(desk.said(), "");
  }
  static std::string pairs(const Plan& plan) {
    std::string text;
    for (const Change& change : plan.changes) {
      if (change.previous_address.empty()) continue;
      text += (text.empty() ? "" : " ") + change.previous_address + ">" + change.address_text;
    }
    return text;
  }
  ApplyDesk desk;
};

TEST_F(Moves, ChangeNothingButTheAddress) {
  given(thing("a"), thing("b") + moved("paper_thing.a", "paper_thing.b"));
  const PlanRun run = desk.plan();
  EXPECT_EQ(Desk::shape(*run.plan), "=paper_thing.b");
  EXPECT_EQ(pairs(*run.plan), "paper_thing.a>paper_thing.b");
  EXPECT_EQ(run.plan->moved, 1U);
  EXPECT_TRUE(run.plan->has_changes());
  desk.apply();
  EXPECT_EQ(desk.held(), "paper_thing.b");
  EXPECT_EQ(desk.planned(), "");
  EXPECT_EQ(desk.things(), "x:0");
}

TEST_F(Moves, RenameDependenciesInTheState) {
  given(
      thing("a") + thing("u", "name = paper_thing.a.id"),
      thing("b") + thing("u", "name = paper_thing.b.id") + moved("paper_thing.a", "paper_thing.b"));
  const PlanRun run = desk.plan();
  EXPECT_EQ(Desk::shape(*run.plan), "=paper_thing.b");
  EXPECT_EQ(run.plan->respliced.size(), 1U);
  desk.apply();
  const Row& row = desk.session.rows.at({"paper_thing.u", ""}).row;
  EXPECT_EQ(decode_dependencies(row.dependencies), std::vector<std::string>{"paper_thing.b"});
}

TEST_F(Moves, OfManyKeysAreOnesOfEachKey) {
  std::string before = thing("a", "count = 50\n  name = \"n${count.index}\"");
  std::string now = thing("a",
                          "for_each = { for i in range(50) : \"k${i}\" => i }\n"
                          "  name = \"n${each.value}\"");
  for (int i = 0; i < 50; ++i)
    now += moved("paper_thing.a[" + std::to_string(i) + "]",
                 "paper_thing.a[\"k" + std::to_string(i) + "\"]");
  given(before, now);
  const PlanRun run = desk.plan();
  EXPECT_EQ(run.plan->moved, 50U);
  EXPECT_EQ(run.plan->counts.add + run.plan->counts.change + run.plan->counts.destroy, 0U);
}

TEST_F(Moves, OfOneInstanceLeaveItsSistersAndTheirDependentsAlone) {
  const std::string user = thing("u", "name = paper_thing.a[0].id");
  given(thing("a", "count = 2\n  name = \"n${count.index}\"") + user,
        thing("a", "count = 1\n  name = \"n${count.index}\"") + thing("b", "name = \"n1\"") + user +
            moved("paper_thing.a[1]", "paper_thing.b"));
  const PlanRun run = desk.plan();
  EXPECT_EQ(pairs(*run.plan), "paper_thing.a[1]>paper_thing.b");
  EXPECT_EQ(run.plan->counts.add + run.plan->counts.change + run.plan->counts.destroy, 0U);
}

TEST_F(Moves, OfWhatIsNotThereAreNothing) {
  given(thing("b"), thing("b") + moved("paper_thing.a", "paper_thing.b"));
  EXPECT_EQ(desk.planned(), "");
  EXPECT_EQ(desk.said(), "");
}

TEST_F(Moves, ToATakenPlaceAreAWarning) {
  given(thing("a") + thing("b", "name = \"y\""),
        thing("b", "name = \"y\"") + moved("paper_thing.a", "paper_thing.b"));
  EXPECT_EQ(desk.planned(), "-paper_thing.a");
  EXPECT_EQ(desk.said(), "W0412");
}

TEST_F(Moves, ThatContradictEachOtherAreErrors) {
  given(thing("a"), thing("b") + thing("c") + moved("paper_thing.a", "paper_thing.b") +
                        moved("paper_thing.a", "paper_thing.c"));
  desk.planned();
  EXPECT_EQ(desk.said(), "E0411 main.tf:11:1");
  desk.write(moved("paper_thing.a", "paper_thing.b") + moved("paper_thing.b", "paper_thing.a"));
  desk.planned();
  EXPECT_EQ(desk.said(), "E0413 main.tf:1:1");
}

TEST_F(Moves, OfWhatIsStillDeclaredAreErrors) {
  given(thing("a"),
        thing("a") + thing("b", "name = \"y\"") + moved("paper_thing.a", "paper_thing.b"));
  desk.planned();
  EXPECT_EQ(desk.said(), "E0415 main.tf:7:1");
  // A key that the resource no longer has is not declared any more.
  desk.write(thing("a", "for_each = toset([\"k\"])\n  name = \"x\"") +
             moved("paper_thing.a", "paper_thing.a[\"k\"]"));
  EXPECT_EQ(desk.planned(), "=paper_thing.a[\"k\"]");
  EXPECT_EQ(desk.said(), "");
}

TEST_F(Moves, MakeAPlanStaleWhereSomethingCameToTheirPlace) {
  given(thing("a"), thing("b") + moved("paper_thing.a", "paper_thing.b"));
  const PlanRun run = desk.plan();
  EXPECT_TRUE(stale_addresses(run, *desk.session.snapshot()).empty());
  MemorySession::Stored other = desk.session.rows.begin()->second;
  other.row.address = "paper_thing.b";
  other.version += 100;
  desk.session.rows[{"paper_thing.b", ""}] = other;
  EXPECT_EQ(stale_addresses(run, *desk.session.snapshot()),
            std::vector<std::string>{"paper_thing.b"});
}

TEST_F(Moves, CostNothingWhereThereAreNone) {
  given(thing("a"), thing("a"));
  const auto snapshot = *desk.session.snapshot();
  Diagnostics diagnostics;
  const MovedState state = apply_moves(*desk.config, snapshot, diagnostics);
  EXPECT_EQ(state.snapshot, snapshot);
  EXPECT_TRUE(state.previous.empty());
}

TEST_F(Moves, CountGoesToKeyZeroByItselfUnlessABlockSpeaksOfTheResource) {
  given(thing("a"), thing("a", "count = 1\n  name = \"x\""));
  EXPECT_EQ(desk.planned(), "=paper_thing.a[0]");
  desk.write(thing("a", "count = 1\n  name = \"x\"") + moved("paper_thing.z", "paper_thing.a"));
  EXPECT_EQ(desk.planned(), "-paper_thing.a +paper_thing.a[0]");
}

TEST_F(Moves, RemovedBlocksForgetOrDestroy) {
  given(thing("a"), "removed {\n  from = paper_thing.a\n  lifecycle { destroy = false }\n}\n");
  EXPECT_EQ(desk.planned(), "xpaper_thing.a");
  EXPECT_EQ(desk.plan().plan->forgotten, 1U);
  desk.write("removed {\n  from = paper_thing.a\n  lifecycle { destroy = true }\n}\n");
  EXPECT_EQ(desk.planned(), "-paper_thing.a");
  desk.write(thing("a") + "removed { from = paper_thing.a }\n");
  desk.planned();
  EXPECT_EQ(desk.said(), "E0417 main.tf:4:1");
}

}  // namespace
}  // namespace tenon
