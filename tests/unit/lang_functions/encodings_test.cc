// Expected values were recorded from `terraform console` 1.11.4.
#include "tests/unit/lang_functions/cases.h"

namespace tenon::lang {

TEST(Base64, HoldsTextOnly) {
  check({
      {R"~(base64encode("☃"))~", R"~("4piD")~"},
      {R"~(base64encode(""))~", R"~("")~"},
      {R"~(base64encode([]))~", R"~(error)~"},
      {R"~(base64encode(u))~", R"~(unknown string)~"},
      {R"~(base64decode("aGk=\n"))~", R"~("hi")~"},
      {R"~(base64decode("4piD"))~", R"~("☃")~"},
      {R"~(base64decode("!!"))~", R"~(error)~"},
      {R"~(base64decode("/w=="))~", R"~(error)~"},
      {R"~(base64decode("aGk"))~", R"~(error)~"},
      {R"~(base64decode(u))~", R"~(unknown string)~"},
      {R"~(base64encode(secret))~", R"~(sensitive "cw==")~"},
  });
}

TEST(Gzip, IsByteForByteWhatTerraformMakesOfShortTexts) {
  check({
      {R"~(base64gzip("hello"))~", R"~("H4sIAAAAAAAA/8pIzcnJBwAAAP//AQAA//+GphA2BQAAAA==")~"},
      {R"~(base64gzip(""))~", R"~("H4sIAAAAAAAA/wAAAP//AQAA//8AAAAAAAAAAA==")~"},
      {R"~(base64gzip([]))~", R"~(error)~"},
      {R"~(base64gzip(u))~", R"~(unknown string)~"},
  });
}

TEST(Urlencode, EscapesAsInQueries) {
  check({
      {R"~(urlencode("a b+c/d?e=f&g~h-i_j.k*é!'()"))~",
       R"~("a+b%2Bc%2Fd%3Fe%3Df%26g~h-i_j.k%2A%C3%A9%21%27%28%29")~"},
      {R"~(urlencode(""))~", R"~("")~"},
      {R"~(urlencode([]))~", R"~(error)~"},
      {R"~(urlencode(u))~", R"~(unknown string)~"},
  });
}

TEST(Jsonencode, WritesCompactJson) {
  check({
      {R"~(jsonencode([1,"a",null,true,{b=1,a=2}]))~",
       R"~("[1,\"a\",null,true,{\"a\":2,\"b\":1}]")~"},
      {R"~(jsonencode("<>&"))~", R"~("\"\\u003c\\u003e\\u0026\"")~"},
      {R"~(jsonencode(1.10))~", R"~("1.1")~"},
      {R"~(jsonencode(null))~", R"~("null")~"},
      {R"~(jsonencode(1/0))~", R"~(error)~"},
      {R"~(jsonencode({a=u}))~", R"~(unknown string "{")~"},
      {R"~(jsonencode([secret]))~", R"~(sensitive "[\"s\"]")~"},
  });
}

TEST(Jsondecode, ReadsAnyJson) {
  check({
      {R"~(jsondecode(" {\"a\": [1, \"x\", null, true]} "))~", R"~({"a":[1,"x",null,true]})~"},
      {R"~(jsondecode("123456789012345678901234567890"))~", R"~(123456789012345678901234567890)~"},
      {R"~(jsondecode("{\"a\":1,\"a\":2}"))~", R"~({"a":2})~"},
      {R"~(jsondecode("\"\\ud83d\\ude00\\u00e9\""))~", R"~("😀é")~"},
      {R"~(jsondecode("\"\\ud800\""))~", R"~("�")~"},
      {R"~(jsondecode("1.50"))~", R"~(1.5)~"},
      {R"~(jsondecode("[]"))~", R"~([])~"},
      {R"~(jsondecode(u))~", R"~(unknown any)~"},
  });
}

TEST(Jsondecode, RefusesWhatIsNoJson) {
  check({
      {R"~(jsondecode(""))~", R"~(error)~"},
      {R"~(jsondecode("1 2"))~", R"~(error)~"},
      {R"~(jsondecode("{\"a\":1,}"))~", R"~(error)~"},
      {R"~(jsondecode("01"))~", R"~(error)~"},
      {R"~(jsondecode("nul"))~", R"~(error)~"},
      {R"~(jsondecode("{1:2}"))~", R"~(error)~"},
      {R"~(jsondecode("'a'"))~", R"~(error)~"},
      {R"~(jsondecode("[1 2]"))~", R"~(error)~"},
      {R"~(jsondecode("-"))~", R"~(error)~"},
      {R"~(jsondecode("\"a\tb\""))~", R"~(error)~"},
  });
}

TEST(Csvdecode, ReadsRecordsByHeader) {
  check({
      {R"~(csvdecode("a,b,c\n1,2,3\n4,5,6"))~",
       R"~([{"a":"1","b":"2","c":"3"},{"a":"4","b":"5","c":"6"}])~"},
      {R"~(csvdecode("a,\"b,c\"\n1,\"x\"\"y\nz\"\n"))~", R"~([{"a":"1","b,c":"x\"y\nz"}])~"},
      {R"~(csvdecode("a,b\n\n1,2\r\n3,4\r\n"))~", R"~([{"a":"1","b":"2"},{"a":"3","b":"4"}])~"},
      {R"~(csvdecode("a,b"))~", R"~([])~"},
      {R"~(csvdecode(" a, b\n 1, 2"))~", R"~([{" a":" 1"," b":" 2"}])~"},
      {R"~(csvdecode(u))~", R"~(unknown any)~"},
  });
}

TEST(Csvdecode, RefusesWhatIsBroken) {
  check({
      {R"~(csvdecode(""))~", R"~(error)~"},
      {R"~(csvdecode("a,b\n1"))~", R"~(error)~"},
      {R"~(csvdecode("a,a\n1,2"))~", R"~(error)~"},
      {R"~(csvdecode("a,b\n1,\"x"))~", R"~(error)~"},
      {R"~(csvdecode("a,b\n1,x\"y"))~", R"~(error)~"},
      {R"~(csvdecode("a\n\"x\"y"))~", R"~(error)~"},
  });
}

