#include "engine/plan/planner.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "schema/value/print.h"
#include "tests/unit/apply/applying.h"

namespace tenon {
namespace {

constexpr const char* kThing = "resource \"paper_thing\" \"a\" {\n  name = \"a\"\n  size = 1\n}\n";

TEST(Planner, WhatIsNotThereIsCreated) {
  Desk desk;
  desk.write(kThing);
  const PlanRun run = desk.plan();
  EXPECT_EQ(Desk::shape(*run.plan), "+paper_thing.a");
  const Change& change = run.plan->changes[0];
  EXPECT_TRUE(change.before.is_null());
  EXPECT_TRUE(change.after.attribute(Symbol("id"))->is_unknown());
  EXPECT_EQ(run.plan->counts.add, 1U);
  EXPECT_TRUE(desk.cloud.calls.empty());
}

TEST(Planner, WhatTheProviderCanChangeInPlaceIsUpdated) {
  ApplyDesk desk;
  desk.write(kThing);
  desk.apply();
  desk.write("resource \"paper_thing\" \"a\" {\n  name = \"a\"\n  size = 2\n}\n");
  EXPECT_EQ(desk.planned(), "~paper_thing.a");
}

TEST(Planner, WhatItCannotIsReplacedAndSaysWhy) {
  ApplyDesk desk;
  desk.write(kThing);
  desk.apply();
  desk.write("resource \"paper_thing\" \"a\" { name = \"b\" }\n");
  const PlanRun run = desk.plan();
  ASSERT_EQ(Desk::shape(*run.plan), "-/+paper_thing.a");
  EXPECT_EQ(run.plan->changes[0].reason, ActionReason::ReplaceBecauseCannotUpdate);
  ASSERT_EQ(run.plan->changes[0].replace_paths.size(), 1U);
  EXPECT_EQ(path_text(run.plan->changes[0].replace_paths[0]), "name");
  // A new object has a new id.
  EXPECT_TRUE(run.plan->changes[0].after.attribute(Symbol("id"))->is_unknown());
}

TEST(Planner, AReplacementByRequestOrTaintOrTrigger) {
  ApplyDesk desk;
  desk.write(kThing);
  desk.apply();
  PlanOptions options;
  options.replace = {"paper_thing.a"};
  EXPECT_EQ(desk.plan(options).plan->changes.at(0).reason, ActionReason::ReplaceByRequest);
  desk.session.rows.begin()->second.row.tainted = true;
  EXPECT_EQ(desk.plan().plan->changes.at(0).reason, ActionReason::ReplaceBecauseTainted);
}

TEST(Planner, OrphansGoForTheReasonThatTheyHave) {
  ApplyDesk desk;
  desk.write(
      "resource \"terraform_data\" \"a\" { count = 2 }\n"
      "resource \"terraform_data\" \"b\" { for_each = toset([\"x\", \"y\"]) }\n"
      "resource \"terraform_data\" \"c\" {}\n"
      "resource \"terraform_data\" \"d\" {}\n");
  desk.apply();
  desk.write(
      "resource \"terraform_data\" \"a\" { count = 1 }\n"
      "resource \"terraform_data\" \"b\" { for_each = toset([\"x\"]) }\n"
      "resource \"terraform_data\" \"d\" { for_each = toset([\"z\"]) }\n");
  const PlanRun run = desk.plan();
  EXPECT_EQ(change_of(*run.plan, "terraform_data.a[1]")->reason,
            ActionReason::DeleteBecauseCountIndex);
  EXPECT_EQ(change_of(*run.plan, "terraform_data.b[\"y\"]")->reason,
            ActionReason::DeleteBecauseEachKey);
  EXPECT_EQ(change_of(*run.plan, "terraform_data.c")->reason,
            ActionReason::DeleteBecauseNoResourceConfig);
  EXPECT_EQ(change_of(*run.plan, "terraform_data.d")->reason,
            ActionReason::DeleteBecauseWrongRepetition);
  EXPECT_EQ(run.plan->counts.destroy, 4U);
  EXPECT_EQ(run.plan->counts.unchanged, 2U);
}

TEST(Planner, DriftIsFoundAndPutBack) {
  ApplyDesk desk;
  desk.write(kThing);
  desk.apply();
  desk.cloud.things.begin()->second.size = 9;
  const PlanRun run = desk.plan();
  ASSERT_EQ(Desk::shape(*run.plan), "~paper_thing.a");
  EXPECT_TRUE(run.plan->changes[0].drifted);
  ASSERT_EQ(run.plan->drift.size(), 1U);
  EXPECT_EQ(run.plan->drift[0].found.attribute(Symbol("size"))->as_int64(), 9);
  EXPECT_EQ(run.plan->refreshed, 1U);
}

TEST(Planner, WhatIsGoneIsMadeAgain) {
  ApplyDesk desk;
  desk.write(kThing);
  desk.apply();
  desk.cloud.things.clear();
  const PlanRun run = desk.plan();
  EXPECT_EQ(Desk::shape(*run.plan), "+paper_thing.a");
  ASSERT_EQ(run.plan->drift.size(), 1U);
  EXPECT_TRUE(run.plan->drift[0].found.is_null());
}

TEST(Planner, WithoutRefreshTheStateIsTrusted) {
  ApplyDesk desk;
  desk.write(kThing);
  desk.apply();
  desk.cloud.things.clear();
  desk.cloud.calls.clear();
  PlanOptions options;
  options.refresh = false;
  EXPECT_EQ(desk.planned(options), "");
  EXPECT_TRUE(desk.cloud.calls.empty());
}

TEST(Planner, ARefreshIsOneBatch) {
  ApplyDesk desk;
  desk.write("resource \"paper_thing\" \"a\" {\n  count = 50\n  name  = \"a${count.index}\"\n}\n");
  desk.apply();
  desk.cloud.calls.clear();
  EXPECT_EQ(desk.planned(), "");
  EXPECT_EQ(desk.cloud.calls, (std::vector<std::string>{"read 50"}));
}

TEST(Planner, ADeniedReadIsAnErrorUnlessAllowed) {
  ApplyDesk desk;
  desk.write(kThing);
  desk.apply();
  desk.cloud.denied = true;
  desk.plan();
  EXPECT_EQ(desk.said().substr(0, 5), "E0402");
  PlanOptions options;
  options.allow_unchecked = true;
  const PlanRun run = desk.plan(options);
  EXPECT_EQ(desk.said(), "");
  ASSERT_EQ(run.plan->not_checked.size(), 1U);
  EXPECT_EQ(run.plan->not_checked[0].address, "paper_thing.a");
}

TEST(Planner, UnknownsSpreadAndNothingElseDoes) {
  Desk desk;
  desk.write(
      "resource \"paper_thing\" \"a\" { name = \"a\" }\n"
      "output \"unknown\" { value = \"x-${paper_thing.a.id}\" }\n"
      "output \"known\" { value = \"x-${paper_thing.a.name}\" }\n");
  const PlanRun run = desk.plan();
  ASSERT_EQ(run.plan->outputs.size(), 2U);
  EXPECT_EQ(run.plan->outputs[0].after.as_string(), "x-a");
  EXPECT_TRUE(run.plan->outputs[1].after.is_unknown());
}

TEST(Planner, ATargetTakesWhatItNeeds) {
  Desk desk;
  desk.write(
      "resource \"paper_thing\" \"a\" { name = \"a\" }\n"
      "resource \"paper_thing\" \"b\" { name = \"b-${paper_thing.a.name}\" }\n"
      "resource \"paper_thing\" \"c\" { name = \"c\" }\n");
  PlanOptions options;
  options.targets.push_back(*parse_target_address("paper_thing.b", nullptr));
  EXPECT_EQ(desk.planned(options), "+paper_thing.a +paper_thing.b");
}

TEST(Planner, PreventDestroyIsAnError) {
  ApplyDesk desk;
  desk.write(
      "resource \"paper_thing\" \"a\" {\n  name = \"a\"\n  lifecycle { prevent_destroy = true "
      "}\n}\n");
  desk.apply();
  PlanOptions options;
  options.mode = PlanMode::Destroy;
  desk.plan(options);
  EXPECT_EQ(desk.said().substr(0, 5), "E0404");
}

TEST(Planner, IgnoredChangesAreLeftAlone) {
  ApplyDesk desk;
  const auto text = [](int size) {
    return "resource \"paper_thing\" \"a\" {\n  name = \"a\"\n  size = " + std::to_string(size) +
           "\n  lifecycle { ignore_changes = [size] }\n}\n";
  };
  desk.write(text(1));
  desk.apply();
  desk.write(text(2));
  EXPECT_EQ(desk.planned(), "");
}

TEST(Planner, AnUnknownCountIsAnError) {
  Desk desk;
  desk.write(
      "resource \"paper_thing\" \"a\" { name = \"a\" }\n"
      "resource \"terraform_data\" \"b\" { count = length(paper_thing.a.id) }\n");
  desk.plan();
  EXPECT_EQ(desk.said(), "E0320 main.tf:2:41");
}

TEST(Planner, ConditionsAreJudged) {
  Desk desk;
  desk.write(
      "resource \"terraform_data\" \"a\" {\n  input = 1\n  lifecycle {\n    precondition {\n"
      "      condition     = length(\"x\") > 1 && var.on\n      error_message = \"No.\"\n"
      "    }\n  }\n}\nvariable \"on\" { default = true }\n");
  desk.plan();
  EXPECT_EQ(desk.said(), "E0326 main.tf:5:23");
}

// What waits for what, as "before < after", seen through barriers.
std::vector<std::string> order_of(const Plan& plan) {
  const ActionGraph& graph = plan.actions;
  static constexpr const char* kWords[] = {"create ", "update ", "remove ", "read ", "forget "};
  const auto name = [&](std::uint32_t step) {
    const Step& each = graph.steps[step];
    return kWords[static_cast<int>(each.kind)] +
           std::string(plan.changes[each.change].address.name.view());
  };
  std::vector<std::string> order;
  for (std::uint32_t step = 0; step < graph.steps.size(); ++step) {
    if (graph.steps[step].kind == StepKind::Barrier) continue;
    std::vector<std::uint32_t> open(graph.after.begin() + graph.first[step],
                                    graph.after.begin() + graph.first[step + 1]);
    while (!open.empty()) {
      const std::uint32_t next = open.back();
      open.pop_back();
      if (graph.steps[next].kind == StepKind::Barrier) {
        open.insert(open.end(), graph.after.begin() + graph.first[next],
                    graph.after.begin() + graph.first[next + 1]);
      } else {
        order.push_back(name(step) + " < " + name(next));
      }
    }
  }
  std::sort(order.begin(), order.end());
  order.erase(std::unique(order.begin(), order.end()), order.end());
  return order;
}

TEST(Order, CreatesFollowTheirReferencesAndRemovalsGoBackwards) {
  ApplyDesk desk;
  desk.write(
      "resource \"paper_thing\" \"a\" { name = \"a\" }\n"
      "resource \"paper_thing\" \"b\" { name = \"b-${paper_thing.a.name}\" }\n");
  EXPECT_EQ(order_of(*desk.plan().plan), (std::vector<std::string>{"create a < create b"}));
  desk.apply();
  PlanOptions options;
  options.mode = PlanMode::Destroy;
  EXPECT_EQ(order_of(*desk.plan(options).plan), (std::vector<std::string>{"remove b < remove a"}));
}

TEST(Order, AReplacedDependencyIsGoneOnlyAfterItsDependentsAreMoved) {
  ApplyDesk desk;
  const auto text = [](const char* name) {
    return std::string("resource \"paper_thing\" \"a\" {\n  name = \"") + name +
           "\"\n  lifecycle { create_before_destroy = true }\n}\n"
           "resource \"paper_thing\" \"b\" {\n  name = \"b\"\n  size = "
           "length(paper_thing.a.name)\n}\n";
  };
  desk.write(text("a"));
  desk.apply();
  desk.write(text("aa"));
  const PlanRun run = desk.plan();
  EXPECT_EQ(Desk::shape(*run.plan), "+/-paper_thing.a ~paper_thing.b");
  const auto order = order_of(*run.plan);
  for (const char* each : {"create a < update b", "update b < remove a", "create a < remove a"})
    EXPECT_NE(std::find(order.begin(), order.end(), each), order.end()) << each;
}

TEST(Order, EveryStepIsWaitedForAsOftenAsItSays) {
  Desk desk;
  desk.write(
      "resource \"paper_thing\" \"a\" {\n  count = 20\n  name  = \"a${count.index}\"\n}\n"
      "resource \"paper_thing\" \"b\" {\n  count = 20\n  name  = \"b${count.index}\"\n"
      "  size  = length(paper_thing.a)\n}\n");
  const PlanRun run = desk.plan();
  const ActionGraph& graph = run.plan->actions;
  std::vector<std::uint32_t> waits(graph.steps.size(), 0);
  for (const std::uint32_t after : graph.after) ++waits[after];
  EXPECT_EQ(waits, graph.waits);
  // Through barriers: not each with each.
  EXPECT_LE(graph.after.size(), 60U);
}

}  // namespace
}  // namespace tenon
