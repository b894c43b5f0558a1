#include "schema/base/process.h"

#include <gtest/gtest.h>

#include <atomic>

namespace tenon {
namespace {

struct Ran {
  ProcessEnd end;
  std::vector<std::string> lines;
};

Ran sh(const std::string& command, Process process = {},
       const std::function<bool()>& cancelled = {}) {
  Ran ran;
  process.arguments = {"/bin/sh", "-c", command};
  const auto end = system_processes().run(
      process, [&](std::string_view line) { ran.lines.emplace_back(line); }, cancelled);
  EXPECT_TRUE(end) << end.error().message;
  if (end) ran.end = *end;
  return ran;
}

TEST(Process, GivesLinesOfBothOutputsAndTheExitCode) {
  const Ran ran = sh("echo one; echo two >&2; printf three; exit 3");
  EXPECT_EQ(ran.lines, (std::vector<std::string>{"one", "two", "three"}));
  EXPECT_FALSE(ran.end.fine());
  EXPECT_EQ(ran.end.text(), "exit status 3");
}

TEST(Process, HasItsFolderItsVariablesAndNoInput) {
  Process process;
  process.directory = "/";
  process.environment = {{"TENON_TEST_WORD", "hello"}, {"HOME", "/nowhere"}};
  const Ran ran = sh("pwd; echo $TENON_TEST_WORD $HOME; cat", process);
  EXPECT_EQ(ran.lines, (std::vector<std::string>{"/", "hello /nowhere"}));
  EXPECT_TRUE(ran.end.fine());
}

TEST(Process, IsEndedWithAllThatItStarted) {
  Process process;
  process.timeout = std::chrono::milliseconds(50);
  EXPECT_EQ(sh("sleep 100 & sleep 100; echo never", process).end.how, ProcessEnd::How::TimedOut);
  const Ran ran = sh("sleep 100", {}, [] { return true; });
  EXPECT_EQ(ran.end.how, ProcessEnd::How::Cancelled);
  EXPECT_TRUE(ran.lines.empty());
}

TEST(Process, DoesNotWaitForWhatItLeavesRunning) {
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_TRUE(sh("sleep 20 & echo started").end.fine());
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
}

TEST(Process, ThatDiesBySignalSaysSo) {
  EXPECT_EQ(sh("kill -9 $$").end.text(), "ended by signal 9");
}

TEST(Process, ThatCannotBeStartedIsAnError) {
  Process process;
  process.arguments = {"/no/such/program"};
  const auto missing = system_processes().run(process, {}, {});
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("/no/such/program"), std::string::npos);
  process.arguments = {"/bin/true"};
  process.directory = "/no/such/folder";
  const auto nowhere = system_processes().run(process, {}, {});
  ASSERT_FALSE(nowhere);
  EXPECT_NE(nowhere.error().message.find("/no/such/folder"), std::string::npos);
}

TEST(Process, CutsLinesThatAreTooLong) {
  const Ran ran = sh("head -c 100000 /dev/zero | tr '\\0' x; echo");
  ASSERT_EQ(ran.lines.size(), 2U);
  EXPECT_EQ(ran.lines[0].size() + ran.lines[1].size(), 100000U);
}

}  // namespace
}  // namespace tenon
