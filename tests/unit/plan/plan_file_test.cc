#include "engine/plan/plan_file.h"

#include <gtest/gtest.h>

#include "engine/render/plan_text.h"
#include "tests/unit/apply/applying.h"

namespace tenon {
namespace {

class PlanFile : public ::testing::Test {
 protected:
  void SetUp() override {
    desk.write("resource \"paper_thing\" \"a\" { name = \"a\" }\n");
    desk.apply();
    desk.write(
        "resource \"paper_thing\" \"a\" {\n  name = \"a\"\n  size = 3\n}\n"
        "resource \"paper_thing\" \"b\" { name = \"b-${paper_thing.a.id}\" }\n"
        "output \"id\" { value = paper_thing.b.id }\n");
  }
  void save() {
    const PlanRun run = desk.plan();
    text = plan_text(*run.plan, Colour::Off);
    ASSERT_TRUE(static_cast<bool>(save_plan(desk.folder, "some.plan", run, "default")));
  }
  std::string& bytes() { return desk.folder.files["some.plan"]; }
  Result<std::unique_ptr<SavedPlan>> load() {
    Diagnostics ignored;
    return load_plan(desk.folder, "some.plan", desk.registry, ignored);
  }

  ApplyDesk desk;
  std::string text;
};

TEST_F(PlanFile, HoldsThePlanAsItWas) {
  save();
  const auto saved = load();
  ASSERT_TRUE(saved.has_value()) << saved.error().message;
  EXPECT_EQ(plan_text(*(*saved)->run.plan, Colour::Off), text);
  EXPECT_EQ((*saved)->state_name, "default");
}

TEST_F(PlanFile, LaterEditsDoNotMatter) {
  save();
  desk.folder.files["main.tf"] = "broken {";
  ASSERT_TRUE(load().has_value());
}

TEST_F(PlanFile, IsCarriedOutAsItWasMade) {
  save();
  auto saved = load();
  ASSERT_TRUE(saved.has_value());
  ApplyOptions options;
  Diagnostics diagnostics;
  const ApplyOutcome outcome = apply_plan((*saved)->run, desk.session, MemoryLease(), "run-2",
                                          options, desk.observer, desk.folder, diagnostics);
  EXPECT_EQ(config::codes_of(diagnostics), "");
  EXPECT_EQ(outcome.added, 1U);
  EXPECT_EQ(outcome.changed, 1U);
  EXPECT_EQ(desk.things(), "a:3 b-thing-1:0");
  EXPECT_EQ(desk.planned(), "");
}

TEST_F(PlanFile, IsStaleWhereWhatItReadHasChanged) {
  save();
  auto saved = load();
  ASSERT_TRUE(saved.has_value());
  EXPECT_TRUE(stale_addresses((*saved)->run, *desk.session.snapshot()).empty());
  ++desk.session.rows.begin()->second.version;
  EXPECT_EQ(stale_addresses((*saved)->run, *desk.session.snapshot()),
            (std::vector<std::string>{"paper_thing.a"}));
}

TEST_F(PlanFile, EveryPrefixIsRefused) {
  save();
  const std::string whole = bytes();
  for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 300) {
    bytes() = whole.substr(0, size);
    const auto saved = load();
    ASSERT_FALSE(saved.has_value()) << size;
    EXPECT_NE(saved.error().message.find("some.plan"), std::string::npos);
  }
}

TEST_F(PlanFile, AChangedByteOfItsContentIsRefused) {
  save();
  const std::string whole = bytes();
  for (std::size_t at = 60; at + 100 < whole.size(); at += 1 + whole.size() / 200) {
    bytes() = whole;
    bytes()[at] = static_cast<char>(bytes()[at] ^ 0x15);
    EXPECT_FALSE(load().has_value()) << at;
  }
}

TEST_F(PlanFile, ForeignArchivesAreNamed) {
  bytes() = "no archive at all";
  EXPECT_EQ(load().error().category, ErrorCategory::InvalidArgument);
  save();
  const std::size_t name = bytes().find("plan", 28);
  ASSERT_NE(name, std::string::npos);
  EXPECT_TRUE(looks_like_plan(bytes()));
}

}  // namespace
}  // namespace tenon