TEST(CharacterSets, AreNamedAsIanaDoes) {
  check({
      {R"~(textencodebase64("Hello","UTF-16LE"))~", R"~("SABlAGwAbABvAA==")~"},
      {R"~(textencodebase64("é","UTF-16"))~", R"~("/v8A6Q==")~"},
      {R"~(textencodebase64("é","latin1"))~", R"~("6Q==")~"},
      {R"~(textencodebase64("é","windows-1252"))~", R"~("6Q==")~"},
      {R"~(textencodebase64("日","Shift_JIS"))~", R"~("k/o=")~"},
      {R"~(textencodebase64("日","ISO-2022-JP"))~", R"~("GyRCRnwbKEI=")~"},
      {R"~(textencodebase64("é","CP437"))~", R"~("gg==")~"},
      {R"~(textencodebase64("☃","ISO-8859-1"))~", R"~(error)~"},
      {R"~(textencodebase64("x","nope"))~", R"~(error)~"},
      {R"~(textencodebase64("x","ascii"))~", R"~(error)~"},
      {R"~(textencodebase64(u,"UTF-8"))~", R"~(unknown string)~"},
      {R"~(textdecodebase64("6Q==","ISO-8859-1"))~", R"~("é")~"},
      {R"~(textdecodebase64("/v8A6Q==","UTF-16"))~", R"~("é")~"},
      {R"~(textdecodebase64("k/o=","Shift_JIS"))~", R"~("日")~"},
      {R"~(textdecodebase64("6Q==","UTF-8"))~", R"~(error)~"},
      {R"~(textdecodebase64("6Q==","UTF-16LE"))~", R"~(error)~"},
      {R"~(textdecodebase64("!!","UTF-8"))~", R"~(error)~"},
      {R"~(textdecodebase64(u,"UTF-8"))~", R"~(unknown string)~"},
  });
}

TEST(Yamlencode, LaysOutBlocks) {
  check({
      {R"~(yamlencode({a="b",c=["d",1,true,null]}))~",
       R"~("\"a\": \"b\"\n\"c\":\n- \"d\"\n- 1\n- true\n- null\n")~"},
      {R"~(yamlencode([1,[2,3],{a=1,b=[1]}]))~",
       R"~("- 1\n- - 2\n  - 3\n- \"a\": 1\n  \"b\":\n  - 1\n")~"},
      {R"~(yamlencode({a={b={c=1}},d=[],e={}}))~",
       R"~("\"a\":\n  \"b\":\n    \"c\": 1\n\"d\": []\n\"e\": {}\n")~"},
      {R"~(yamlencode([[[1,2],[3]],[{a=[{b=1}]}]]))~",
       R"~("- - - 1\n    - 2\n  - - 3\n- - \"a\":\n    - \"b\": 1\n")~"},
      {R"~(yamlencode("a"))~", R"~("\"a\"\n")~"},
      {R"~(yamlencode(1))~", R"~("1\n...\n")~"},
      {R"~(yamlencode(null))~", R"~("null\n...\n")~"},
      {R"~(yamlencode([]))~", R"~("[]\n")~"},
      {R"~(yamlencode({a=u}))~", R"~(unknown string)~"},
  });
}

