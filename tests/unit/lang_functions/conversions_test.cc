// Expected values were recorded from `terraform console` 1.11.4.
#include "tests/unit/lang_functions/cases.h"

namespace tenon::lang {

TEST(Tobool, ReadsTwoWords) {
  check({
      {R"~(tobool("true"))~", R"~(true)~"},
      {R"~(tobool("1"))~", R"~(true)~"},
      {R"~(tobool(null))~", R"~(null)~"},
      {R"~(tobool("TRUE"))~", R"~(error)~"},
      {R"~(tobool(1))~", R"~(error)~"},
      {R"~(tobool([]))~", R"~(error)~"},
      {R"~(tobool(u))~", R"~(unknown bool)~"},
  });
}

TEST(Tonumber, ReadsDecimals) {
  check({
      {R"~(tonumber("1e2"))~", R"~(100)~"},
      {R"~(tonumber("-1"))~", R"~(-1)~"},
      {R"~(tonumber(null))~", R"~(null)~"},
      {R"~(tonumber("0x10"))~", R"~(error)~"},
      {R"~(tonumber(""))~", R"~(error)~"},
      {R"~(tonumber(true))~", R"~(error)~"},
      {R"~(tonumber(u))~", R"~(unknown number)~"},
  });
}

TEST(Tostring, WritesPrimitives) {
  check({
      {R"~(tostring(1.50))~", R"~("1.5")~"},
      {R"~(tostring(true))~", R"~("true")~"},
      {R"~(tostring(null))~", R"~(null)~"},
      {R"~(tostring({}))~", R"~(error)~"},
      {R"~(tostring([]))~", R"~(error)~"},
      {R"~(tostring(d))~", R"~(unknown string)~"},
      {R"~(tostring(secret_number))~", R"~(sensitive "7")~"},
  });
}

TEST(Tolist, UnifiesElements) {
  check({
      {R"~(tolist([1,"a"]))~", R"~(["1","a"])~"},
      {R"~(tolist(toset([2,1])))~", R"~([1,2])~"},
      {R"~(tolist([[1],["a","b"]]))~", R"~([["1"],["a","b"]])~"},
      {R"~(tolist(null))~", R"~(null)~"},
      {R"~(tolist("a"))~", R"~(error)~"},
      {R"~(tolist({}))~", R"~(error)~"},
      {R"~(tolist([1,[]]))~", R"~(error)~"},
      {R"~(tolist([u]))~", R"~(list: unknown)~"},
      {R"~(tolist(ul))~", R"~(unknown list(string))~"},
      {R"~(tolist([secret,"y"]))~", R"~(list: sensitive "s", "y")~"},
  });
}

TEST(Toset, DropsRepetitions) {
  check({
      {R"~(toset(["c","a","a"]))~", R"~(["a","c"])~"},
      {R"~(toset([1,"1"]))~", R"~(["1"])~"},
      {R"~(toset([]))~", R"~([])~"},
      {R"~(toset("a"))~", R"~(error)~"},
      {R"~(toset({a=1}))~", R"~(error)~"},
      {R"~(toset(ul))~", R"~(unknown set(string))~"},
      {R"~(toset([secret,"y"]))~", R"~(sensitive ["s","y"])~"},
  });
}

TEST(Tomap, UnifiesElements) {
  check({
      {R"~(tomap({a=1,b="x"}))~", R"~({"a":"1","b":"x"})~"},
      {R"~(tomap({}))~", R"~({})~"},
      {R"~(tomap(null))~", R"~(null)~"},
      {R"~(tomap([]))~", R"~(error)~"},
      {R"~(tomap({a=1,b=[]}))~", R"~(error)~"},
      {R"~(tomap(um))~", R"~(unknown map(string))~"},
  });
}

TEST(Sensitive, MarksAndUnmarks) {
  check({
      {R"~(sensitive("a"))~", R"~(sensitive "a")~"},
      {R"~(sensitive(null))~", R"~(sensitive null)~"},
      {R"~(nonsensitive(secret))~", R"~("s")~"},
      {R"~(nonsensitive("x"))~", R"~("x")~"},
      {R"~(nonsensitive([secret]))~", R"~(list: sensitive "s")~"},
      {R"~(issensitive(secret))~", R"~(true)~"},
      {R"~(issensitive("x"))~", R"~(false)~"},
      {R"~(issensitive(u))~", R"~(unknown bool)~"},
      {R"~(issensitive([secret]))~", R"~(false)~"},
      {R"~(sensitive())~", R"~(error)~"},
      {R"~(nonsensitive())~", R"~(error)~"},
      {R"~(issensitive())~", R"~(error)~"},
      {R"~(nonsensitive(u))~", R"~(unknown string)~"},
  });
}

TEST(Ephemeralasnull, ReplacesWhatMayNotBeKept) {
  check({
      {R"~(ephemeralasnull("x"))~", R"~("x")~"},
      {R"~(ephemeralasnull(passing))~", R"~(null)~"},
      {R"~(ephemeralasnull(["a",passing]))~", R"~(["a",null])~"},
      {R"~(ephemeralasnull({a=passing,b=1}))~", R"~({"a":null,"b":1})~"},
      {R"~(ephemeralasnull())~", R"~(error)~"},
      {R"~(ephemeralasnull(u))~", R"~(unknown string)~"},
  });
}

TEST(Try, GivesTheFirstThatWorks) {
  check({
      {R"~(try(tonumber("x"),"y"))~", R"~("y")~"},
      {R"~(try(null))~", R"~(null)~"},
      {R"~(try())~", R"~(error)~"},
      {R"~(try(tonumber("x")))~", R"~(error)~"},
      {R"~(try(u,"x"))~", R"~(unknown any)~"},
      {R"~(try([u],"x"))~", R"~(unknown any)~"},
      {R"~(try(secret))~", R"~(sensitive "s")~"},
      {R"~(try(tonumber("x"), secret))~", R"~(sensitive "s")~"},
  });
}

TEST(Can, TellsWhetherItWorks) {
  check({
      {R"~(can(1))~", R"~(true)~"},
      {R"~(can(tonumber("x")))~", R"~(false)~"},
      {R"~(can())~", R"~(error)~"},
      {R"~(can(1,2))~", R"~(error)~"},
      {R"~(can(u))~", R"~(unknown bool)~"},
      {R"~(can(secret))~", R"~(true)~"},
  });
}

}  // namespace tenon::lang
