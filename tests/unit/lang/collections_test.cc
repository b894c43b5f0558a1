#include <gtest/gtest.h>

#include "tests/unit/lang/evaluation.h"

namespace tenon::lang {
namespace {

struct Case {
  const char* text;
  const char* json;
};

TEST(Collections, AreBuiltIndexedAndSplatted) {
  const Case cases[] = {
      {"[]", "[]"},
      {"{}", "{}"},
      {"[1, \"a\", true, null,]", "[1,\"a\",true,null]"},
      {"{ B = 1, a = 2, A = 3 }", "{\"A\":3,\"B\":1,\"a\":2}"},
      {"{ a = 1, a = 2 }", "{\"a\":2}"},
      {"{ a : 1\n b = 2 }", "{\"a\":1,\"b\":2}"},
      {"{ 1 = 2, true = 3 }", "{\"1\":2,\"true\":3}"},
      {"{ (\"a\") = 1 }", "{\"a\":1}"},
      {"{ \"${1}\" = 1 }", "{\"1\":1}"},
      {"{ -1 = 1 }", "{\"-1\":1}"},
      {"{ for = 1 }.for", "error: Invalid 'for' expression"},
      {"[1, 2, 3][1]", "2"},
      {"[1, 2, 3][\"1\"]", "2"},
      {"[1, 2].0", "1"},
      {"{ \"1\" = \"one\" }[1]", "\"one\""},
      {"{ a = { b = [1, 2, { c = 5 }] } }.a.b[2].c", "5"},
      {"\"hello\"[*]", "[\"hello\"]"},
      {"null[*]", "[]"},
      {"[{ a = 1 }, { a = 2 }][*].a", "[1,2]"},
      {"[{ a = [1, 2] }].*.a[0]", "[1,2]"},
      {"[{ a = [1, 2] }][*].a[0]", "[1]"},
      {"[{ a = [{ b = 1 }, { b = 2 }] }][*].a[*].b", "[[1,2]]"},
      {"{ a = 1 }[*].a", "[1]"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(json(text), expected) << text;
}

TEST(Collections, RefuseWhatIsNotThere) {
  const Case cases[] = {
      {"[1][1]", "error: Invalid index"},
      {"[][0]", "error: Invalid index"},
      {"[1][-1]", "error: Invalid index"},
      {"[1][1.5]", "error: Invalid index"},
      {"[1][\"x\"]", "error: Invalid index"},
      {"{ a = 1 }[\"b\"]", "error: Invalid index"},
      {"{ a = 1 }[null]", "error: Invalid index"},
      {"{ a = 1 }.b", "error: Unsupported attribute"},
      {"[{ a = 1 }].a", "error: Unsupported attribute"},
      {"\"a\".b", "error: Unsupported attribute"},
      {"null.a", "error: Attempt to get attribute from null value"},
      {"null[0]", "error: Attempt to index null value"},
      {"\"abc\"[0]", "error: Invalid index"},
      {"[[1, 2], [3]].0.1", "error: Invalid legacy index syntax"},
      {"[{ a = [{ b = 1 }] }].*.a.*.b", "error: Nested splat expression not allowed"},
      {"{ (null) = 1 }", "error: Null value as key"},
      {"{ ([]) = 1 }", "error: Incorrect key type"},
      {"{ a.b = 1 }", "error: Ambiguous attribute key"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(json(text), expected) << text;
}

TEST(Collections, PointAtTheStepAndSuggestTheNearName) {
  Evaluation evaluation("x.tags.nme");
  const Symbol tags("tags");
  const Symbol name("name");
  const Value text = Value::string(Evaluation::arena(), "n");
  const Value inner = Value::object(Evaluation::arena(), ObjectShape::of({&name, 1}), {&text, 1});
  const Value outer = Value::object(Evaluation::arena(), ObjectShape::of({&tags, 1}), {&inner, 1});
  evaluation.with("x", outer);
  EXPECT_EQ(evaluation.summary(), "Unsupported attribute");
  EXPECT_EQ(evaluation.place(), "1:7-11");
  EXPECT_NE(evaluation.detail().find("Did you mean \"name\"?"), std::string::npos)
      << evaluation.detail();
}

TEST(Collections, KeepTheElementTypeOfASplatOverAList) {
  const Value empty = Value::list(Evaluation::arena(), Type::string(), {});
  Evaluation evaluation("x[*]");
  EXPECT_EQ(evaluation.with("x", empty).type(), "list(string)");
  Evaluation null_list("x[*]");
  null_list.with("x", Value::null(Type::list_of(Type::string())));
  EXPECT_EQ(null_list.json(), "error: Splat of null value");
}

TEST(Collections, StayUnknownWhereTheirSourceIs) {
  Evaluation list("x[*]");
  EXPECT_EQ(list.with("x", Value::unknown(Type::list_of(Type::number()))).type(), "list(number)");
  EXPECT_TRUE(list.value().is_unknown());
  Evaluation index("x[0]");
  EXPECT_EQ(index.with("x", Value::unknown(Type::list_of(Type::number()))).type(), "number");
  Evaluation string("x[*]");
  EXPECT_EQ(string.with("x", Value::unknown(Type::string())).type(), "any");
  Evaluation loop("[for v in x : v]");
  EXPECT_EQ(loop.with("x", Value::unknown(Type::list_of(Type::number()))).type(), "any");
  Evaluation key("{ (x) = 1 }");
  EXPECT_EQ(key.with("x", Value::unknown(Type::string())).type(), "any");
}

TEST(For, BuildsTuplesAndObjects) {
  const Case cases[] = {
      {"[for x in [1, 2, 3] : x if x > 1]", "[2,3]"},
      {"[for i, x in [\"a\", \"b\"] : \"${i}${x}\"]", "[\"0a\",\"1b\"]"},
      {"[for k, v in { b = 1, a = 2 } : \"${k}${v}\"]", "[\"a2\",\"b1\"]"},
      {"[for x in { a = 1 } : x]", "[1]"},
      {"{ for x in [\"a\", \"b\"] : x => \"${x}!\" }", "{\"a\":\"a!\",\"b\":\"b!\"}"},
      {"{ for x in [\"a\", \"b\", \"a\"] : x => x... }", "{\"a\":[\"a\",\"a\"],\"b\":[\"b\"]}"},
      {"{ for k, g in { a = [\"x\"], b = [\"x\", \"y\"] } : k => { for i, v in g : v => i } }",
       "{\"a\":{\"x\":0},\"b\":{\"x\":0,\"y\":1}}"},
      {"[for x in [1] : [for x in [2] : x]]", "[[2]]"},
      {"[for x in [[1, 2], [3]] : [for y in x : y + 1]]", "[[2,3],[4]]"},
      {"[for x in [1] : { x = x }]", "[{\"x\":1}]"},
      {"[for x in [1] : x if \"true\"]", "[1]"},
      {"[\n  for x in [1] :\n  x\n]", "[1]"},
      {"{ for x in [\"a\", \"a\"] : x => 1 }", "error: Duplicate object key"},
      {"{ for x in [1] : null => x }", "error: Invalid object key"},
      {"{ for x in [1] : [] => x }", "error: Invalid object key"},
      {"{ for x in [1] : x }", "error: Invalid 'for' expression"},
      {"[for x in [1] : x => x]", "error: Invalid 'for' expression"},
      {"[for x in null : x]", "error: Iteration over null value"},
      {"[for x in \"a\" : x]", "error: Iteration over non-iterable value"},
      {"[for x in [1] : x if null]", "error: Condition is null"},
      {"[for x in [1] : x if \"a\"]", "error: Invalid 'for' condition"},
      {"[for x in [] : x if \"a\"]", "error: Invalid 'for' condition"},
      {"[for x in [] : x if x > 1]", "[]"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(json(text), expected) << text;
}

TEST(For, ReportsAWrongItemOnce) {
  Evaluation evaluation("[for x in [1, 2, 3] : x.y]");
  EXPECT_FALSE(evaluation.ok());
  EXPECT_EQ(evaluation.diagnostics().size(), 1u);
  EXPECT_EQ(evaluation.place(), "1:24-26");
}

TEST(For, MarksTheResultWhereKeysOrConditionsAreMarked) {
  const Value secret = Value::string(Evaluation::arena(), "s").with_marks(Marks::Sensitive);
  Evaluation keys("{ for v in [x] : v => 1 }");
  EXPECT_TRUE(keys.with("x", secret).value().is_sensitive());
  Evaluation condition("[for v in [1] : v if x == \"s\"]");
  EXPECT_TRUE(condition.with("x", secret).value().is_sensitive());
  Evaluation elements("[for v in [x] : v]");
  EXPECT_FALSE(elements.with("x", secret).value().is_sensitive());
  EXPECT_TRUE(any(elements.value().all_marks()));
}

TEST(Messages, NeverTellWhatIsMarked) {
  Arena& arena = Evaluation::arena();
  const Value secret = Value::string(arena, "hush").with_marks(Marks::Sensitive);
  const Value twice[] = {Value::string(arena, "hush"), Value::string(arena, "hush")};
  const Value list = Value::list(arena, Type::string(), twice).with_marks(Marks::Sensitive);
  const Symbol name("hush");
  const Value object =
      Value::object(arena, ObjectShape::of({&name, 1}), twice).with_marks(Marks::Sensitive);
  for (const char* text :
       {"{ a = 1 }[x]", "1 + x", "x ? 1 : 2", "x.y", "[1][x]", "{ for v in [x, x] : v => 1 }",
        "{ for v in l : v => 1 }", "o.hus", "o[\"hus\"]", "l[7]", "[for v in x : v]"}) {
    Evaluation evaluation(text);
    evaluation.with("x", secret).with("l", list).with("o", object);
    EXPECT_FALSE(evaluation.ok()) << text;
    for (const auto& diagnostic : evaluation.diagnostics().list()) {
      EXPECT_EQ(diagnostic.detail.find("hush"), std::string::npos) << diagnostic.detail;
    }
  }
}

}  // namespace
}  // namespace tenon::lang
