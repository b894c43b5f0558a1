// Expected values were recorded from `terraform console` 1.11.4.
#include "tests/unit/lang_functions/cases.h"

namespace tenon::lang {

TEST(Alltrue, LooksAtEachElement) {
  check({
      {R"~(alltrue(["true",true]))~", R"~(true)~"},
      {R"~(alltrue([true,false]))~", R"~(false)~"},
      {R"~(alltrue([]))~", R"~(true)~"},
      {R"~(alltrue([null]))~", R"~(false)~"},
      {R"~(alltrue("a"))~", R"~(error)~"},
      {R"~(alltrue([ub,true]))~", R"~(unknown bool)~"},
      {R"~(alltrue([false,ub]))~", R"~(false)~"},
      {R"~(anytrue([false,true]))~", R"~(true)~"},
      {R"~(anytrue([]))~", R"~(false)~"},
      {R"~(anytrue([null,true]))~", R"~(true)~"},
      {R"~(anytrue([1]))~", R"~(error)~"},
      {R"~(anytrue([ub,true]))~", R"~(true)~"},
      {R"~(anytrue([ub,false]))~", R"~(unknown bool)~"},
  });
}

TEST(Chunklist, CutsIntoPieces) {
  check({
      {R"~(chunklist(["a","b","c"],2))~", R"~([["a","b"],["c"]])~"},
      {R"~(chunklist([1,2],0))~", R"~([[1,2]])~"},
      {R"~(chunklist([],2))~", R"~([])~"},
      {R"~(chunklist(["a"],-1))~", R"~(error)~"},
      {R"~(chunklist(["a"],1.5))~", R"~(error)~"},
      {R"~(chunklist(ul,2))~", R"~(unknown list(list(string)))~"},
  });
}

TEST(Coalesce, SkipsNullAndEmpty) {
  check({
      {R"~(coalesce("",null,"x"))~", R"~("x")~"},
      {R"~(coalesce(1,"a",true))~", R"~("1")~"},
      {R"~(coalesce(null,3,"x"))~", R"~("3")~"},
      {R"~(coalesce([],["a"]))~", R"~([])~"},
      {R"~(coalesce({},{a=1}))~", R"~({})~"},
      {R"~(coalesce())~", R"~(error)~"},
      {R"~(coalesce("",null))~", R"~(error)~"},
      {R"~(coalesce(1,[]))~", R"~(error)~"},
      {R"~(coalesce("x",u))~", R"~("x")~"},
      {R"~(coalesce(u,"x"))~", R"~(unknown string)~"},
      {R"~(coalesce(null,u))~", R"~(unknown string)~"},
      {R"~(coalesce(d,"x"))~", R"~(unknown any)~"},
      {R"~(coalesce("x",secret))~", R"~(sensitive "x")~"},
  });
}

TEST(Coalescelist, TakesTheFirstWithElements) {
  check({
      {R"~(coalescelist(["a","b"],["c"]))~", R"~(["a","b"])~"},
      {R"~(coalescelist([],["c","d"]))~", R"~(["c","d"])~"},
      {R"~(coalescelist([],[]))~", R"~(error)~"},
      {R"~(coalescelist("a"))~", R"~(error)~"},
      {R"~(coalescelist(toset(["a"])))~", R"~(error)~"},
      {R"~(coalescelist())~", R"~(error)~"},
      {R"~(coalescelist(ul,["a"]))~", R"~(unknown any)~"},
      {R"~(coalescelist([],[u]))~", R"~(list: unknown)~"},
  });
}

TEST(Compact, DropsNullAndEmpty) {
  check({
      {R"~(compact(["a","",null,"c"]))~", R"~(["a","c"])~"},
      {R"~(compact([1,2]))~", R"~(["1","2"])~"},
      {R"~(compact([]))~", R"~([])~"},
      {R"~(compact("a"))~", R"~(error)~"},
      {R"~(compact([u]))~", R"~(unknown list(string))~"},
  });
}

TEST(Concat, KeepsTuplesAndUnifiesLists) {
  check({
      {R"~(concat([1],["a"]))~", R"~([1,"a"])~"},
      {R"~(concat(tolist(["a"]),tolist([1])))~", R"~(["a","1"])~"},
      {R"~(concat([]))~", R"~([])~"},
      {R"~(concat())~", R"~(error)~"},
      {R"~(concat(["a"],"b"))~", R"~(error)~"},
      {R"~(concat(toset(["a"]),["b"]))~", R"~(error)~"},
      {R"~(concat(["a"],null))~", R"~(error)~"},
      {R"~(concat(ul,["a"]))~", R"~(unknown any)~"},
      {R"~(concat(ul,ul))~", R"~(unknown list(string))~"},
      {R"~(concat([secret],["y"]))~", R"~(list: sensitive "s", "y")~"},
  });
}

TEST(Contains, ComparesWithTypes) {
  check({
      {R"~(contains(["a","b"],"a"))~", R"~(true)~"},
      {R"~(contains([1],"1"))~", R"~(false)~"},
      {R"~(contains([[1]],[1]))~", R"~(true)~"},
      {R"~(contains(toset(["a"]),"a"))~", R"~(true)~"},
      {R"~(contains("a","b"))~", R"~(error)~"},
      {R"~(contains([null],null))~", R"~(error)~"},
      {R"~(contains({a=1},1))~", R"~(error)~"},
      {R"~(contains([u,"a"],"a"))~", R"~(true)~"},
      {R"~(contains([u,"a"],"b"))~", R"~(unknown bool)~"},
      {R"~(contains(["a"],u))~", R"~(unknown bool)~"},
  });
}

TEST(Distinct, KeepsTheFirst) {
  check({
      {R"~(distinct(["a","b","a"]))~", R"~(["a","b"])~"},
      {R"~(distinct([1,1.0]))~", R"~([1])~"},
      {R"~(distinct(["a",1]))~", R"~(["a","1"])~"},
      {R"~(distinct([[1],[1]]))~", R"~([[1]])~"},
      {R"~(distinct([]))~", R"~([])~"},
      {R"~(distinct("a"))~", R"~(error)~"},
      {R"~(distinct([1,[]]))~", R"~(error)~"},
      {R"~(distinct([u]))~", R"~(unknown list(string))~"},
  });
}

TEST(Element, StartsOverAtTheEnd) {
  check({
      {R"~(element(["a","b","c"],1))~", R"~("b")~"},
      {R"~(element(["a","b"],5))~", R"~("b")~"},
      {R"~(element(tolist(["a","b"]),-1))~", R"~("b")~"},
      {R"~(element([],0))~", R"~(error)~"},
      {R"~(element(toset(["a"]),0))~", R"~(error)~"},
      {R"~(element({a=1},0))~", R"~(error)~"},
      {R"~(element(["a"],1.5))~", R"~(error)~"},
      {R"~(element([u,"b"],1))~", R"~("b")~"},
      {R"~(element(ul,1))~", R"~(unknown string)~"},
      {R"~(element([secret,"b"],1))~", R"~("b")~"},
  });
}

TEST(Flatten, OpensAllNestedSequences) {
  check({
      {R"~(flatten([["a","b"],[],["c"]]))~", R"~(["a","b","c"])~"},
      {R"~(flatten(["a",["b",["c",{d=1}]]]))~", R"~(["a","b","c",{"d":1}])~"},
      {R"~(flatten([["a"],null]))~", R"~(["a",null])~"},
      {R"~(flatten(toset([["a"],["b"]])))~", R"~(["a","b"])~"},
      {R"~(flatten("a"))~", R"~(error)~"},
      {R"~(flatten(null))~", R"~(error)~"},
      {R"~(flatten([d,["a"]]))~", R"~(unknown any)~"},
      {R"~(flatten([[u],["a"]]))~", R"~(list: unknown, "a")~"},
  });
}

TEST(Index, FindsTheFirstEqual) {
  check({
      {R"~(index(["a","b"],"b"))~", R"~(1)~"},
      {R"~(index([1,"a"],"a"))~", R"~(1)~"},
      {R"~(index(["1"],1))~", R"~(error)~"},
      {R"~(index([],1))~", R"~(error)~"},
      {R"~(index(["a"],"z"))~", R"~(error)~"},
      {R"~(index("a","a"))~", R"~(error)~"},
      {R"~(index(["a",u],"a"))~", R"~(0)~"},
      {R"~(index([u,"a"],"a"))~", R"~(unknown number)~"},
  });
}

TEST(Length, CountsWithoutLookingInside) {
  check({
      {R"~(length([]))~", R"~(0)~"},
      {R"~(length({a=1}))~", R"~(1)~"},
      {R"~(length("abc"))~", R"~(3)~"},
      {R"~(length(5))~", R"~(error)~"},
      {R"~(length(null))~", R"~(error)~"},
      {R"~(length([u]))~", R"~(1)~"},
      {R"~(length(u))~", R"~(unknown number)~"},
      {R"~(length(ul))~", R"~(unknown number)~"},
      {R"~(length(d))~", R"~(unknown number)~"},
      {R"~(length([secret]))~", R"~(1)~"},
      {R"~(length(toset([u])))~", R"~(1)~"},
      {R"~(length(toset([u,"a"])))~", R"~(unknown number)~"},
      {R"~(length(secret))~", R"~(sensitive 1)~"},
  });
}

TEST(Matchkeys, PicksValuesByKeys) {
  check({
      {R"~(matchkeys(["a","b"],["x","y"],["y"]))~", R"~(["b"])~"},
      {R"~(matchkeys(["a","b"],["1","2"],[1]))~", R"~(["a"])~"},
      {R"~(matchkeys([],[],[]))~", R"~([])~"},
      {R"~(matchkeys(["a","b"],["x"],["y"]))~", R"~(error)~"},
      {R"~(matchkeys(["a"],["x"],null))~", R"~(error)~"},
      {R"~(matchkeys(["a"],[u],["x"]))~", R"~(unknown list(string))~"},
  });
}

TEST(One, GivesNullForNone) {
  check({
      {R"~(one([]))~", R"~(null)~"},
      {R"~(one(["hello"]))~", R"~("hello")~"},
      {R"~(one(toset([1])))~", R"~(1)~"},
      {R"~(one([1,2]))~", R"~(error)~"},
      {R"~(one("a"))~", R"~(error)~"},
      {R"~(one(null))~", R"~(error)~"},
      {R"~(one([u]))~", R"~(unknown string)~"},
      {R"~(one(ul))~", R"~(unknown string)~"},
  });
}

TEST(Reverse, KeepsTypesInPlace) {
  check({
      {R"~(reverse([1,"a"]))~", R"~(["a",1])~"},
      {R"~(reverse([]))~", R"~([])~"},
      {R"~(reverse(toset([1,2])))~", R"~([2,1])~"},
      {R"~(reverse("a"))~", R"~(error)~"},
      {R"~(reverse({}))~", R"~(error)~"},
      {R"~(reverse([u,"a"]))~", R"~(list: "a", unknown)~"},
      {R"~(reverse(ul))~", R"~(unknown list(string))~"},
  });
}

TEST(Slice, TakesAHalfOpenStretch) {
  check({
      {R"~(slice(["a","b","c","d"],1,3))~", R"~(["b","c"])~"},
      {R"~(slice(["a","b"],1,1))~", R"~([])~"},
      {R"~(slice(["a","b"],0,3))~", R"~(error)~"},
      {R"~(slice(["a","b"],2,1))~", R"~(error)~"},
      {R"~(slice(["a","b"],-1,1))~", R"~(error)~"},
      {R"~(slice(toset(["a"]),0,1))~", R"~(error)~"},
      {R"~(slice("a",0,1))~", R"~(error)~"},
      {R"~(slice([u,"a"],1,2))~", R"~(["a"])~"},
      {R"~(slice(ul,0,1))~", R"~(unknown list(string))~"},
  });
}

TEST(Sort, GoesByCodePoints) {
  check({
      {R"~(sort(["e","d","a","x"]))~", R"~(["a","d","e","x"])~"},
      {R"~(sort(["é","z","a","B"]))~", R"~(["B","a","z","é"])~"},
      {R"~(sort([3,"a",true]))~", R"~(["3","a","true"])~"},
      {R"~(sort([null,"a"]))~", R"~(error)~"},
      {R"~(sort("a"))~", R"~(error)~"},
      {R"~(sort([u,"a"]))~", R"~(list: unknown, unknown)~"},
      {R"~(sort(ul))~", R"~(unknown list(string))~"},
  });
}

}  // namespace tenon::lang
