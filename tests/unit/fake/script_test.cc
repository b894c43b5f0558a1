#include "providers/fake/script.h"

#include <gtest/gtest.h>

namespace tenon::fake {
namespace {

TEST(Script, ReadsEveryKindOfRule) {
  const auto rules = read_script(
      "# a comment\n"
      "fail once create fake_thing.web Throttled too  much\n"
      "fail create web Denied\n"
      "\n"
      "lose response of update web\n"
      "delay create * 200ms\n"
      "deny read web\n"
      "crash before remove web\n"
      "crash after create web\n"
      "hide web 30ms\n"
      "fail half create web Code half way");
  ASSERT_TRUE(rules);
  ASSERT_EQ(rules->size(), 9u);
  const std::vector<Rule>& all = *rules;
  EXPECT_EQ(all[0].kind, RuleKind::Fail);
  EXPECT_TRUE(all[0].once);
  EXPECT_EQ(all[0].code, "Throttled");
  EXPECT_EQ(all[0].message, "too much");
  EXPECT_EQ(all[0].line, 2u);
  EXPECT_FALSE(all[1].once);
  EXPECT_EQ(all[2].kind, RuleKind::Lose);
  EXPECT_EQ(all[3].time, std::chrono::milliseconds(200));
  EXPECT_EQ(all[4].kind, RuleKind::Deny);
  EXPECT_EQ(all[5].kind, RuleKind::CrashBefore);
  EXPECT_EQ(all[6].kind, RuleKind::CrashAfter);
  EXPECT_EQ(all[7].kind, RuleKind::Hide);
  EXPECT_EQ(all[8].kind, RuleKind::Half);
}

TEST(Script, RefusesWhatIsNoRuleWithItsLine) {
  for (const char* text : {"fail", "fail create web", "fail explode web Code",
                           "delay create web 200", "delay create web ms", "crash during create web",
                           "lose response create web", "hide web", "teleport web"}) {
    const auto rules = read_script(std::string("\n") + text);
    ASSERT_FALSE(rules) << text;
    EXPECT_NE(rules.error().message.find("line 2"), std::string::npos) << rules.error().message;
  }
}

TEST(Rule, AppliesByNameByAddressOrToAll) {
  Rule rule;
  rule.operation = "create";
  rule.target = "web";
  EXPECT_TRUE(rule.applies_to("create", "fake_thing", "web"));
  EXPECT_FALSE(rule.applies_to("update", "fake_thing", "web"));
  EXPECT_FALSE(rule.applies_to("create", "fake_thing", "web2"));
  rule.target = "fake_thing.web";
  EXPECT_TRUE(rule.applies_to("create", "fake_thing", "web"));
  EXPECT_FALSE(rule.applies_to("create", "fake_token", "web"));
  rule.target = "w*";
  EXPECT_TRUE(rule.applies_to("create", "fake_token", "web"));
  EXPECT_FALSE(rule.applies_to("create", "fake_token", "db"));
  rule.target = "*";
  EXPECT_TRUE(rule.applies_to("create", "fake_token", "anything"));
}

}  // namespace
}  // namespace tenon::fake
