// Expected values were recorded from `terraform console` 1.11.4.
#include "tests/unit/lang_functions/cases.h"

namespace tenon::lang {

TEST(Abs, DropsTheSign) {
  check({
      {R"~(abs(-1.5))~", R"~(1.5)~"},
      {R"~(abs(2))~", R"~(2)~"},
      {R"~(abs("-3"))~", R"~(3)~"},
      {R"~(abs("x"))~", R"~(error)~"},
      {R"~(abs(null))~", R"~(error)~"},
      {R"~(abs(un))~", R"~(unknown number)~"},
  });
}

TEST(Rounding, GoesUpOrDownToWholeNumbers) {
  check({
      {R"~(ceil(5.1))~", R"~(6)~"},
      {R"~(ceil(-0.5))~", R"~(0)~"},
      {R"~(ceil(1.0000000001))~", R"~(2)~"},
      {R"~(ceil([]))~", R"~(error)~"},
      {R"~(ceil(un))~", R"~(unknown number)~"},
      {R"~(floor(4.9))~", R"~(4)~"},
      {R"~(floor(-0.5))~", R"~(-1)~"},
      {R"~(floor("x"))~", R"~(error)~"},
      {R"~(floor(un))~", R"~(unknown number)~"},
  });
}

TEST(Log, TakesAnyBase) {
  check({
      {R"~(log(100,10))~", R"~(2)~"},
      {R"~(log(16,2))~", R"~(4)~"},
      {R"~(log(8,2))~", R"~(3)~"},
      {R"~(log("x",2))~", R"~(error)~"},
      {R"~(log(-1,10))~", R"~(error)~"},
      {R"~(log(un,2))~", R"~(unknown number)~"},
  });
}

TEST(Extremes, PickOneOfTheNumbers) {
  check({
      {R"~(max(12,54,3))~", R"~(54)~"},
      {R"~(max(1.5,1,"3"))~", R"~(3)~"},
      {R"~(max())~", R"~(error)~"},
      {R"~(max(1,null))~", R"~(error)~"},
      {R"~(max(un,1))~", R"~(unknown number)~"},
      {R"~(min(12,54,3))~", R"~(3)~"},
      {R"~(min("a"))~", R"~(error)~"},
      {R"~(min())~", R"~(error)~"},
      {R"~(min(-1,0.5))~", R"~(-1)~"},
      {R"~(min(un,1))~", R"~(unknown number)~"},
      {R"~(max(secret_number,1))~", R"~(sensitive 7)~"},
  });
}

TEST(Parseint, ReadsBasesFrom2To62) {
  check({
      {R"~(parseint("ff",16))~", R"~(255)~"},
      {R"~(parseint("-ff",16))~", R"~(-255)~"},
      {R"~(parseint("Az",62))~", R"~(2267)~"},
      {R"~(parseint("+12",10))~", R"~(12)~"},
      {R"~(parseint("99999999999999999999999",10))~", R"~(99999999999999999999999)~"},
  });
}

TEST(Parseint, RefusesWhatIsNoInteger) {
  check({
      {R"~(parseint("12",2))~", R"~(error)~"},
      {R"~(parseint("",10))~", R"~(error)~"},
      {R"~(parseint(12,10))~", R"~(error)~"},
      {R"~(parseint("1",1))~", R"~(error)~"},
      {R"~(parseint("1",63))~", R"~(error)~"},
      {R"~(parseint("12",10.5))~", R"~(error)~"},
      {R"~(parseint("0xff",16))~", R"~(error)~"},
      {R"~(parseint(u,10))~", R"~(unknown number)~"},
  });
}

TEST(Pow, PrintsAsFloatingPoint) {
  check({
      {R"~(pow(3,2))~", R"~(9)~"},
      {R"~(pow(2,0.5))~", R"~(1.4142135623730951)~"},
      {R"~(pow(2,-1))~", R"~(0.5)~"},
      {R"~(pow(2,100))~", R"~(1267650600228229400000000000000)~"},
      {R"~(pow(2,63))~", R"~(9223372036854776000)~"},
      {R"~(pow(-8,1/3))~", R"~(error)~"},
      {R"~(pow("x",1))~", R"~(error)~"},
      {R"~(pow(un,2))~", R"~(unknown number)~"},
  });
}

TEST(Range, CountsUpOrDown) {
  check({
      {R"~(range(3))~", R"~([0,1,2])~"},
      {R"~(range(1,4))~", R"~([1,2,3])~"},
      {R"~(range(4,1))~", R"~([4,3,2])~"},
      {R"~(range(10,4,-2))~", R"~([10,8,6])~"},
      {R"~(range(0,1,0.25))~", R"~([0,0.25,0.5,0.75])~"},
      {R"~(range(-3))~", R"~([0,-1,-2])~"},
      {R"~(range(0))~", R"~([])~"},
      {R"~(range(un))~", R"~(unknown list(number))~"},
  });
}

TEST(Range, RefusesWhatDoesNotEnd) {
  check({
      {R"~(range(1,5,-1))~", R"~(error)~"},
      {R"~(range(5,1,1))~", R"~(error)~"},
      {R"~(range(0,10,0))~", R"~(error)~"},
      {R"~(range(1025))~", R"~(error)~"},
      {R"~(range())~", R"~(error)~"},
      {R"~(range(1,2,3,4))~", R"~(error)~"},
  });
}

TEST(Signum, TakesWholeNumbersOnly) {
  check({
      {R"~(signum(-13))~", R"~(-1)~"},
      {R"~(signum(0))~", R"~(0)~"},
      {R"~(signum("4"))~", R"~(1)~"},
      {R"~(signum(0.5))~", R"~(error)~"},
      {R"~(signum(un))~", R"~(unknown number)~"},
  });
}

TEST(Sum, AddsWhateverHoldsNumbers) {
  check({
      {R"~(sum([1,"2"]))~", R"~(3)~"},
      {R"~(sum([1,0.5]))~", R"~(1.5)~"},
      {R"~(sum(toset([1,2])))~", R"~(3)~"},
      {R"~(sum([]))~", R"~(error)~"},
      {R"~(sum(["a"]))~", R"~(error)~"},
      {R"~(sum([1,null]))~", R"~(error)~"},
      {R"~(sum({a=1}))~", R"~(error)~"},
      {R"~(sum([un,1]))~", R"~(unknown number)~"},
      {R"~(sum([secret_number,1]))~", R"~(sensitive 8)~"},
  });
}

}  // namespace tenon::lang
