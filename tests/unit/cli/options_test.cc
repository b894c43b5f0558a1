#include "engine/cli/options.h"

#include <gtest/gtest.h>

#include "tests/unit/config/folder.h"

namespace tenon::cli {
namespace {

struct Line {
  Line(std::initializer_list<const char*> words, std::map<std::string, std::string> settings = {}) {
    Folder folder;
    folder.settings = std::move(settings);
    std::vector<std::string> texts{"tenon"};
    texts.insert(texts.end(), words.begin(), words.end());
    std::vector<char*> arguments;
    for (std::string& text : texts) arguments.push_back(text.data());
    read = parse_options(static_cast<int>(arguments.size()), arguments.data(), folder, &options,
                         &error, &help);
  }
  bool says(const char* words) const { return error.find(words) != std::string::npos; }

  bool read = false;
  Options options;
  std::string error;
  std::string help;
};

TEST(Options, OneDashOrTwo) {
  for (const char* flag : {"-auto-approve", "--auto-approve"}) {
    const Line line{"apply", flag};
    ASSERT_TRUE(line.read) << line.error;
    EXPECT_TRUE(line.options.auto_approve);
  }
}

TEST(Options, ValuesStandBesideOrBehindAnEqualsSign) {
  EXPECT_EQ(Line({"plan", "-out=x.plan"}).options.out, "x.plan");
  EXPECT_EQ(Line({"plan", "-out", "x.plan"}).options.out, "x.plan");
}

TEST(Options, WhatIsOnByDefaultCanBeSwitchedOff) {
  EXPECT_TRUE(Line({"plan"}).options.refresh);
  EXPECT_FALSE(Line({"plan", "-refresh=false"}).options.refresh);
  EXPECT_FALSE(Line({"plan", "-input=false"}).options.input);
  EXPECT_TRUE(Line({"plan", "-refresh=true"}).options.refresh);
}

TEST(Options, VariablesKeepTheirOrderAndTheirText) {
  const Line line{"plan", "-var", "a=1 2", "-var-file=x.tfvars", "-var=b=c=d"};
  ASSERT_TRUE(line.read) << line.error;
  const auto& settings = line.options.variables.command_line;
  using Kind = config::VariableOptions::Setting::Kind;
  ASSERT_EQ(settings.size(), 3U);
  EXPECT_EQ(settings[0].text, "a=1 2");
  EXPECT_EQ(settings[1].kind, Kind::File);
  EXPECT_EQ(settings[2].text, "b=c=d");
}

TEST(Options, SomeMayStandSeveralTimes) {
  const Line line{"plan", "-target=a.b", "-target", "c.d", "-replace=e.f"};
  EXPECT_EQ(line.options.targets, (std::vector<std::string>{"a.b", "c.d"}));
  EXPECT_EQ(line.options.replace, (std::vector<std::string>{"e.f"}));
}

TEST(Options, CommandsOfTwoWords) {
  const Line line{"state", "mv", "a.b", "a.c"};
  ASSERT_TRUE(line.read) << line.error;
  EXPECT_EQ(line.options.command, "state mv");
  EXPECT_EQ(line.options.arguments, (std::vector<std::string>{"a.b", "a.c"}));
}

TEST(Options, TheFolderStandsBeforeTheCommand) {
  const Line line{"-chdir=there", "plan"};
  EXPECT_EQ(line.options.chdir, "there");
  EXPECT_FALSE(Line({"-chdir", "plan"}).read);
}

TEST(Options, DestroyIsAPlanInAnotherMode) {
  EXPECT_TRUE(Line({"destroy"}).options.destroy);
  EXPECT_TRUE(Line({"plan", "-destroy"}).options.destroy);
}

TEST(Options, TimesToWaitAreTerraforms) {
  using std::chrono::milliseconds;
  EXPECT_EQ(Line({"plan", "-lock-timeout=10s"}).options.lock_timeout, milliseconds(10'000));
  EXPECT_EQ(Line({"plan", "-lock-timeout=1m30s"}).options.lock_timeout, milliseconds(90'000));
  EXPECT_EQ(Line({"plan", "-lock-timeout=500ms"}).options.lock_timeout, milliseconds(500));
  EXPECT_TRUE(Line({"plan", "-lock-timeout=soon"}).says("-lock-timeout needs a time"));
  EXPECT_TRUE(Line({"plan", "-lock-timeout=99999999999999999999s"}).says("-lock-timeout"));
}

TEST(Options, UnknownOnesAreComparedWithKnownOnes) {
  EXPECT_TRUE(Line({"paln"}).says("Did you mean \"plan\"?"));
  EXPECT_TRUE(Line({"plan", "-refrehs=false"}).says("Did you mean -refresh?"));
  EXPECT_TRUE(Line({"plan", "-auto-approve"}).says("\"tenon plan\" has no option -auto-approve"));
}

TEST(Options, WhatComesLaterIsRefusedByName) {
  EXPECT_TRUE(Line({"import", "a.b", "x"}).says("later version"));
  EXPECT_TRUE(Line({"plan", "-refresh-only"}).says("-refresh-only comes with a later version"));
  EXPECT_TRUE(Line({"plan"}, {{"TF_WORKSPACE", "prod"}}).read);
  EXPECT_TRUE(Line({"plan"}, {{"TF_CLI_ARGS_plan", "-x"}}).says("TF_CLI_ARGS_plan"));
}

TEST(Options, NumbersHaveLimits) {
  EXPECT_TRUE(Line({"apply", "-parallelism=20"}).read);
  for (const char* flag :
       {"-parallelism=0", "-parallelism=x", "-parallelism=100000", "-parallelism=-1"})
    EXPECT_FALSE(Line({"apply", flag}).read) << flag;
}

TEST(Options, HelpIsNoError) {
  const Line line{"plan", "-help"};
  ASSERT_TRUE(line.read);
  EXPECT_TRUE(line.options.help);
  EXPECT_NE(line.help.find("-detailed-exitcode"), std::string::npos);
  EXPECT_TRUE(Line({"-help"}).options.help);
}

}  // namespace
}  // namespace tenon::cli
