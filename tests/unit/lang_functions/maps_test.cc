// Expected values were recorded from `terraform console` 1.11.4.
#include "tests/unit/lang_functions/cases.h"

namespace tenon::lang {

TEST(Keys, AreSorted) {
  check({
      {R"~(keys({b=1,a=2}))~", R"~(["a","b"])~"},
      {R"~(keys(tomap({b=1})))~", R"~(["b"])~"},
      {R"~(keys({}))~", R"~([])~"},
      {R"~(keys([]))~", R"~(error)~"},
      {R"~(keys(null))~", R"~(error)~"},
      {R"~(keys({a=u}))~", R"~(["a"])~"},
      {R"~(keys(um))~", R"~(unknown list(string))~"},
      {R"~(keys({a=secret}))~", R"~(["a"])~"},
  });
}

TEST(Values, FollowTheirKeys) {
  check({
      {R"~(values({b=1,a="x"}))~", R"~(["x",1])~"},
      {R"~(values(tomap({b=1,a=2})))~", R"~([2,1])~"},
      {R"~(values({}))~", R"~([])~"},
      {R"~(values([]))~", R"~(error)~"},
      {R"~(values({a=u}))~", R"~(list: unknown)~"},
      {R"~(values(um))~", R"~(unknown list(string))~"},
  });
}

TEST(Lookup, FallsBackToTheDefault) {
  check({
      {R"~(lookup({a="ay"},"a","x"))~", R"~("ay")~"},
      {R"~(lookup({a="ay"},"c","what?"))~", R"~("what?")~"},
      {R"~(lookup({a=1},"b",null))~", R"~(null)~"},
      {R"~(lookup({a=null},"a","q"))~", R"~(null)~"},
      {R"~(lookup(tomap({a=1}),"b",2))~", R"~(2)~"},
      {R"~(lookup({a=1},"a"))~", R"~(1)~"},
  });
}

TEST(Lookup, RefusesWhatHasNeither) {
  check({
      {R"~(lookup({a=1},"b"))~", R"~(error)~"},
      {R"~(lookup(tomap({a=1}),"b"))~", R"~(error)~"},
      {R"~(lookup(tomap({a=1}),"b","x"))~", R"~(error)~"},
      {R"~(lookup({a=1},"b","q","r"))~", R"~(error)~"},
      {R"~(lookup([1],"b","q"))~", R"~(error)~"},
      {R"~(lookup(null,"b","q"))~", R"~(error)~"},
  });
}

TEST(Lookup, LooksOnlyAtWhatItNeeds) {
  check({
      {R"~(lookup({a=u,b="y"},"b","x"))~", R"~("y")~"},
      {R"~(lookup(um,"a","x"))~", R"~(unknown string)~"},
      {R"~(lookup({a="x"},u,"x"))~", R"~(unknown any)~"},
      {R"~(lookup({a="x"},"b",u))~", R"~(unknown string)~"},
      {R"~(lookup({a=secret,b="y"},"b",""))~", R"~("y")~"},
      {R"~(lookup({a="x"},"a",secret))~", R"~("x")~"},
  });
}

TEST(Merge, LetsTheLastWin) {
  check({
      {R"~(merge({a=1},{b=2}))~", R"~({"a":1,"b":2})~"},
      {R"~(merge({a=1},{a="x",b=null}))~", R"~({"a":"x","b":null})~"},
      {R"~(merge(tomap({a=1}),tomap({b=2})))~", R"~({"a":1,"b":2})~"},
      {R"~(merge(tomap({a=1}),tomap({b="x"})))~", R"~({"a":1,"b":"x"})~"},
      {R"~(merge({a=1},null))~", R"~({"a":1})~"},
      {R"~(merge())~", R"~({})~"},
      {R"~(merge(null,null))~", R"~({})~"},
      {R"~(merge({a=1},[]))~", R"~(error)~"},
      {R"~(merge(um,{a=1}))~", R"~(unknown any)~"},
      {R"~(merge(um,um))~", R"~(unknown map(string))~"},
      {R"~(length(merge({a=u},{b=1})))~", R"~(2)~"},
  });
}

TEST(Transpose, TurnsListsIntoKeys) {
  check({
      {R"~(transpose({a=["1","2"],b=["2","3"]}))~", R"~({"1":["a"],"2":["a","b"],"3":["b"]})~"},
      {R"~(transpose({}))~", R"~({})~"},
      {R"~(transpose({a=null}))~", R"~(error)~"},
      {R"~(transpose({a=[null]}))~", R"~(error)~"},
      {R"~(transpose({a="x"}))~", R"~(error)~"},
      {R"~(transpose({a=[u]}))~", R"~(unknown map(list(string)))~"},
  });
}

TEST(Zipmap, PairsKeysWithValues) {
  check({
      {R"~(zipmap(["a","b"],["x",1]))~", R"~({"a":"x","b":1})~"},
      {R"~(zipmap(["a","b"],tolist(["x","y"])))~", R"~({"a":"x","b":"y"})~"},
      {R"~(zipmap(["a","a"],[1,2]))~", R"~({"a":2})~"},
      {R"~(zipmap([],[]))~", R"~({})~"},
      {R"~(zipmap(["a"],[1,2]))~", R"~(error)~"},
      {R"~(zipmap(["a"],toset([1])))~", R"~(error)~"},
      {R"~(zipmap([null],[1]))~", R"~(error)~"},
      {R"~(zipmap([u],["a"]))~", R"~(unknown any)~"},
      {R"~(zipmap(["a"],ul))~", R"~(unknown map(string))~"},
      {R"~(lookup(zipmap(["a","b"],[secret,"y"]),"b"))~", R"~("y")~"},
  });
}

TEST(Sets, AreUnited) {
  check({
      {R"~(setunion(["a","b"],["b","c"],["d"]))~", R"~(["a","b","c","d"])~"},
      {R"~(setunion([1,"a"],[true]))~", R"~(["1","a","true"])~"},
      {R"~(setunion([],[]))~", R"~([])~"},
      {R"~(setunion([[]],["a"]))~", R"~(error)~"},
      {R"~(setunion("a"))~", R"~(error)~"},
      {R"~(length(setunion([u],["a"])))~", R"~(unknown number)~"},
  });
}

TEST(Sets, AreIntersected) {
  check({
      {R"~(setintersection(["a","b"],["b","c"],["b","d"]))~", R"~(["b"])~"},
      {R"~(setintersection([1],["1"]))~", R"~(["1"])~"},
      {R"~(setintersection(["a"],["b"]))~", R"~([])~"},
      {R"~(setintersection("a"))~", R"~(error)~"},
      {R"~(setintersection([u],["a"]))~", R"~(unknown set(string))~"},
  });
}

TEST(Sets, AreSubtracted) {
  check({
      {R"~(setsubtract(["a","b"],["a"]))~", R"~(["b"])~"},
      {R"~(setsubtract([1,2],["1"]))~", R"~(["2"])~"},
      {R"~(setsubtract([],["a"]))~", R"~([])~"},
      {R"~(setsubtract("a",["b"]))~", R"~(error)~"},
      {R"~(setsubtract([u],["a"]))~", R"~(unknown set(string))~"},
  });
}

TEST(Sets, AreMultiplied) {
  check({
      {R"~(setproduct(["a","b"],["x","y"]))~", R"~([["a","x"],["a","y"],["b","x"],["b","y"]])~"},
      {R"~(setproduct(toset(["a"]),["b"]))~", R"~([["a","b"]])~"},
      {R"~(setproduct(["a",1],["b"]))~", R"~([["a","b"],["1","b"]])~"},
      {R"~(setproduct(["a"],[]))~", R"~([])~"},
      {R"~(setproduct(["a"],[1],[true]))~", R"~([["a",1,true]])~"},
      {R"~(setproduct(["a"]))~", R"~(error)~"},
      {R"~(setproduct("a","b"))~", R"~(error)~"},
      {R"~(setproduct(["a","b"],["c",[]]))~", R"~(error)~"},
      {R"~(setproduct(ul,["a"]))~", R"~(unknown list(tuple([string, string])))~"},
      {R"~(length(setproduct([u],["a","b"])))~", R"~(2)~"},
  });
}

}  // namespace tenon::lang