TEST(Yamlencode, ChoosesHowToWriteStrings) {
  check({
      {R"~(yamlencode("a\nb"))~", R"~("|-\n  a\n  b\n")~"},
      {R"~(yamlencode("a\nb\n"))~", R"~("|\n  a\n  b\n")~"},
      {R"~(yamlencode({a="x\n\n",b="y"}))~", R"~("\"a\": |+\n  x\n\n\"b\": \"y\"\n")~"},
      {R"~(yamlencode("\n"))~", R"~("|2+\n\n")~"},
      {R"~(yamlencode(" a\nb\n"))~", R"~("|2\n   a\n  b\n")~"},
      {R"~(yamlencode("a\n b \n"))~", R"~("\"a\\n b \\n\"\n")~"},
      {R"~(yamlencode("a\r\nb"))~", R"~("\"a\\r\\nb\"\n")~"},
      {R"~(yamlencode("\t\"\\"))~", R"~("\"\\t\\\"\\\\\"\n")~"},
      {R"~(yamlencode("é☃😀"))~", R"~("\"é☃\\U0001F600\"\n")~"},
      {R"~(yamlencode({"multi\nkey"=[1]}))~", R"~("? |-\n  multi\n  key\n: - 1\n")~"},
      {R"~(yamlencode({a="aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb  c d"}))~",
       R"~("\"a\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n  \\ c d\"\n")~"},
      {R"~(yamlencode(["x\n",{b="\ny"}]))~", R"~("- |\n  x\n- \"b\": |2-\n\n    y\n")~"},
  });
}

TEST(Yamldecode, ResolvesPlainScalars) {
  check({
      {R"~(yamldecode("- yes\n- no\n- tRUE\n- ~\n- Null\n- '1'"))~",
       R"~([true,false,"tRUE",null,null,"1"])~"},
      {R"~(yamldecode("- 0x1F\n- 0o17\n- 017\n- 0b11\n- 1_000\n- +5\n- 09\n- 1.\n- 1e3\n- -.5"))~",
       R"~([31,15,17,"0b11","1_000",5,9,1,1000,-0.5])~"},
      {R"~(yamldecode("- 2001-1-2\n- 2001-12-14t21:59:43.10-05:00\n- 2001-01-02 03:04:05\n- 2001-13-01"))~",
       R"~(["2001-01-02T00:00:00Z","2001-12-14T21:59:43-05:00","2001-01-02T03:04:05Z","2001-13-01"])~"},
      {R"~(yamldecode("!!str 1"))~", R"~("1")~"},
      {R"~(yamldecode("!!float 1"))~", R"~(1)~"},
      {R"~(yamldecode("!!binary aGk="))~", R"~("aGk=")~"},
      {R"~(yamldecode(u))~", R"~(unknown any)~"},
  });
}

TEST(Yamldecode, ReadsStructures) {
  check({
      {R"~(yamldecode("{a: 1, b: {c: [x, y]}}"))~", R"~({"a":1,"b":{"c":["x",true]}})~"},
      {R"~(yamldecode("a: &x {b: 1}\nc:\n  <<: *x\n  d: 2"))~",
       R"~({"a":{"b":1},"c":{"b":1,"d":2}})~"},
      {R"~(yamldecode("a: &x 1\nb: &x 2\nc: *x"))~", R"~({"a":1,"b":2,"c":2})~"},
      {R"~(yamldecode("a: |\n  x\n  y\nb: >\n  p\n  q\n"))~", R"~({"a":"x\ny\n","b":"p q\n"})~"},
      {R"~(yamldecode("0x10: a\nyes: b"))~", R"~({"16":"a","true":"b"})~"},
      {R"~(yamldecode("a: 1\na: 2"))~", R"~({"a":2})~"},
      {R"~(yamldecode("a: 1\r\nb: x\r\n"))~", R"~({"a":1,"b":"x"})~"},
      {R"~(yamldecode("a:"))~", R"~({"a":null})~"},
  });
}

