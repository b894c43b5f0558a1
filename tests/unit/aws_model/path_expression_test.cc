#include "providers/aws/model/path_expression.h"

#include <gtest/gtest.h>

namespace tenon::aws {
namespace {

constexpr const char* kDocument = R"({
  "name": "n", "empty": "", "zero": 0, "no": false, "nothing": null, "a-b": "dash", "text": "x/y/z",
  "list": [{"k": "a", "v": 1}, {"k": "b", "v": 2}, {"v": 3}],
  "nested": [[1, 2], [3], 4],
  "map": {"one": {"n": 1}, "two": {"n": 2}},
  "tags": ["q", "p", "r"]
})";

std::string eval(const std::string& expression, const std::string& document = kDocument) {
  const auto compiled = PathExpression::compile(expression);
  if (!compiled) return "error: " + compiled.error().message;
  return to_json(compiled->evaluate(*parse_json(document)));
}

struct Expected {
  const char* expression;
  const char* result;
};

class Evaluates : public ::testing::TestWithParam<Expected> {};

TEST_P(Evaluates, AsJmesPathSays) {
  EXPECT_EQ(eval(GetParam().expression), GetParam().result) << GetParam().expression;
}

INSTANTIATE_TEST_SUITE_P(
    Lists, Evaluates,
    ::testing::Values(Expected{"minus(tags, `[\"p\"]`)", R"(["q","r"])"},
                      Expected{"minus(tags, nothing)", R"(["q","p","r"])"},
                      Expected{"minus(nothing, tags)", "[]"},
                      Expected{"sort_by(list, &not_null(k, 'z'))[].v", "[1,2,3]"},
                      Expected{"sort_by(list[?v>`1`], &v)[0].v", "2"},
                      Expected{"url_decode('%7B%22a%22%3a1%7D')", R"("{\"a\":1}")"},
                      Expected{"url_decode('100% sure')", R"("100% sure")"},
                      Expected{"url_decode(nothing)", "null"}));

INSTANTIATE_TEST_SUITE_P(
    Paths, Evaluates,
    ::testing::Values(Expected{"name", R"("n")"}, Expected{"\"a-b\"", R"("dash")"},
                      Expected{"map.one.n", "1"}, Expected{"map.three.n", "null"},
                      Expected{"name.x", "null"}, Expected{"list[0].k", R"("a")"},
                      Expected{"list[-1].v", "3"}, Expected{"list[9]", "null"},
                      Expected{"name[0]", "null"}, Expected{"list[].k", R"(["a","b"])"},
                      Expected{"list[*].v", "[1,2,3]"}, Expected{"nested[]", "[1,2,3,4]"},
                      Expected{"name[]", "null"}, Expected{"name[*]", "null"},
                      Expected{"map.*.n", "[1,2]"}, Expected{"list.*", "null"},
                      Expected{"@.name", R"("n")"}, Expected{"list[*].v | [0]", "1"},
                      Expected{"list[].v | length(@)", "3"}, Expected{"[name, zero]", R"(["n",0])"},
                      Expected{"map.[one.n, two.n]", "[1,2]"}, Expected{"(list)[0].v", "1"}));

INSTANTIATE_TEST_SUITE_P(Filters, Evaluates,
                         ::testing::Values(Expected{"list[?k=='a'].v", "[1]"},
                                           Expected{"list[?v>`1`].v", "[2,3]"},
                                           Expected{"list[?k].v", "[1,2]"},
                                           Expected{"list[?!k].v", "[3]"},
                                           Expected{"list[?k=='b' || v==`3`].v", "[2,3]"},
                                           Expected{"list[?k=='b' && v==`2`].v | [0]", "2"},
                                           Expected{"list[?k!='a'].v", "[2,3]"},
                                           Expected{"list[?v>=`2` && v<=`2`].v", "[2]"},
                                           Expected{"list[?v<`2`].v", "[1]"}));

INSTANTIATE_TEST_SUITE_P(
    Logic, Evaluates,
    ::testing::Values(
        Expected{"empty || name", R"("n")"}, Expected{"zero || name", "0"},
        Expected{"no || nothing", "null"}, Expected{"name && zero", "0"},
        Expected{"empty && name", R"("")"}, Expected{"!empty", "true"}, Expected{"!name", "false"},
        Expected{"name == 'n'", "true"}, Expected{"name != 'n'", "false"},
        Expected{"zero < `1`", "true"}, Expected{"name < `1`", "false"},
        // `||` binds more weakly than `&&`, and both than comparison.
        Expected{"name == 'n' || no && no", "true"}, Expected{"`[1]` == `[1.0]`", "false"},
        Expected{"`{\"a\": [1]}`", R"({"a":[1]})"}, Expected{"'it\\'s'", R"("it's")"}));

INSTANTIATE_TEST_SUITE_P(
    Functions, Evaluates,
    ::testing::Values(
        Expected{"length(name)", "1"}, Expected{"length(list)", "3"}, Expected{"length(map)", "2"},
        Expected{"contains(tags, 'p')", "true"}, Expected{"contains(tags, 'x')", "false"},
        Expected{"contains(text, '/y')", "true"}, Expected{"join('-', tags)", R"("q-p-r")"},
        Expected{"keys(map)", R"(["one","two"])"}, Expected{"values(map)[0].n", "1"},
        Expected{"sort(tags)", R"(["p","q","r"])"}, Expected{"starts_with(text, 'x/')", "true"},
        Expected{"ends_with(text, '/z')", "true"},
        Expected{"ends_with(text, 'long/x/y/z')", "false"},
        Expected{"split('/', text)", R"(["x","y","z"])"}, Expected{"split('/', text)[1]", R"("y")"},
        Expected{"replace(text, '/', '::')", R"("x::y::z")"},
        Expected{"replace(text, '', '-')", R"("x/y/z")"}, Expected{"not_null(nothing, zero)", "0"},
        Expected{"not_null(nothing)", "null"}, Expected{"to_string(zero)", R"("0")"},
        Expected{"to_string(no)", R"("false")"}, Expected{"to_string(nothing)", "null"},
        Expected{"to_number('12')", "12"}, Expected{"to_number(nothing)", "null"},
        Expected{"lookup(map, 'two').n", "2"}, Expected{"lookup(map, 'x')", "null"},
        Expected{"if(name, 'y', 'n')", R"("y")"}, Expected{"if(empty, 'y', 'n')", R"("n")"},
        Expected{"max(`[3, \"20\", 1]`)", "20"}, Expected{"max(`[]`)", "null"},
        Expected{"sum([max(list[*].v), `1`])", "4"}, Expected{"sum(`[]`)", "0"},
        Expected{"if(empty, 'y')", "null"}));

INSTANTIATE_TEST_SUITE_P(
    Maps, Evaluates,
    ::testing::Values(
        Expected{"{A: name, B: list[0].v}", R"({"A":"n","B":1})"},
        Expected{"list[*].{K: k, \"a-b\": v} | [1]", R"({"K":"b","a-b":2})"},
        Expected{"map.{x: one.n}", R"({"x":1})"}, Expected{"from_json('{\"b\": [1]}').b[0]", "1"},
        Expected{"from_json('{')", "null"}, Expected{"from_json(zero)", "null"},
        Expected{"to_json(`{\"b\": 1, \"a\": [true]}`)", R"("{\"a\":[true],\"b\":1}")"},
        Expected{"to_json(nothing)", "null"},
        Expected{"pick(map, ['two', 'x'])", R"({"two":{"n":2}})"},
        Expected{"pick(name, ['two'])", "null"},
        Expected{"omit(map, ['two'])", R"({"one":{"n":1}})"},
        Expected{"merge(map.one, `{\"n\": 3, \"m\": 4}`)", R"({"n":3,"m":4})"},
        Expected{"merge(nothing, map.one)", R"({"n":1})"},
        Expected{"zip(keys(map), values(map)[*].n)", R"({"one":1,"two":2})"},
        Expected{"zip(tags, ['x'])", R"({"q":"x"})"},
        Expected{"zip(keys(map), '')", R"({"one":"","two":""})"},
        Expected{"items(map)[*].{key: @[0], n: @[1].n}",
                 R"([{"key":"one","n":1},{"key":"two","n":2}])"},
        Expected{"items(name)", "null"},
        Expected{"list[?k == $.list[1].k].[k, $.name]", R"([["b","n"]])"},
        Expected{"crc32('123456789')", R"("3421780262")"}, Expected{"crc32(zero)", "null"},
        Expected{"tags[*].join('-', [$.name, @])", R"(["n-q","n-p","n-r"])"},
        Expected{"base64(name)", R"("bg==")"}));

TEST(PathExpression, IsRefusedWithThePlace) {
  for (const char* bad : {"",         "a.",           "a[",        "a[?b", "a[?b==]", "length(a",
                          "length()", "length(a, b)", "nosuch(a)", "a b",  "'open",   "`{`",
                          "[a",       "a ||",         "|",         "a[x]", "(a",      "contains(a)",
                          "{a}",      "{a: b",        "a.{b: }"}) {
    const auto compiled = PathExpression::compile(bad);
    ASSERT_FALSE(compiled) << bad;
    EXPECT_EQ(compiled.error().category, ErrorCategory::InvalidArgument);
    EXPECT_NE(compiled.error().message.find("at position"), std::string::npos);
  }
}

TEST(PathExpression, IsRefusedWhereItIsNestedTooDeep) {
  for (const std::string& open : {std::string("("), std::string("!"), std::string("["),
                                  std::string("not_null("), std::string("a[?")}) {
    std::string text;
    for (int i = 0; i < 20'000; ++i) text += open;
    EXPECT_FALSE(PathExpression::compile(text)) << open;
  }
}

// What depends on something unknown is unknown, never null or false.
TEST(PathExpression, IsUnknownWhereWhatItReadsIs) {
  Node document = *parse_json(kDocument);
  document.set("later", Node::unknown());
  const auto on_unknown = [&](const char* expression) {
    return PathExpression::compile(expression)->evaluate(document).is_unknown();
  };
  for (const char* expression : {"later",
                                 "later.x",
                                 "later[0]",
                                 "later[]",
                                 "later[*].a",
                                 "later.*",
                                 "later[?a]",
                                 "!later",
                                 "later == 'x'",
                                 "'x' != later",
                                 "later || name",
                                 "name && later",
                                 "later | @",
                                 "length(later)",
                                 "contains(tags, later)",
                                 "join('-', later)",
                                 "replace(text, later, 'x')",
                                 "not_null(later, name)",
                                 "if(later, 'a', 'b')",
                                 "to_string(later)",
                                 "lookup(map, later)"})
    EXPECT_TRUE(on_unknown(expression)) << expression;
  EXPECT_FALSE(on_unknown("name || later"));
  EXPECT_FALSE(on_unknown("empty && later"));
  EXPECT_FALSE(on_unknown("not_null(name, later)"));
}

TEST(PathExpression, IsTheWholeDocumentByDefault) {
  EXPECT_EQ(to_json(PathExpression().evaluate(Node::number(1))), "1");
}

}  // namespace
}  // namespace tenon::aws
