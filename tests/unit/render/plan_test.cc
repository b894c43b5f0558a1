#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/render/plan_json.h"
#include "engine/render/plan_text.h"
#include "tests/unit/apply/applying.h"

namespace tenon {
namespace {

using nlohmann::json;

bool holds(const std::string& text, std::string_view words) {
  return text.find(words) != std::string::npos;
}

class RenderedPlan : public ::testing::Test {
 protected:
  void SetUp() override {
    desk.write(
        "resource \"paper_thing\" \"kept\" { name = \"kept\" }\n"
        "resource \"paper_thing\" \"grown\" {\n  name = \"grown\"\n  size = 1\n}\n"
        "resource \"paper_thing\" \"gone\" { name = \"gone\" }\n"
        "resource \"paper_thing\" \"renamed\" { name = \"old\" }\n");
    desk.apply();
    desk.write(
        "resource \"paper_thing\" \"kept\" { name = \"kept\" }\n"
        "resource \"paper_thing\" \"grown\" {\n  name = \"grown\"\n  size = 2\n}\n"
        "resource \"paper_thing\" \"renamed\" { name = \"new\" }\n"
        "resource \"paper_thing\" \"fresh\" { name = \"fresh\" }\n"
        "output \"id\" { value = paper_thing.fresh.id }\n");
  }
  std::string text() { return plan_text(*desk.plan().plan, Colour::Off); }
  json change(const json& plan, const std::string& address) {
    for (const json& each : plan.at("resource_changes")) {
      if (each.at("address") == address) return each;
    }
    return {};
  }

