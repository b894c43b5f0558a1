#include "engine/apply/provision.h"

#include <gtest/gtest.h>

#include "tests/unit/apply/applying.h"

namespace tenon {
namespace {

// Says what is to be run, and ends as told.
class Script final : public ProcessRunner {
 public:
  std::vector<std::string> ran;
  std::map<std::string, int> codes;  // by command
  std::string tainted_meanwhile;
  std::function<void()> meanwhile;

  Result<ProcessEnd> run(const Process& process, const std::function<void(std::string_view)>& line,
                         const std::function<bool()>&) override {
    const std::string command = process.arguments.back();
    ran.push_back(command);
    if (meanwhile) meanwhile();
    line("said " + command);
    ProcessEnd end;
    const auto code = codes.find(command);
    if (code != codes.end()) end.code = code->second;
    return end;
  }
};

class Provisioners : public ::testing::Test {
 protected:
  static std::string thing(const std::string& provisioners, const std::string& name = "x") {
    return "resource \"paper_thing\" \"a\" {\n  name = \"" + name + "\"\n" + provisioners + "}\n";
  }
  static std::string local_exec(const std::string& command, const std::string& more = "") {
    return "  provisioner \"local-exec\" {\n    command = \"" + command + "\"\n    " + more +
           "\n  }\n";
  }
  ApplyOutcome apply(PlanOptions options = {}) {
    PlanRun run = desk.plan(std::move(options));
    ApplyOptions how;
    how.processes = &script;
    return apply_plan(run, desk.session, MemoryLease(), "run-1", how, desk.observer, desk.folder,
                      desk.diagnostics);
  }
  Script script;
  ApplyDesk desk;
};

TEST_F(Provisioners, RunInOrderOnceTheObjectIsThereAndTainted) {
  desk.write(thing(local_exec("first ${self.name}") + local_exec("second")));
  std::string held;
  script.meanwhile = [&] { held = desk.held(); };
  EXPECT_EQ(apply().added, 1U);
  EXPECT_EQ(script.ran, (std::vector<std::string>{"first x", "second"}));
  EXPECT_EQ(held, "paper_thing.a (tainted)");
  EXPECT_EQ(desk.held(), "paper_thing.a");
  EXPECT_EQ(desk.planned(), "");
}

TEST_F(Provisioners, ThatFailLeaveATaintedObjectAndRunNothingMore) {
  desk.write(thing(local_exec("bad") + local_exec("never")));
  script.codes["bad"] = 7;
  const ApplyOutcome outcome = apply();
  EXPECT_EQ(outcome.failed, 1U);
  EXPECT_EQ(outcome.added, 0U);
  EXPECT_EQ(script.ran, std::vector<std::string>{"bad"});
  EXPECT_EQ(desk.held(), "paper_thing.a (tainted)");
  EXPECT_EQ(desk.said(), "E0504 main.tf:1:1");
  EXPECT_EQ(desk.planned(), "-/+paper_thing.a");
}

TEST_F(Provisioners, ThatMayFailDoNot) {
  desk.write(thing(local_exec("bad", "on_failure = continue") + local_exec("next")));
  script.codes["bad"] = 7;
  EXPECT_EQ(apply().added, 1U);
  EXPECT_EQ(script.ran, (std::vector<std::string>{"bad", "next"}));
  EXPECT_EQ(desk.held(), "paper_thing.a");
}

TEST_F(Provisioners, OfARemovalComeBeforeItAndKeepTheObjectWhereTheyFail) {
  desk.write(thing(local_exec("bye ${self.name}", "when = destroy")));
  apply();
  EXPECT_TRUE(script.ran.empty());
  PlanOptions destroy;
  destroy.mode = PlanMode::Destroy;
  script.codes["bye x"] = 1;
  EXPECT_EQ(apply(destroy).destroyed, 0U);
  EXPECT_EQ(desk.held(), "paper_thing.a");
  script.codes.clear();
  EXPECT_EQ(apply(destroy).destroyed, 1U);
  EXPECT_EQ(desk.held(), "");
  EXPECT_EQ(script.ran, (std::vector<std::string>{"bye x", "bye x"}));
}

TEST_F(Provisioners, OfARemovalAreLeftOutForTaintedObjects) {
  desk.write(thing(local_exec("bye", "when = destroy")));
  apply();
  desk.session.rows.begin()->second.row.tainted = true;
  EXPECT_EQ(apply().destroyed, 1U);
  EXPECT_TRUE(script.ran.empty());
}

TEST_F(Provisioners, WithoutACommandTaintToo) {
  desk.write(thing(local_exec("${self.name == \"x\" ? \"\" : \"y\"}")));
  EXPECT_EQ(apply().failed, 1U);
  EXPECT_TRUE(script.ran.empty());
  EXPECT_EQ(desk.held(), "paper_thing.a (tainted)");
}

TEST(RunProvisioners, SayNothingOfWhatIsSecret) {
  Script script;
  script.codes["curl -u hunter2"] = 1;
  ProvisionCommand command;
  command.process.arguments = {"sh", "-c", "curl -u hunter2"};
  command.silence = "(output suppressed)";
  std::vector<std::string> said;
  const ProvisionResult result = run_provisioners(
      script, {command}, [&](std::string_view line) { said.emplace_back(line); }, {});
  EXPECT_TRUE(result.failed);
  EXPECT_EQ(said, std::vector<std::string>{"(output suppressed)"});
  EXPECT_EQ(result.why, "the local-exec provisioner failed: exit status 1");
}

}  // namespace
}  // namespace tenon
