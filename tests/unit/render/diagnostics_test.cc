#include "engine/render/diagnostics.h"

#include <gtest/gtest.h>

namespace tenon {
namespace {

Diagnostic diagnostic(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  Diagnostic made;
  made.code = "E0122";
  made.summary = "Unsupported argument";
  made.detail = "An argument named \"inptu\" is not expected here.";
  made.span = {add_source("main.tf", text), begin, end};
  return made;
}

TEST(DiagnosticText, SaysWhatWhereAndWhy) {
  EXPECT_EQ(diagnostic_text(diagnostic("a = 1\n  inptu = 2\n", 8, 13), Colour::Off),
            "Error: Unsupported argument (E0122)\n\n"
            "  at main.tf:2:3\n"
            "  2 |   inptu = 2\n"
            "    |   ^^^^^\n\n"
            "  An argument named \"inptu\" is not expected here.\n\n");
}

TEST(DiagnosticText, ColumnsCountCharacters) {
  const std::string text = diagnostic_text(diagnostic("größe = inptu\n", 10, 15), Colour::Off);
  EXPECT_NE(text.find("at main.tf:1:9"), std::string::npos) << text;
  EXPECT_NE(text.find("\n    |         ^^^^^\n"), std::string::npos) << text;
}

TEST(DiagnosticText, NamesTheInstanceWhereThereIsOne) {
  Diagnostic made = diagnostic("x\n", 0, 1);
  made.address = "aws_vpc.main[0]";
  EXPECT_NE(diagnostic_text(made, Colour::Off).find("at main.tf:1:1, for aws_vpc.main[0]\n"),
            std::string::npos);
  made.span = {};
  EXPECT_NE(diagnostic_text(made, Colour::Off).find("\n  for aws_vpc.main[0]\n"),
            std::string::npos);
}

TEST(DiagnosticText, WarningsSaySo) {
  Diagnostics list;
  list.warning("W0162", "Value for undeclared variable", "It is not used.");
  EXPECT_EQ(diagnostics_text(list, Colour::Off),
            "Warning: Value for undeclared variable (W0162)\n\n  It is not used.\n\n");
}

TEST(DiagnosticText, LongDetailsAreWrappedAtWords) {
  Diagnostic made;
  made.summary = "S";
  for (int i = 0; i < 60; ++i) made.detail += "word ";
  const std::string text = diagnostic_text(made, Colour::Off);
  std::size_t longest = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    longest = std::max(longest, end - at);
    at = end + 1;
  }
  EXPECT_LE(longest, 100U);
  EXPECT_EQ(text.find("wor\n"), std::string::npos);
}

TEST(DiagnosticText, VeryLongLinesAreCut) {
  const std::string line(100'000, 'x');
  EXPECT_LT(diagnostic_text(diagnostic(line, 90'000, 90'001), Colour::Off).size(), 1000U);
}

TEST(DiagnosticText, ColourIsDecoration) {
  const Diagnostic made = diagnostic("inptu\n", 0, 5);
  std::string coloured = diagnostic_text(made, Colour::On);
  EXPECT_NE(coloured, diagnostic_text(made, Colour::Off));
  for (std::size_t at = coloured.find('\x1b'); at != std::string::npos;
       at = coloured.find('\x1b', at))
    coloured.erase(at, coloured.find('m', at) - at + 1);
  EXPECT_EQ(coloured, diagnostic_text(made, Colour::Off));
}

TEST(DiagnosticJson, IsTerraforms) {
  EXPECT_EQ(diagnostic_json(diagnostic("a = 1\n  inptu = 2\n", 8, 13)),
            R"({"severity":"error","summary":"Unsupported argument",)"
            R"("detail":"An argument named \"inptu\" is not expected here.",)"
            R"("range":{"filename":"main.tf","start":{"line":2,"column":3,"byte":8},)"
            R"("end":{"line":2,"column":8,"byte":13}},)"
            R"("snippet":{"context":null,"code":"  inptu = 2","start_line":2,)"
            R"("highlight_start_offset":2,"highlight_end_offset":7,"values":[]}})");
}

TEST(DiagnosticJson, ValidateCountsErrorsAndWarnings) {
  Diagnostics list;
  list.warning("W0001", "w", "d");
  list.error("E0001", "e", "d");
  const std::string json = validate_json(list);
  EXPECT_EQ(
      json.find(R"({"format_version":"1.0","valid":false,"error_count":1,"warning_count":1,)"), 0U);
  EXPECT_EQ(
      validate_json({}),
      R"({"format_version":"1.0","valid":true,"error_count":0,"warning_count":0,"diagnostics":[]})");
}

}  // namespace
}  // namespace tenon
