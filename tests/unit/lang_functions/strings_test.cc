// Expected values were recorded from `terraform console` 1.11.4.
#include "tests/unit/lang_functions/cases.h"

namespace tenon::lang {

TEST(Case, MapsOneCodePointAtATime) {
  check({
      {R"~(upper("straße"))~", R"~("STRAßE")~"},
      {R"~(upper("ŉǆß"))~", R"~("ŉǄß")~"},
      {R"~(upper("ᾳ"))~", R"~("ᾼ")~"},
      {R"~(lower("HELLO ÀÉ"))~", R"~("hello àé")~"},
      {R"~(lower("İ"))~", R"~("i")~"},
      {R"~(title("hello wORLD foo-bar it's _x 1a éa"))~",
       R"~("Hello WORLD Foo-Bar It'S _x 1a Éa")~"},
      {R"~(title("ǆabc"))~", R"~("ǅabc")~"},
      {R"~(upper(null))~", R"~(error)~"},
      {R"~(lower([]))~", R"~(error)~"},
      {R"~(upper(u))~", R"~(unknown string)~"},
      {R"~(lower(u))~", R"~(unknown string)~"},
      {R"~(title(secret))~", R"~(sensitive "S")~"},
      {R"~(title(u))~", R"~(unknown string)~"},
      {R"~(title({}))~", R"~(error)~"},
  });
}

TEST(Chomp, DropsLineEnds) {
  check({
      {R"~(chomp("a\r\r\n"))~", R"~("a")~"},
      {R"~(chomp("a\n\n"))~", R"~("a")~"},
      {R"~(chomp("a"))~", R"~("a")~"},
      {R"~(chomp([]))~", R"~(error)~"},
      {R"~(chomp(u))~", R"~(unknown string)~"},
  });
}

TEST(Indent, SkipsTheFirstLine) {
  check({
      {R"~(indent(2,"a\nb\n\nc"))~", R"~("a\n  b\n  \n  c")~"},
      {R"~(indent(0,"a\nb"))~", R"~("a\nb")~"},
      {R"~(indent(-1,"a\nb"))~", R"~(error)~"},
      {R"~(indent(1.5,"a"))~", R"~(error)~"},
      {R"~(indent(9223372036854775807,"a\nb"))~", R"~(error)~"},
      {R"~(indent(2,u))~", R"~(unknown string)~"},
  });
}

TEST(Trim, WorksOnCodePoints) {
  check({
      {R"~(trim("?!hello?!","!?"))~", R"~("hello")~"},
      {R"~(trim("éaé","é"))~", R"~("a")~"},
      {R"~(trim("hi",""))~", R"~("hi")~"},
      {R"~(trim(null,"a"))~", R"~(error)~"},
      {R"~(trim(u,"a"))~", R"~(unknown string)~"},
      {R"~(trimspace("\u00a0\u0085x\u2003"))~", R"~("x")~"},
      {R"~(trimspace("  "))~", R"~("")~"},
      {R"~(trimspace([]))~", R"~(error)~"},
      {R"~(trimspace(u))~", R"~(unknown string)~"},
  });
}

TEST(Trim, TakesAffixesOnce) {
  check({
      {R"~(trimprefix("aab","a"))~", R"~("ab")~"},
      {R"~(trimprefix("ab",""))~", R"~("ab")~"},
      {R"~(trimprefix("ab","b"))~", R"~("ab")~"},
      {R"~(trimprefix([], "a"))~", R"~(error)~"},
      {R"~(trimprefix(u,"a"))~", R"~(unknown string)~"},
      {R"~(trimsuffix("abb","b"))~", R"~("ab")~"},
      {R"~(trimsuffix("ab","a"))~", R"~("ab")~"},
      {R"~(trimsuffix(null,"b"))~", R"~(error)~"},
      {R"~(trimsuffix(u,"b"))~", R"~(unknown string)~"},
  });
}

TEST(Questions, AreAnsweredForTexts) {
  check({
      {R"~(startswith("hello","he"))~", R"~(true)~"},
      {R"~(startswith("hello","lo"))~", R"~(false)~"},
      {R"~(startswith("a",null))~", R"~(error)~"},
      {R"~(endswith("hello","lo"))~", R"~(true)~"},
      {R"~(endswith("hello","he"))~", R"~(false)~"},
      {R"~(endswith([],"a"))~", R"~(error)~"},
      {R"~(endswith(u,"a"))~", R"~(unknown bool)~"},
      {R"~(strcontains("abc","b"))~", R"~(true)~"},
      {R"~(strcontains("abc","x"))~", R"~(false)~"},
      {R"~(strcontains("abc",null))~", R"~(error)~"},
      {R"~(strcontains(u,""))~", R"~(unknown bool)~"},
  });
}

TEST(Questions, StartswithUsesWhatIsCertain) {
  check({
      {R"~(startswith(format("x-%s",u),"x-"))~", R"~(true)~"},
      {R"~(startswith(format("x-%s",u),"y-"))~", R"~(false)~"},
      {R"~(startswith(u,""))~", R"~(true)~"},
      {R"~(startswith(u,"a"))~", R"~(unknown bool)~"},
      {R"~(startswith(format("x-%s",u),"x-a"))~", R"~(unknown bool)~"},
  });
}

TEST(Graphemes, AreNeverTornApart) {
  check({
      {R"~(strrev("hello"))~", R"~("olleh")~"},
      {R"~(strrev("☃a\u0301"))~", R"~("á☃")~"},
      {R"~(strrev(""))~", R"~("")~"},
      {R"~(strrev([]))~", R"~(error)~"},
      {R"~(strrev(u))~", R"~(unknown string)~"},
      {R"~(length("☃a\u0301"))~", R"~(2)~"},
      {R"~(length("héllo👨‍👩‍👧"))~", R"~(6)~"},
  });
}

TEST(Substr, CountsFromEitherEnd) {
  check({
      {R"~(substr("hello world",1,4))~", R"~("ello")~"},
      {R"~(substr("hello",-3,2))~", R"~("ll")~"},
      {R"~(substr("hello",-3,-1))~", R"~("llo")~"},
      {R"~(substr("hello",-10,3))~", R"~("hel")~"},
      {R"~(substr("hello",10,1))~", R"~("")~"},
      {R"~(substr("hello",2,0))~", R"~("")~"},
      {R"~(substr("hello",0,-5))~", R"~("hello")~"},
      {R"~(substr("hello",1,100))~", R"~("ello")~"},
      {R"~(substr("hello",1.5,1))~", R"~(error)~"},
      {R"~(substr("a",0,9223372036854775807))~", R"~("a")~"},
      {R"~(substr(u,0,1))~", R"~(unknown string)~"},
  });
}

TEST(Join, TakesListsOfStrings) {
  check({
      {R"~(join("-",[1,2]))~", R"~("1-2")~"},
      {R"~(join(",",["a"],["b"]))~", R"~("a,b")~"},
      {R"~(join(",",[],["b"]))~", R"~("b")~"},
      {R"~(join(",",toset(["b","a"])))~", R"~("a,b")~"},
      {R"~(join(","))~", R"~(error)~"},
      {R"~(join(",","a"))~", R"~(error)~"},
      {R"~(join(",",["a",null]))~", R"~(error)~"},
      {R"~(join(",",[[]]))~", R"~(error)~"},
      {R"~(join(",",[u,"a"]))~", R"~(unknown string)~"},
      {R"~(join(",",[secret,"a"]))~", R"~(sensitive "s,a")~"},
  });
}

TEST(Split, GivesAtLeastOnePart) {
  check({
      {R"~(split(",","a,,b"))~", R"~(["a","","b"])~"},
      {R"~(split(",",""))~", R"~([""])~"},
      {R"~(split("","héy"))~", R"~(["h","é","y"])~"},
      {R"~(split("ab","xabyabz"))~", R"~(["x","y","z"])~"},
      {R"~(split(",",null))~", R"~(error)~"},
      {R"~(split(",",u))~", R"~(unknown list(string))~"},
  });
}

TEST(Replace, TakesTextsAndExpressions) {
  check({
      {R"~(replace("1 + 2 + 3","+","-"))~", R"~("1 - 2 - 3")~"},
      {R"~(replace("abc","","-"))~", R"~("-a-b-c-")~"},
      {R"~(replace("abc","/","-"))~", R"~("abc")~"},
      {R"~(replace("a//b","//","-"))~", R"~("-a-/-/-b-")~"},
      {R"~(replace("aaa","/a*/","x"))~", R"~("x")~"},
      {R"~(replace("abc","/x*/","-"))~", R"~("-a-b-c-")~"},
      {R"~(replace("abc","/[/","-"))~", R"~(error)~"},
      {R"~(replace(u,"a","b"))~", R"~(unknown string)~"},
  });
}

TEST(Replace, FillsInGroups) {
  check({
      {R"~(replace("abc","/(b)/","[$1]"))~", R"~("a[b]c")~"},
      {R"~(replace("abc","/(?P<x>b)/","<$x>"))~", R"~("a\u003cb\u003ec")~"},
      {R"~(replace("abc","/(b)/","<$1x>"))~", R"~("a\u003c\u003ec")~"},
      {R"~(replace("abc","/(b)/","<$${1}x>"))~", R"~("a\u003cbx\u003ec")~"},
      {R"~(replace("abc","/b/","$$$"))~", R"~("a$$c")~"},
      {R"~(replace("abc","/b/","$0$0"))~", R"~("abbc")~"},
  });
}

TEST(Regex, AnswersByItsGroups) {
  check({
      {R"~(regex("[a-z]+","53abc"))~", R"~("abc")~"},
      {R"~(regex("(\\d)(\\w)?","5"))~", R"~(["5",null])~"},
      {R"~(regex("(?P<a>x)?y","y"))~", R"~({"a":null})~"},
      {R"~(regex("(?<a>x)","x"))~", R"~({"a":"x"})~"},
      {R"~(regex("(?P<a>x)(?P<a>y)","xy"))~", R"~({"a":"y"})~"},
      {R"~(regex("\\Q(a\\E","(a"))~", R"~("(a")~"},
      {R"~(regex("[(](a)","(a"))~", R"~(["a"])~"},
      {R"~(regex("",""))~", R"~("")~"},
  });
}

TEST(Regex, RefusesWhatDoesNotMatchOrRead) {
  check({
      {R"~(regex("a","b"))~", R"~(error)~"},
      {R"~(regex("(","b"))~", R"~(error)~"},
      {R"~(regex("(?P<a>x)(y)","xy"))~", R"~(error)~"},
      {R"~(regex("(?=a)","a"))~", R"~(error)~"},
      {R"~(regex("\\C","a"))~", R"~(error)~"},
      {R"~(regex("a.c","a\nc"))~", R"~(error)~"},
  });
}

TEST(Regex, KnowsItsTypeBeforeItsValue) {
  check({
      {R"~(regex("a",u))~", R"~(unknown string)~"},
      {R"~(regex("(a)(b)",u))~", R"~(unknown tuple([string, string]))~"},
      {R"~(regex("(?P<x>a)",u))~", R"~(unknown object({x=string}))~"},
      {R"~(regex(u,"a"))~", R"~(unknown any)~"},
      {R"~(regexall("(a)",u))~", R"~(unknown list(tuple([string])))~"},
  });
}

TEST(Regexall, FindsWhatDoesNotOverlap) {
  check({
      {R"~(regexall("a","banana"))~", R"~(["a","a","a"])~"},
      {R"~(regexall("(a)(n)?","banana"))~", R"~([["a","n"],["a","n"],["a",null]])~"},
      {R"~(regexall("(?P<x>a)","banana"))~", R"~([{"x":"a"},{"x":"a"},{"x":"a"}])~"},
      {R"~(regexall("","abc"))~", R"~(["","","",""])~"},
      {R"~(regexall("a*","baac"))~", R"~(["","aa",""])~"},
      {R"~(regexall("^a","aaa"))~", R"~(["a"])~"},
      {R"~(regexall("\\b","ab cd"))~", R"~(["","","",""])~"},
      {R"~(regexall("[a-z]+","1234"))~", R"~([])~"},
      {R"~(regexall("(","x"))~", R"~(error)~"},
  });
}

}  // namespace tenon::lang
