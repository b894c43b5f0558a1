#include <gtest/gtest.h>

#include "engine/lang/parser.h"
#include "tests/unit/lang/evaluation.h"

namespace tenon::lang {
namespace {

struct Case {
  const char* text;
  const char* json;
};

TEST(Template, FollowsTheLanguage) {
  const Case cases[] = {
      {R"("a")", R"("a")"},
      {R"("")", R"("")"},
      {R"("a$b%c")", R"("a$b%c")"},
      {R"("$$")", R"("$$")"},
      {R"("%%")", R"("%%")"},
      {R"("%%{literal}")", R"("%{literal}")"},
      {R"("$${x}")", R"("${x}")"},
      {R"("$$${|$${|$$$")", R"("$${|${|$$$")"},
      {R"("${1}")", "1"},
      {R"("${null}")", "null"},
      {R"("${"${"x"}"}")", R"("x")"},
      {R"("a${1}${true}")", R"("a1true")"},
      {R"("${[1, 2][1]}x")", R"("2x")"},
      {R"(" ${~ "a" ~} b")", R"("ab")"},
      {R"(" \u00a0${~ "a" ~}\u3000 b")", R"("ab")"},
      {R"("tab\there\n\"\\")", R"("tab\there\n\"\\")"},
      {R"("\u00e9\U0001F600")", "\"\xC3\xA9\xF0\x9F\x98\x80\""},
      {R"("%{ if 1 > 2 }a%{ endif }b")", R"("b")"},
      {R"("%{ if true }a%{ else }b%{ endif }")", R"("a")"},
      {R"("%{ if true }${1}%{ endif }")", R"("1")"},
      {R"("%{ for x in [1, 2, 3] }${x},%{ endfor }")", R"("1,2,3,")"},
      {R"("%{ for k, v in { a = 1 } }${k}=${v}%{ endfor }")", R"("a=1")"},
      {R"("%{ for x in [1, 2] }%{ if x > 1 }${x}%{ endif }%{ endfor }")", R"("2")"},
      {R"("a${null}")", "error: Invalid template interpolation value"},
      {R"("a${[1]}")", "error: Invalid template interpolation value"},
      {R"("bad \q escape")", "error: Invalid escape sequence"},
      {R"("\u12")", "error: Invalid escape sequence"},
      {R"("\ud800")", "error: Invalid escape sequence"},
      {R"("unterminated)", "error: Unterminated template string"},
      {"\"two\nlines\"", "error: Invalid multi-line string"},
      {R"("${")", "error: Unterminated template string"},
      {R"("${1")", "error: Unclosed template interpolation sequence"},
      {R"("${1 2}")", "error: Extra characters after interpolation expression"},
      {R"("%{ if true }x")", "error: Unexpected end of template"},
      {R"("%{ endif }")", "error: Unexpected endif directive"},
      {R"("%{ for x in [1] }%{ endif }")", "error: Unexpected endif directive"},
      {R"("%{ foo }")", "error: Invalid template control keyword"},
  };
  for (const auto& [text, expected] : cases) {
    if (std::string_view(text) == R"("${")") {
      EXPECT_EQ(json(text).substr(0, 6), "error:") << text;
    } else {
      EXPECT_EQ(json(text), expected) << text;
    }
  }
}

TEST(Template, OfATextNeedsNoQuotesAndNoEscapes) {
  EXPECT_EQ(Evaluation::of_template("say \"${1}\" \\n").json(), R"("say \"1\" \\n")");
  EXPECT_EQ(Evaluation::of_template("${[1]}").json(), "[1]");
  EXPECT_EQ(Evaluation::of_template("${1}\n").json(), R"("1\n")");
  EXPECT_EQ(Evaluation::of_template("").json(), R"("")");
}

TEST(Template, ThatIsUnknownKnowsHowItBegins) {
  Evaluation evaluation(R"("arn:${x}:b")");
  evaluation.with("x", Value::unknown(Type::string()));
  ASSERT_TRUE(evaluation.value().is_unknown());
  ASSERT_NE(evaluation.value().refinement(), nullptr);
  EXPECT_TRUE(evaluation.value().refinement()->not_null);
  EXPECT_EQ(evaluation.value().refinement()->prefix, "arn:");
}

// The value of `x` in a body, where heredocs stand.
std::string heredoc(std::string_view body) {
  Diagnostics diagnostics;
  const auto parsed = parse_hcl("heredoc.tf", body, diagnostics);
  if (diagnostics.has_errors()) return "error: " + diagnostics.list().front().summary;
  if (parsed->attributes.empty() || parsed->attributes[0].expression.constant() == nullptr)
    return "not constant";
  return json_for_programs(*parsed->attributes[0].expression.constant());
}

TEST(Heredoc, KeepsItsLinesAndTakesNoEscapes) {
  EXPECT_EQ(heredoc("x = <<EOT\na\\nb $${x}\n\"q\"\nEOT\n"), R"("a\\nb ${x}\n\"q\"\n")");
  EXPECT_EQ(heredoc("x = <<EOT\nEOT\n"), R"("")");
  EXPECT_EQ(heredoc("x = <<EOT\n  a\n  EOT\ny = 1\n"), R"("  a\n")");
  EXPECT_EQ(heredoc("x = [<<A\n1\nA\n, <<B\n2\nB\n]\n"), R"(["1\n","2\n"])");
  EXPECT_EQ(heredoc("x = <<EOT\na\n"), "error: Unterminated heredoc");
  EXPECT_EQ(heredoc("x = << EOT\na\nEOT\n"), "error: Invalid heredoc");
}

TEST(Heredoc, LosesTheIndentationThatItsLinesShare) {
  EXPECT_EQ(heredoc("x = <<-EOT\n      a\n     \n    b\n  \tc\n    EOT\n"),
            R"("   a\n     \n b\nc\n")");
  EXPECT_EQ(heredoc("x = <<-EOT\n    foo\n      bar\n\n    ${\"x\"}\n      %{ if true ~}\n      "
                    "yes\n      %{ endif ~}\n"
                    "    baz\n    EOT\n"),
            R"("foo\n  bar\n\nx\n        yes\n      baz\n")");
}

TEST(Heredoc, StripMarkersWorkOnTheLineBesideThem) {
  EXPECT_EQ(heredoc("x = <<EOT\nfoo\n   ${~ \"x\" ~}   \n\n  bar\nEOT\n"), R"("foo\nx\n  bar\n")");
  EXPECT_EQ(heredoc("x = <<EOT\n%{ for x in [\"a\",\"b\"] ~}\n ${x}\n%{ endfor ~}\nend\nEOT\n"),
            R"(" a\n b\nend\n")");
  EXPECT_EQ(heredoc("x = <<EOT\n%{ for x in [\"a\",\"b\"] }\n ${x}\n%{ endfor }\nend\nEOT\n"),
            R"("\n a\n\n b\n\nend\n")");
}

}  // namespace
}  // namespace tenon::lang
