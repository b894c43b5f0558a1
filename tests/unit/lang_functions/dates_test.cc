// Expected values were recorded from `terraform console` 1.11.4.
#include "tests/unit/lang_functions/cases.h"

namespace tenon::lang {

TEST(Formatdate, KnowsItsLetters) {
  check({
      {R"~(formatdate("YYYY YY MMMM MMM MM M DD D EEEE EEE","2018-01-02T03:04:05Z"))~",
       R"~("2018 18 January Jan 01 1 02 2 Tuesday Tue")~"},
      {R"~(formatdate("hh h HH H AA aa mm m ss s","2018-01-02T15:04:05Z"))~",
       R"~("15 15 03 3 PM pm 04 4 05 5")~"},
      {R"~(formatdate("HH H AA","2018-01-02T00:04:05Z"))~", R"~("12 12 AM")~"},
      {R"~(formatdate("Z ZZZ ZZZZ ZZZZZ","2018-01-02T15:04:05-07:30"))~",
       R"~("-07:30 -0730 -0730 -07:30")~"},
      {R"~(formatdate("Z ZZZ ZZZZ ZZZZZ","2018-01-02T15:04:05Z"))~", R"~("Z UTC +0000 +00:00")~"},
      {R"~(formatdate("'it''s' '' é","2018-01-02T15:04:05Z"))~", R"~("it's ' é")~"},
      {R"~(formatdate("YYYY",u))~", R"~(unknown string)~"},
  });
}

TEST(Formatdate, RefusesOtherLetters) {
  check({
      {R"~(formatdate("YYY","2018-01-02T15:04:05Z"))~", R"~(error)~"},
      {R"~(formatdate("A","2018-01-02T15:04:05Z"))~", R"~(error)~"},
      {R"~(formatdate("ZZ","2018-01-02T15:04:05Z"))~", R"~(error)~"},
      {R"~(formatdate("X","2018-01-02T15:04:05Z"))~", R"~(error)~"},
      {R"~(formatdate("'abc","2018-01-02T15:04:05Z"))~", R"~(error)~"},
  });
}

TEST(Formatdate, RefusesWhatIsNoTime) {
  check({
      {R"~(formatdate("YYYY","2018-13-02T15:04:05Z"))~", R"~(error)~"},
      {R"~(formatdate("YYYY","2018-02-29T15:04:05Z"))~", R"~(error)~"},
      {R"~(formatdate("YYYY","2018-02-20 15:04:05Z"))~", R"~(error)~"},
      {R"~(formatdate("YYYY","2018-02-20T15:04:05"))~", R"~(error)~"},
      {R"~(formatdate("YYYY","2018-02-20T15:04:60Z"))~", R"~(error)~"},
      {R"~(formatdate("YYYY","2018-02-20T15:04:05+0100"))~", R"~(error)~"},
      {R"~(formatdate("YYYY",""))~", R"~(error)~"},
      {R"~(formatdate("YYYY","2018-02-20T15:04:05Zx"))~", R"~(error)~"},
  });
}

TEST(Timeadd, KeepsTheOffset) {
  check({
      {R"~(timeadd("2018-01-01T00:00:00Z","1h30m"))~", R"~("2018-01-01T01:30:00Z")~"},
      {R"~(timeadd("2018-01-01T00:00:00Z","-1.5h"))~", R"~("2017-12-31T22:30:00Z")~"},
      {R"~(timeadd("2018-01-01T00:00:00.5Z","600ms"))~", R"~("2018-01-01T00:00:01Z")~"},
      {R"~(timeadd("2018-01-01T00:00:00+05:30","1h"))~", R"~("2018-01-01T01:00:00+05:30")~"},
      {R"~(timeadd("2018-01-01T00:00:00Z",".5h"))~", R"~("2018-01-01T00:30:00Z")~"},
      {R"~(timeadd("2018-01-01T00:00:00Z","0"))~", R"~("2018-01-01T00:00:00Z")~"},
      {R"~(timeadd("9999-12-31T23:59:59Z","1h"))~", R"~("10000-01-01T00:59:59Z")~"},
      {R"~(timeadd("2024-02-28T23:59:59Z","24h"))~", R"~("2024-02-29T23:59:59Z")~"},
      {R"~(timeadd(u,"1h"))~", R"~(unknown string)~"},
  });
}

TEST(Timeadd, RefusesOtherUnits) {
  check({
      {R"~(timeadd("2018-01-01T00:00:00Z","1d"))~", R"~(error)~"},
      {R"~(timeadd("2018-01-01T00:00:00Z","1"))~", R"~(error)~"},
      {R"~(timeadd("2018-01-01T00:00:00Z",""))~", R"~(error)~"},
      {R"~(timeadd("2018-01-01T00:00:00Z","h"))~", R"~(error)~"},
      {R"~(timeadd("2018-01-01T00:00:00Z","9999999h"))~", R"~(error)~"},
      {R"~(timeadd("bad","1h"))~", R"~(error)~"},
  });
}

TEST(Timecmp, ComparesInstants) {
  check({
      {R"~(timecmp("2018-01-01T00:00:00Z","2018-01-01T01:00:00+01:00"))~", R"~(0)~"},
      {R"~(timecmp("2018-01-01T00:00:00Z","2018-01-01T00:00:00.1Z"))~", R"~(-1)~"},
      {R"~(timecmp("2018-01-01T00:00:01Z","2018-01-01T00:00:00.1Z"))~", R"~(1)~"},
      {R"~(timecmp("x","2018-01-01T00:00:00Z"))~", R"~(error)~"},
      {R"~(timecmp("2018-01-01T00:00:00Z","y"))~", R"~(error)~"},
      {R"~(timecmp(u,u))~", R"~(unknown number)~"},
  });
}

TEST(Cidrhost, CountsFromEitherEnd) {
  check({
      {R"~(cidrhost("10.0.0.0/8",16777215))~", R"~("10.255.255.255")~"},
      {R"~(cidrhost("10.0.0.5/8",-1))~", R"~("10.255.255.255")~"},
      {R"~(cidrhost("10.0.0.0/30",-4))~", R"~("10.0.0.0")~"},
      {R"~(cidrhost("010.0.0.0/8",1))~", R"~("10.0.0.1")~"},
      {R"~(cidrhost("fd00::/64",-1))~", R"~("fd00::ffff:ffff:ffff:ffff")~"},
      {R"~(cidrhost("fd00::/64",18446744073709551615))~", R"~("fd00::ffff:ffff:ffff:ffff")~"},
      {R"~(cidrhost("fd00:fd12:3456:7890:00a2::/72",34))~", R"~("fd00:fd12:3456:7890::22")~"},
      {R"~(cidrhost("::1.2.3.4/96",1))~", R"~("::1")~"},
      {R"~(cidrhost("10.0.0.0/8",un))~", R"~(unknown string)~"},
  });
}

TEST(Cidrhost, RefusesWhatIsNotThere) {
  check({
      {R"~(cidrhost("10.0.0.0/30",4))~", R"~(error)~"},
      {R"~(cidrhost("10.0.0.0/30",-5))~", R"~(error)~"},
      {R"~(cidrhost("10.0.0.0",1))~", R"~(error)~"},
      {R"~(cidrhost("256.0.0.0/8",1))~", R"~(error)~"},
      {R"~(cidrhost("10.0.0.0/33",1))~", R"~(error)~"},
      {R"~(cidrhost("10.0.0/8",1))~", R"~(error)~"},
      {R"~(cidrhost("1::2::3/64",1))~", R"~(error)~"},
      {R"~(cidrhost("fe80::%eth0/64",1))~", R"~(error)~"},
      {R"~(cidrhost("10.0.0.0/8",1.5))~", R"~(error)~"},
  });
}

TEST(Cidrnetmask, IsForIpv4) {
  check({
      {R"~(cidrnetmask("10.0.0.0/12"))~", R"~("255.240.0.0")~"},
      {R"~(cidrnetmask("10.0.0.0/0"))~", R"~("0.0.0.0")~"},
      {R"~(cidrnetmask("10.0.0.0/32"))~", R"~("255.255.255.255")~"},
      {R"~(cidrnetmask("fd00::/8"))~", R"~(error)~"},
      {R"~(cidrnetmask("x"))~", R"~(error)~"},
      {R"~(cidrnetmask(u))~", R"~(unknown string)~"},
  });
}

TEST(Cidrsubnet, ExtendsThePrefix) {
  check({
      {R"~(cidrsubnet("172.16.0.0/12",4,2))~", R"~("172.18.0.0/16")~"},
      {R"~(cidrsubnet("10.0.0.0/8",0,0))~", R"~("10.0.0.0/8")~"},
      {R"~(cidrsubnet("10.0.0.0/8",-1,0))~", R"~("10.0.0.0/7")~"},
      {R"~(cidrsubnet("10.1.2.3/8",4,2))~", R"~("10.32.0.0/12")~"},
      {R"~(cidrsubnet("fd00:fd12:3456:7890::/56",16,162))~",
       R"~("fd00:fd12:3456:7800:a200::/72")~"},
      {R"~(cidrsubnet("fd00::/8",120,1))~", R"~("fd00::1/128")~"},
      {R"~(cidrsubnet("0.0.0.0/0",32,4294967295))~", R"~("255.255.255.255/32")~"},
      {R"~(cidrsubnet("10.0.0.0/8",8,256))~", R"~(error)~"},
      {R"~(cidrsubnet("10.0.0.0/8",25,0))~", R"~(error)~"},
      {R"~(cidrsubnet("x",1,1))~", R"~(error)~"},
      {R"~(cidrsubnet("10.0.0.0/8",8,un))~", R"~(unknown string)~"},
  });
}

TEST(Cidrsubnets, FollowEachOther) {
  check({
      {R"~(cidrsubnets("10.1.0.0/16",4,4,8,4))~",
       R"~(["10.1.0.0/20","10.1.16.0/20","10.1.32.0/24","10.1.48.0/20"])~"},
      {R"~(cidrsubnets("fd00:fd12:3456:7890::/56",16,16,16,32))~",
       R"~(["fd00:fd12:3456:7800::/72","fd00:fd12:3456:7800:100::/72","fd00:fd12:3456:7800:200::/72","fd00:fd12:3456:7800:300::/88"])~"},
      {R"~(cidrsubnets("10.1.0.0/16",16,1))~", R"~(["10.1.0.0/32","10.1.128.0/17"])~"},
      {R"~(cidrsubnets("10.1.0.0/16"))~", R"~([])~"},
      {R"~(cidrsubnets("10.1.0.0/16",1,1,1))~", R"~(error)~"},
      {R"~(cidrsubnets("10.1.0.0/16",0))~", R"~(error)~"},
      {R"~(cidrsubnets("fd00::/8",33))~", R"~(error)~"},
      {R"~(cidrsubnets("0.0.0.0/0",1,1,1))~", R"~(error)~"},
      {R"~(cidrsubnets("x",1))~", R"~(error)~"},
      {R"~(cidrsubnets("10.0.0.0/8",un))~", R"~(unknown list(string))~"},
  });
}

}  // namespace tenon::lang
