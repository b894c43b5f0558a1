#include <gtest/gtest.h>

#include "schema/value/print.h"
#include "tests/unit/config/loading.h"

namespace tenon::config {
namespace {

constexpr const char* kVariables = R"(
variable "text" { default = "default" }
variable "list" {
  type    = list(number)
  default = []
}
variable "thing" {
  type    = object({ name = string, size = optional(number, 7) })
  default = null
}
variable "secret" {
  default   = "x"
  sensitive = true
}
)";

class Variables : public ::testing::Test {
 protected:
  using Setting = VariableOptions::Setting;

  // A variable's value as the console prints it; what was said is in `said`.
  std::string value_of(const char* name, std::map<std::string, std::string> files = {},
                       std::map<std::string, std::string> settings = {},
                       std::vector<Setting> command_line = {}) {
    files.emplace("main.tf", kVariables);
    Loading loading(std::move(files));
    EXPECT_EQ(loading.said(), "");
    loading.folder.settings = std::move(settings);
    VariableOptions options;
    options.command_line = std::move(command_line);
    Diagnostics diagnostics;
    const auto values =
        variable_values(loading.folder, *loading.config, options, arena_, diagnostics);
    said = codes_of(diagnostics);
    return print_console(values.at(Symbol(name)).value);
  }

  std::string said;

