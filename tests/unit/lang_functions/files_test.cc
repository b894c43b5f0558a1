#include "tests/unit/lang_functions/cases.h"
#include "tests/unit/lang_functions/memory_env.h"

namespace tenon::lang {

namespace {

MemoryEnv sample() {
  MemoryEnv env;
  env.files = {
      {"/base/a.txt", "hello\n"},    {"/base/bin.dat", "\xff\xfe"},
      {"/base/.hidden", ""},         {"/base/sub/b.txt", "x"},
      {"/base/sub/deep/c.txt", "y"}, {"/base/t.tmpl", "Hi ${name}!"},
      {"/base/plain.tmpl", "Hi"},    {"/base/nested.tmpl", "${templatefile(\"t.tmpl\", {})}"},
      {"/home/ann/h.txt", "home"}};
  return env;
}

}  // namespace

TEST(File, ReadsTextFromTheBaseDirectory) {
  MemoryEnv env = sample();
  check({{R"~(file("a.txt"))~", R"~("hello\n")~"},
         {R"~(file("./sub/../a.txt"))~", R"~("hello\n")~"},
         {R"~(file("~/h.txt"))~", R"~("home")~"},
         {R"~(file("/base/sub/b.txt"))~", R"~("x")~"},
         {R"~(file("nope"))~", "error"},
         {R"~(file("sub"))~", "error"},
         {R"~(file("bin.dat"))~", "error"},
         {R"~(file(null))~", "error"},
         {R"~(file(u))~", "unknown string"}},
        &env);
  EXPECT_EQ(outcome_of(R"~(file("a.txt"))~").text, "error") << "without an Env";
}

TEST(Fileexists, AsksForFilesOnly) {
  MemoryEnv env = sample();
  check({{R"~(fileexists("a.txt"))~", "true"},
         {R"~(fileexists("nope"))~", "false"},
         {R"~(fileexists("sub"))~", "error"},
         {R"~(fileexists(u))~", "unknown bool"}},
        &env);
}

TEST(FileDigests, TakeAnyBytes) {
  MemoryEnv env = sample();
  check({{R"~(filebase64("bin.dat"))~", R"~("//4=")~"},
         {R"~(filemd5("a.txt"))~", R"~("b1946ac92492d2347c6235b4d2611184")~"},
         {R"~(filesha1("bin.dat"))~", R"~("d62636d8caec13f04e28442a0a6fa1afeb024bbb")~"},
         {R"~(filebase64sha256("a.txt"))~", R"~("WJG1tSLV3whtD/CxEPvZ0hu0/HFjrzTQgoai6Eb2vgM=")~"},
         {R"~(filesha256("a.txt") == sha256(file("a.txt")))~", "true"},
         {R"~(filesha512("a.txt") == sha512(file("a.txt")))~", "true"},
         {R"~(filebase64sha512("a.txt") == base64sha512(file("a.txt")))~", "true"},
         {R"~(filesha512("nope"))~", "error"},
         {R"~(filemd5(u))~", "unknown string"}},
        &env);
}

TEST(Fileset, MatchesNamesAndDirectories) {
  MemoryEnv env = sample();
  check({{R"~(fileset(".","*.txt"))~", R"~(["a.txt"])~"},
         {R"~(fileset(".","**/*.txt"))~", R"~(["a.txt","sub/b.txt","sub/deep/c.txt"])~"},
         {R"~(fileset(".","sub/**"))~", R"~(["sub/b.txt","sub/deep/c.txt"])~"},
         {R"~(fileset(".","*.{txt,dat}"))~", R"~(["a.txt","bin.dat"])~"},
         {R"~(fileset(".","[a-b]*"))~", R"~(["a.txt","bin.dat"])~"},
         {R"~(fileset(".","[^abnpt]*"))~", R"~([".hidden"])~"},
         {R"~(fileset(".","[!a]*.txt"))~", R"~(["a.txt"])~"},
         {R"~(fileset("sub","../a*"))~", R"~(["../a.txt"])~"},
         {R"~(fileset("sub/","?.txt"))~", R"~(["b.txt"])~"},
         {R"~(fileset(".","\\a.txt"))~", R"~(["a.txt"])~"},
         {R"~(fileset(".","sub"))~", "[]"},
         {R"~(fileset("nope","*"))~", "[]"},
         {R"~(fileset(".","["))~", "error"},
         {R"~(fileset(".","{a"))~", "error"},
         {R"~(fileset(".",u))~", "unknown set(string)"}},
        &env);
}

TEST(Paths, AreTakenByTheirText) {
  MemoryEnv env = sample();
  check({{R"~(pathexpand("~/a"))~", R"~("/home/ann/a")~"},
         {R"~(pathexpand("a/~"))~", R"~("a/~")~"},
         {R"~(pathexpand("~root/a"))~", "error"},
         {R"~(pathexpand(u))~", "unknown string"},
         {R"~(abspath("/a/../b//c/."))~", R"~("/b/c")~"},
         {R"~(abspath("x"))~", R"~("/base/x")~"},
         {R"~(abspath([]))~", "error"},
         {R"~(abspath(u))~", "unknown string"},
         {R"~(basename("a//b//"))~", R"~("b")~"},
         {R"~(basename(""))~", R"~(".")~"},
         {R"~(basename("/"))~", R"~("/")~"},
         {R"~(basename([]))~", "error"},
         {R"~(basename(u))~", "unknown string"},
         {R"~(dirname("a/../b/c"))~", R"~("b")~"},
         {R"~(dirname("a/"))~", R"~("a")~"},
         {R"~(dirname("/a"))~", R"~("/")~"},
         {R"~(dirname("baz.txt"))~", R"~(".")~"},
         {R"~(dirname([]))~", "error"},
         {R"~(dirname(u))~", "unknown string"}},
        &env);
}

TEST(Templatefile, RendersWithItsVariablesOnly) {
  MemoryEnv env = sample();
  check({{R"~(templatefile("t.tmpl", { name = "Ann" }))~", R"~("Hi Ann!")~"},
         {R"~(templatefile("t.tmpl", tomap({ name = "Ann" })))~", R"~("Hi Ann!")~"},
         {R"~(templatefile("t.tmpl", { name = secret }))~", R"~(sensitive "Hi s!")~"},
         {R"~(templatefile("plain.tmpl", { name = u }))~", R"~("Hi")~"},
         {R"~(templatefile("t.tmpl", d))~", "unknown any"},
         {R"~(templatefile(u, {}))~", "unknown any"},
         {R"~(templatefile("t.tmpl", {}))~", "error"},
         {R"~(templatefile("t.tmpl", []))~", "error"},
         {R"~(templatefile("t.tmpl", { name = "x", "a b" = 1 }))~", "error"},
         {R"~(templatefile("nope.tmpl", {}))~", "error"},
         {R"~(templatefile("bin.dat", {}))~", "error"},
         {R"~(templatefile("nested.tmpl", {}))~", "error"}},
        &env);
}

TEST(Templatestring, TakesReferencesOnly) {
  check({{R"~([for x in ["$${y}!"] : templatestring(x, { y = "z" })])~", R"~(["z!"])~"},
         {R"~([for x in [{ a = "$${upper(y)}" }] : templatestring(x.a, { y = "z" })])~",
          R"~(["Z"])~"},
         {R"~([for x in ["$${true}"] : templatestring(x, {})])~", R"~(["true"])~"},
         {R"~(templatestring("x", {}))~", "error"},
         {R"~(templatestring(upper("x"), {}))~", "error"},
         {R"~([for x in ["$${y}"] : templatestring(x, { y = null })])~", "error"},
         {R"~([for x in ["$${y}"] : templatestring(x, { y = [] })])~", "error"},
         {R"~(templatestring(u, {}))~", "unknown string"}});
}

TEST(Impure, IsUnknownInAPlanOnly) {
  MemoryEnv env = sample();
  check({{"timestamp()", R"~("2023-11-14T22:13:20Z")~"},
         {"length(uuid())", "36"},
         {R"~(substr(bcrypt("a", 4), 0, 7))~", R"~("$2a$04$")~"},
         {R"~(substr(bcrypt("a", 3), 0, 7))~", R"~("$2a$10$")~"},
         {R"~(bcrypt("a", 32))~", "error"},
         {R"~(bcrypt("a", 4, 5))~", "error"},
         {R"~(bcrypt("a", 4.5))~", "error"},
         {R"~(bcrypt(u))~", "unknown string"},
         {"plantimestamp()", "unknown string"},
         {"timestamp(1)", "error"},
         {"uuid(1)", "error"},
         {"plantimestamp(1)", "error"}},
        &env);
  for (const char* call : {"timestamp()", "uuid()", R"~(bcrypt("a"))~"}) {
    EXPECT_EQ(outcome_of(call, &env, Phase::Plan).text, "unknown string") << call;
  }
}

TEST(Type, IsForTheConsole) {
  EXPECT_EQ(outcome_of("type([1, \"a\"])").text, R"~("tuple([\n    number,\n    string,\n])")~");
  EXPECT_EQ(outcome_of("type(1)", nullptr, Phase::Plan).text, "error");
}

}  // namespace tenon::lang
