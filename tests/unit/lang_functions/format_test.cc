// Expected values were recorded from `terraform console` 1.11.4.
#include "tests/unit/lang_functions/cases.h"

namespace tenon::lang {

TEST(Format, WritesIntegers) {
  check({
      {R"~(format("%d","12"))~", R"~("12")~"},
      {R"~(format("%05d|%-5d|%+d|% d",-42,7,7,7))~", R"~("-0042|7    |+7| 7")~"},
      {R"~(format("%x %X %o %b",255,255,8,5))~", R"~("ff FF 10 101")~"},
      {R"~(format("%#x %#o %#b",255,8,5))~", R"~("0xff 010 0b101")~"},
      {R"~(format("%.3d",5))~", R"~("005")~"},
      {R"~(format("%8.3d|",5))~", R"~("     005|")~"},
      {R"~(format("%d",1e30))~", R"~("1000000000000000000000000000000")~"},
      {R"~(format("%d",1.5))~", R"~(error)~"},
      {R"~(format("%d","abc"))~", R"~(error)~"},
      {R"~(format("%d",true))~", R"~(error)~"},
  });
}

TEST(Format, WritesFloatingPoint) {
  check({
      {R"~(format("%f %.2f %.0f",1.5,2.675,2.5))~", R"~("1.500000 2.67 2")~"},
      {R"~(format("%.2f",1.015))~", R"~("1.02")~"},
      {R"~(format("%.2f",1.025))~", R"~("1.02")~"},
      {R"~(format("%.1f",0.25))~", R"~("0.2")~"},
      {R"~(format("%08.3f",3.14159))~", R"~("0003.142")~"},
      {R"~(format("%e %E %.3e",123456.789,1234.5,1234.5))~",
       R"~("1.234568e+05 1.234500E+03 1.234e+03")~"},
      {R"~(format("%g %g %g",100000,1234567,0.00001))~", R"~("100000 1.234567e+06 1e-05")~"},
      {R"~(format("%.3g %.10g",1234567,1/3))~", R"~("1.23e+06 0.3333333333")~"},
      {R"~(format("%G",1e-10))~", R"~("1E-10")~"},
      {R"~(format("%6g|",1/0))~", R"~("  +Inf|")~"},
      {R"~(format("%F",1.5))~", R"~(error)~"},
  });
}

TEST(Format, WritesTexts) {
  check({
      {R"~(format("%s %5s|%-5s|","a","b","c"))~", R"~("a     b|c    |")~"},
      {R"~(format("%.2s","héllo"))~", R"~("hé")~"},
      {R"~(format("%5.1s|","héllo"))~", R"~("    h|")~"},
      {R"~(format("%05s","ab"))~", R"~("000ab")~"},
      {R"~(format("%s %s %s",12,true,0.1))~", R"~("12 true 0.1")~"},
      {R"~(format("%q","he said \"hi\" <&>"))~",
       R"~("\"he said \\\"hi\\\" \\u003c\\u0026\\u003e\"")~"},
      {R"~(format("%.2q|","éab"))~", R"~("\"éa\"|")~"},
      {R"~(format("%s",[1]))~", R"~(error)~"},
      {R"~(format("%s",tostring(null)))~", R"~(error)~"},
  });
}

TEST(Format, WritesAnything) {
  check({
      {R"~(format("%v %v %v",1.5,true,"x"))~", R"~("1.5 true x")~"},
      {R"~(format("%v","a\"b"))~", R"~("a\"b")~"},
      {R"~(format("%#v","a"))~", R"~("\"a\"")~"},
      {R"~(format("%v",[1,2,3]))~", R"~("[1,2,3]")~"},
      {R"~(format("%v",{a=1}))~", R"~("{\"a\":1}")~"},
      {R"~(format("%v",1e6))~", R"~("1e+06")~"},
      {R"~(format("%v",1e100))~", R"~("1e+100")~"},
      {R"~(format("%v",tostring(null)))~", R"~("null")~"},
      {R"~(format("%5t|",true))~", R"~("true|")~"},
      {R"~(format("%t","x"))~", R"~(error)~"},
      {R"~(format("%10v|","a"))~", R"~("         a|")~"},
  });
}

TEST(Format, TakesArgumentsByNumber) {
  check({
      {R"~(format("%[2]s %[1]s","a","b"))~", R"~("b a")~"},
      {R"~(format("%[1]s %[1]s","a"))~", R"~("a a")~"},
      {R"~(format("%[2]s %s","a","b","c"))~", R"~("b c")~"},
      {R"~(format("%[3]s","a"))~", R"~(error)~"},
      {R"~(format("%[0]s","a"))~", R"~(error)~"},
      {R"~(format("%5[1]s|","a"))~", R"~("    a|")~"},
  });
}

TEST(Format, RefusesWhatDoesNotFit) {
  check({
      {R"~(format("%"))~", R"~(error)~"},
      {R"~(format("%z",1))~", R"~(error)~"},
      {R"~(format("%é","a"))~", R"~(error)~"},
      {R"~(format("%5%"))~", R"~(error)~"},
      {R"~(format("%*d",5,3))~", R"~(error)~"},
      {R"~(format("%s"))~", R"~(error)~"},
      {R"~(format("%s","a","b"))~", R"~(error)~"},
      {R"~(format("a","b"))~", R"~(error)~"},
      {R"~(format(null))~", R"~(error)~"},
  });
}

TEST(Format, KnowsTheBeginningOfWhatIsUnknown) {
  check({
      {R"~(format("%s",null))~", R"~(unknown any)~"},
      {R"~(format("x-%s-%s",1,u))~", R"~(unknown string "x-1-")~"},
      {R"~(format("abc%s",u))~", R"~(unknown string "ab")~"},
      {R"~(format(u,1))~", R"~(unknown string)~"},
      {R"~(format("%s %d",u,"x"))~", R"~(error)~"},
      {R"~(format("%s",secret))~", R"~(sensitive "s")~"},
  });
}

TEST(Formatlist, GivesOneTextForEachRow) {
  check({
      {R"~(formatlist("Hello, %s!",["Valentina","Ander"]))~",
       R"~(["Hello, Valentina!","Hello, Ander!"])~"},
      {R"~(formatlist("%s-%s",["a","b"],"z"))~", R"~(["a-z","b-z"])~"},
      {R"~(formatlist("%s",toset(["b","a"])))~", R"~(["a","b"])~"},
      {R"~(formatlist("%s",[]))~", R"~([])~"},
      {R"~(formatlist("a"))~", R"~(["a"])~"},
      {R"~(formatlist("%v",{a=1}))~", R"~(["{\"a\":1}"])~"},
      {R"~(formatlist("%v",[null]))~", R"~(["null"])~"},
      {R"~(formatlist("%s=%d",["a","b"],[1]))~", R"~(error)~"},
      {R"~(formatlist("%s",[null]))~", R"~(error)~"},
      {R"~(formatlist("%d",["a"]))~", R"~(error)~"},
      {R"~(formatlist("x-%s",[u,"a"]))~", R"~(list: unknown, "x-a")~"},
      {R"~(formatlist("%s",ul))~", R"~(unknown list(string))~"},
      {R"~(formatlist("%s",[secret]))~", R"~(sensitive ["s"])~"},
  });
}

}  // namespace tenon::lang