 private:
  Arena arena_;
};

TEST_F(Variables, LaterSettingsWin) {
  const std::map<std::string, std::string> environment = {{"TF_VAR_text", "environment"}};
  const std::map<std::string, std::string> file = {{"terraform.tfvars", "text = \"file\"\n"}};
  const std::map<std::string, std::string> automatic = {{"terraform.tfvars", "text = \"file\"\n"},
                                                        {"a.auto.tfvars", "text = \"a\"\n"},
                                                        {"b.auto.tfvars.json", R"({"text": "b"})"}};
  EXPECT_EQ(value_of("text"), "\"default\"");
  EXPECT_EQ(value_of("text", {}, environment), "\"environment\"");
  EXPECT_EQ(value_of("text", file, environment), "\"file\"");
  EXPECT_EQ(value_of("text", automatic, environment), "\"b\"");
  EXPECT_EQ(value_of("text", automatic, environment, {{Setting::Kind::Value, "text=line"}}),
            "\"line\"");
}

TEST_F(Variables, TheCommandLineCountsInItsOrder) {
  const std::map<std::string, std::string> files = {{"x.tfvars", "text = \"file\"\n"}};
  EXPECT_EQ(value_of("text", files, {},
                     {{Setting::Kind::Value, "text=line"}, {Setting::Kind::File, "x.tfvars"}}),
            "\"file\"");
  EXPECT_EQ(value_of("text", files, {},
                     {{Setting::Kind::File, "x.tfvars"}, {Setting::Kind::Value, "text=line"}}),
            "\"line\"");
}

TEST_F(Variables, FilesMayBeYaml) {
  EXPECT_EQ(value_of("text", {{"terraform.tfvars.yaml", "text: ${not a template}\n"}}),
            "\"${not a template}\"");
  EXPECT_EQ(said, "");
}

TEST_F(Variables, TextsOfPrimitivesStandAsTheyAreAndOthersAreExpressions) {
  EXPECT_EQ(value_of("text", {}, {{"TF_VAR_text", "[1"}}), "\"[1\"");
  EXPECT_EQ(value_of("list", {}, {{"TF_VAR_list", "[1, \"2\"]"}}), "tolist([\n  1,\n  2,\n])");
  value_of("list", {}, {{"TF_VAR_list", "[1"}});
  EXPECT_NE(said, "");
}

TEST_F(Variables, DefaultsOfOptionalAttributesAreFilledIn) {
  EXPECT_EQ(value_of("thing", {}, {}, {{Setting::Kind::Value, "thing={name = \"a\"}"}}),
            "{\n  \"name\" = \"a\"\n  \"size\" = 7\n}");
}

TEST_F(Variables, SensitiveOnesAreMarked) { EXPECT_EQ(value_of("secret"), "(sensitive value)"); }

TEST_F(Variables, WhatDoesNotFitIsSaidWithItsPlace) {
  value_of("list", {{"terraform.tfvars", "list = [1, \"x\"]\n"}});
  EXPECT_EQ(said, "E0168 terraform.tfvars:1:8");
  value_of("list", {}, {}, {{Setting::Kind::Value, "lisst=[]"}});
  EXPECT_EQ(said, "E0165");
  value_of("list", {}, {}, {{Setting::Kind::Value, "list"}});
  EXPECT_EQ(said, "E0163");
  value_of("list", {}, {}, {{Setting::Kind::File, "none.tfvars"}});
  EXPECT_EQ(said, "E0161");
  value_of("text", {{"terraform.tfvars", "text = var.list\n"}});
  EXPECT_EQ(said, "E0166 terraform.tfvars:1:8");
}

TEST_F(Variables, AnUndeclaredOneInAFileIsAWarningOnly) {
  EXPECT_EQ(value_of("text", {{"terraform.tfvars", "other = 1\n"}}), "\"default\"");
  EXPECT_EQ(said, "W0162 terraform.tfvars:1:1");
}

TEST(RequiredVariable, IsAnErrorUnlessItMayBeMissing) {
  Loading loading{{"main.tf", "variable \"a\" { type = number }\n"}};
  VariableOptions options;
  Arena arena;
  Diagnostics diagnostics;
  variable_values(loading.folder, *loading.config, options, arena, diagnostics);
  EXPECT_EQ(codes_of(diagnostics), "E0164 main.tf:1:1");
  options.allow_missing = true;
  Diagnostics none;
  const auto values = variable_values(loading.folder, *loading.config, options, arena, none);
  EXPECT_EQ(codes_of(none), "");
  EXPECT_TRUE(values.at(Symbol("a")).value.is_unknown());
}

TEST(RequiredVariable, MayNotBeNullWhereItIsNotNullable) {
  Loading loading{{"main.tf", "variable \"a\" {\n  type     = number\n  nullable = false\n}\n"},
                  {"terraform.tfvars", "a = null\n"}};
  Arena arena;
  Diagnostics diagnostics;
  variable_values(loading.folder, *loading.config, {}, arena, diagnostics);
  EXPECT_EQ(codes_of(diagnostics), "E0167 terraform.tfvars:1:5");
}

TEST(VariablesFile, IsNotQuotedWhereItCannotBeReadAndMayHoldSecrets) {
  const auto is_quoted = [](const char* variables) {
    Loading loading({{"main.tf", variables}, {"terraform.tfvars", "a = \"hush\nb = 1\n"}});
    Arena arena;
    Diagnostics diagnostics;
    variable_values(loading.folder, *loading.config, {}, arena, diagnostics);
    EXPECT_TRUE(diagnostics.has_errors());
    for (const Diagnostic& diagnostic : diagnostics.list()) {
      if (diagnostic.span.known() &&
          location_text(diagnostic.span).rfind("terraform.tfvars", 0) == 0)
        return !resolve(diagnostic.span).hidden;
    }
    ADD_FAILURE() << "no error in the file";
    return false;
  };
  EXPECT_TRUE(is_quoted("variable \"a\" { default = 1 }\n"));
  EXPECT_FALSE(is_quoted("variable \"a\" {\n  default = 1\n  sensitive = true\n}\n"));
}

TEST(VariablesFile, HasALimit) {
  Loading loading(
      {{"main.tf", "variable \"a\" { default = 1 }\n"}, {"terraform.tfvars", "a = 12345\n"}});
  VariableOptions options;
  options.file_bytes = 5;
  Arena arena;
  Diagnostics diagnostics;
  variable_values(loading.folder, *loading.config, options, arena, diagnostics);
  EXPECT_EQ(codes_of(diagnostics), "E0102");
}

}  // namespace
}  // namespace tenon::config
