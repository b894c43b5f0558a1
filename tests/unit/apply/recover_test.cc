#include "engine/apply/recover.h"

#include <gtest/gtest.h>

#include "tests/unit/apply/applying.h"

namespace tenon {
namespace {

class Recover : public ::testing::Test {
 protected:
  // "address: what" of each line.
  std::string recover(RecoveryOptions options = {}) {
    Diagnostics ignored;
    EvaluationInputs inputs;
    inputs.config = desk.config.get();
    inputs.graph = desk.graph.get();
    inputs.env = &desk.folder;
    PlanRun configured =
        configure_only(std::move(inputs), desk.registry, *desk.session.snapshot(), ignored);
    const auto report = recover_intents(desk.session, MemoryLease(), "run-2", *configured.handles,
                                        options, desk.folder, ignored);
    EXPECT_TRUE(report.has_value());
    resolved = report->all_resolved;
    std::string text;
    for (const auto& line : report->lines) text += line.address + ": " + line.what + "\n";
    return text;
  }

  // A create whose answer never came.
  void lose_create() {
    desk.cloud.ambiguous = {"a"};
    desk.write("resource \"paper_thing\" \"a\" { name = \"a\" }\n");
    desk.apply();
    desk.cloud.ambiguous.clear();
    ASSERT_EQ(desk.session.intents.size(), 1U);
  }

  ApplyDesk desk;
  bool resolved = true;
};

TEST_F(Recover, NothingOpenNothingSaid) {
  desk.write("");
  EXPECT_EQ(recover(), "");
  EXPECT_TRUE(resolved);
}

TEST_F(Recover, WhatWasCreatedIsAdopted) {
  lose_create();
  EXPECT_EQ(recover(), "paper_thing.a: was created: adopted\n");
  EXPECT_EQ(desk.held(), "paper_thing.a");
  EXPECT_TRUE(desk.session.intents.empty());
  EXPECT_EQ(desk.planned(), "");
}

TEST_F(Recover, WhatWasNotCreatedIsForgotten) {
  lose_create();
  desk.cloud.things.clear();
  EXPECT_EQ(recover(), "paper_thing.a: was not created\n");
  EXPECT_TRUE(desk.session.intents.empty());
  EXPECT_EQ(desk.planned(), "+paper_thing.a");
}

TEST_F(Recover, ALookThatIsDeniedLeavesItOpen) {
  lose_create();
  desk.cloud.denied = true;
  EXPECT_EQ(recover().rfind("paper_thing.a: UNKNOWN: access denied", 0), 0U);
  EXPECT_FALSE(resolved);
  EXPECT_EQ(desk.session.intents.size(), 1U);
}

TEST_F(Recover, TheUserMaySayThatNothingWasMade) {
  lose_create();
  desk.cloud.denied = true;
  RecoveryOptions options;
  options.address = "paper_thing.a";
  options.absent = true;
  EXPECT_EQ(recover(options), "paper_thing.a: was not created\n");
  EXPECT_TRUE(desk.session.intents.empty());
}

TEST_F(Recover, OtherAddressesAreLeftAlone) {
  lose_create();
  RecoveryOptions options;
  options.address = "paper_thing.other";
  EXPECT_EQ(recover(options), "");
  options.address.clear();
  options.only = std::set<std::string>{"paper_thing.other"};
  EXPECT_EQ(recover(options), "");
  EXPECT_EQ(desk.session.intents.size(), 1U);
}

TEST_F(Recover, AnInterruptedUpdateIsReadAgain) {
  desk.write("resource \"paper_thing\" \"a\" {\n  name = \"a\"\n  size = 1\n}\n");
  desk.apply();
  desk.cloud.ambiguous = {"a"};
  desk.write("resource \"paper_thing\" \"a\" {\n  name = \"a\"\n  size = 2\n}\n");
  desk.apply();
  ASSERT_EQ(desk.session.intents.size(), 1U);
  EXPECT_EQ(recover(), "paper_thing.a: was read again after an interrupted update\n");
  EXPECT_EQ(desk.planned(), "");
}

TEST_F(Recover, AnInterruptedRemovalIsFinishedByLooking) {
  lose_create();
  recover();
  Intent intent;
  intent.id = "1";
  intent.action = IntentAction::Remove;
  intent.address = "paper_thing.a";
  intent.resource_type = "paper_thing";
  intent.provider = "provider[\"registry.terraform.io/hashicorp/paper\"]";
  desk.session.intents.push_back(intent);
  EXPECT_EQ(recover(), "paper_thing.a: is still there after an interrupted removal\n");
  EXPECT_EQ(desk.held(), "paper_thing.a");
  desk.session.intents.push_back(intent);
  desk.cloud.things.clear();
  EXPECT_EQ(recover(), "paper_thing.a: is gone\n");
  EXPECT_EQ(desk.held(), "");
}

TEST_F(Recover, WithoutItsProviderNothingIsGuessed) {
  lose_create();
  desk.session.intents[0].provider = "provider[\"registry.terraform.io/hashicorp/none\"]";
  EXPECT_NE(recover().find("UNKNOWN"), std::string::npos);
  EXPECT_FALSE(resolved);
}

}  // namespace
}  // namespace tenon