TEST(Yamldecode, RefusesWhatHasNoValue) {
  check({
      {R"~(yamldecode(""))~", R"~(error)~"},
      {R"~(yamldecode(".nan"))~", R"~(error)~"},
      {R"~(yamldecode("!foo x"))~", R"~(error)~"},
      {R"~(yamldecode("a: &x 1\nc:\n  <<: *x"))~", R"~(error)~"},
      {R"~(yamldecode("a: *nope"))~", R"~(error)~"},
      {R"~(yamldecode("a: &x [*x]"))~", R"~(error)~"},
      {R"~(yamldecode("{a: 1"))~", R"~(error)~"},
      {R"~(yamldecode("~: a"))~", R"~(error)~"},
      {R"~(yamldecode("? [a]\n: b"))~", R"~(error)~"},
      {R"~(yamldecode("---\na: 1\n---\nb: 2"))~", R"~(error)~"},
      {R"~(yamldecode("!!int x"))~", R"~(error)~"},
      {R"~(yamldecode("!!str [1]"))~", R"~(error)~"},
  });
}

TEST(Hashes, AreHexadecimalOrBase64) {
  check({
      {R"~(md5("a"))~", R"~("0cc175b9c0f1b6a831c399e269772661")~"},
      {R"~(sha1("a"))~", R"~("86f7e437faa5a7fce15d1ddcb9eaeaea377667b8")~"},
      {R"~(sha256("hello world"))~",
       R"~("b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9")~"},
      {R"~(sha512("a"))~",
       R"~("1f40fc92da241694750979ee6cf582f2d5d7d28e18335de05abc54d0560e0f5302860c652bf08d560252aa5e74210546f369fbbbce8c12cfc7957b2652fe9a75")~"},
      {R"~(base64sha256("hello world"))~", R"~("uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=")~"},
      {R"~(base64sha512("a"))~",
       R"~("H0D8ktokFpR1CXnubPWC8tXX0o4YM13gWrxU0FYOD1MChgxlK/CNVgJSql50IQVG82n7u86MEs/HlXsmUv6adQ==")~"},
      {R"~(md5([]))~", R"~(error)~"},
      {R"~(sha1([]))~", R"~(error)~"},
      {R"~(sha256(null))~", R"~(error)~"},
      {R"~(sha512([]))~", R"~(error)~"},
      {R"~(base64sha256([]))~", R"~(error)~"},
      {R"~(base64sha512([]))~", R"~(error)~"},
      {R"~(md5(u))~", R"~(unknown string)~"},
      {R"~(sha1(u))~", R"~(unknown string)~"},
      {R"~(sha256(u))~", R"~(unknown string)~"},
      {R"~(sha512(u))~", R"~(unknown string)~"},
      {R"~(base64sha256(u))~", R"~(unknown string)~"},
      {R"~(base64sha512(u))~", R"~(unknown string)~"},
  });
}

TEST(Uuidv5, HashesNamesInNamespaces) {
  check({
      {R"~(uuidv5("dns","www.terraform.io"))~", R"~("a5008fae-b28c-5ba5-96cd-82b4c53552d6")~"},
      {R"~(uuidv5("x500","CN=a"))~", R"~("c4756781-662d-5713-b245-06d2e6262fc5")~"},
      {R"~(uuidv5("6ba7b810-9dad-11d1-80b4-00c04fd430c8","x"))~",
       R"~("05b16a01-46c6-56dd-bd6e-c6dfb4a1427a")~"},
      {R"~(uuidv5("{6ba7b810-9dad-11d1-80b4-00c04fd430c8}","x"))~",
       R"~("05b16a01-46c6-56dd-bd6e-c6dfb4a1427a")~"},
      {R"~(uuidv5("urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8","x"))~",
       R"~("05b16a01-46c6-56dd-bd6e-c6dfb4a1427a")~"},
      {R"~(uuidv5("nope","x"))~", R"~(error)~"},
      {R"~(uuidv5("DNS","x"))~", R"~(error)~"},
      {R"~(uuidv5("dns",u))~", R"~(unknown string)~"},
  });
}

}  // namespace tenon::lang