  ApplyDesk desk;
};

TEST_F(RenderedPlan, BeginsWithTheVerdictAndEndsWithTerraformsLine) {
  const std::string shown = text();
  const std::string first = shown.substr(0, shown.find('\n'));
  EXPECT_TRUE(holds(first, "CHANGES, WITH LOSSES")) << first;
  EXPECT_TRUE(holds(shown, "\nPlan: 2 to add, 1 to change, 2 to destroy.\n")) << shown;
}

TEST_F(RenderedPlan, LossesStandBeforeChangesAndChangesBeforeWhatIsNew) {
  const std::string shown = text();
  const auto lost = shown.find("- paper_thing.gone");
  const auto changed = shown.find("~ paper_thing.grown");
  const auto fresh = shown.find("+ paper_thing.fresh");
  ASSERT_NE(fresh, std::string::npos) << shown;
  EXPECT_LT(lost, changed);
  EXPECT_LT(changed, fresh);
}

TEST_F(RenderedPlan, SaysWhatForcesAReplacement) {
  const std::string shown = text();
  EXPECT_TRUE(holds(shown, "\"old\" → \"new\"")) << shown;
  EXPECT_TRUE(holds(shown, "forces replacement")) << shown;
}

TEST_F(RenderedPlan, WhatDoesNotChangeIsCountedOnly) {
  const std::string shown = text();
  EXPECT_FALSE(holds(shown, "paper_thing.kept")) << shown;
  EXPECT_TRUE(holds(shown, "1 unchanged")) << shown;
}

TEST_F(RenderedPlan, IsTheSameForAnyNumberOfThreads) {
  const std::string one = text();
  for (const std::size_t threads : {2, 8}) {
    PlanOptions options;
    options.threads = threads;
    EXPECT_EQ(plan_text(*desk.plan(options).plan, Colour::Off), one);
  }
}

TEST_F(RenderedPlan, NothingToDoIsSaidInTerraformsWords) {
  desk.apply();
  EXPECT_TRUE(holds(text(), "No changes.")) << text();
}

TEST_F(RenderedPlan, DriftIsShownAsSuch) {
  desk.apply();
  desk.cloud.things.begin()->second.size = 77;
  const PlanRun run = desk.plan();
  EXPECT_TRUE(holds(drift_text(*run.plan, Colour::Off), "77"));
  EXPECT_TRUE(holds(plan_text(*run.plan, Colour::Off), "77"));
}

TEST_F(RenderedPlan, JsonIsTerraforms) {
  const PlanRun run = desk.plan();
  const json plan = json::parse(plan_json(run, desk.registry));
  EXPECT_EQ(plan.at("format_version"), "1.2");
  EXPECT_EQ(plan.at("terraform_version"), "1.11.4");
  using Actions = std::vector<std::string>;
  const auto actions = [&](const char* address) {
    return change(plan, address).at("change").at("actions").get<Actions>();
  };
  EXPECT_EQ(actions("paper_thing.kept"), (Actions{"no-op"}));
  EXPECT_EQ(actions("paper_thing.grown"), (Actions{"update"}));
  EXPECT_EQ(actions("paper_thing.gone"), (Actions{"delete"}));
  EXPECT_EQ(actions("paper_thing.renamed"), (Actions{"delete", "create"}));
  EXPECT_EQ(actions("paper_thing.fresh"), (Actions{"create"}));
  EXPECT_EQ(change(plan, "paper_thing.renamed").at("action_reason"),
            "replace_because_cannot_update");
  EXPECT_EQ(change(plan, "paper_thing.renamed").at("change").at("replace_paths"),
            json::parse(R"([["name"]])"));
}

TEST_F(RenderedPlan, UnknownsInJsonAreLeftOutAndTrueBeside) {
  const json plan = json::parse(plan_json(desk.plan(), desk.registry));
  const json fresh = change(plan, "paper_thing.fresh").at("change");
  EXPECT_FALSE(fresh.at("after").contains("id"));
  EXPECT_EQ(fresh.at("after_unknown").at("id"), true);
  EXPECT_EQ(fresh.at("after").at("name"), "fresh");
  EXPECT_TRUE(fresh.at("before").is_null());
  EXPECT_EQ(plan.at("output_changes").at("id").at("after_unknown"), true);
}

TEST(RenderedSecrets, AreHiddenFromPeopleAndGivenToPrograms) {
  ApplyDesk desk;
  desk.write(
      "variable \"word\" {\n  default   = \"hunter2\"\n  sensitive = true\n}\n"
      "resource \"paper_thing\" \"a\" { name = \"x-${var.word}\" }\n"
      "resource \"terraform_data\" \"b\" { input = { deep = [var.word] } }\n"
      "output \"word\" {\n  value     = var.word\n  sensitive = true\n}\n");
  const PlanRun run = desk.plan();
  ASSERT_EQ(desk.said(), "");
  const std::string shown = plan_text(*run.plan, Colour::Off);
  EXPECT_FALSE(holds(shown, "hunter2")) << shown;
  EXPECT_TRUE(holds(shown, "(sensitive value)")) << shown;
  const json plan = json::parse(plan_json(run, desk.registry));
  EXPECT_TRUE(holds(plan.dump(), "x-hunter2"));
  for (const json& each : plan.at("resource_changes")) {
    if (each.at("address") == "paper_thing.a") {
      EXPECT_EQ(each.at("change").at("after_sensitive").at("name"), true);
    }
  }
}

TEST(RenderedState, JsonHoldsEveryObjectInItsModule) {
  ApplyDesk desk;
  desk.folder.files["m/main.tf"] = "resource \"terraform_data\" \"in\" { input = 1 }\n";
  desk.write(
      "module \"m\" { source = \"./m\" }\n"
      "resource \"terraform_data\" \"a\" {\n  count = 2\n  input = count.index\n}\n");
  desk.apply();
  const json state = json::parse(state_json(**desk.session.snapshot(), desk.registry));
  EXPECT_EQ(state.at("format_version"), "1.0");
  const json& root = state.at("values").at("root_module");
  ASSERT_EQ(root.at("resources").size(), 2U);
  EXPECT_EQ(root.at("resources")[1].at("address"), "terraform_data.a[1]");
  EXPECT_EQ(root.at("resources")[1].at("index"), 1);
  EXPECT_EQ(root.at("child_modules")[0].at("address"), "module.m");
  EXPECT_EQ(root.at("child_modules")[0].at("resources")[0].at("address"),
            "module.m.terraform_data.in");
}

}  // namespace
}  // namespace tenon
