#include "state/statefile/json_cursor.h"

#include <gtest/gtest.h>

namespace tenon {
namespace {

std::string string_of(std::string_view text) {
  JsonCursor cursor(text);
  std::string scratch;
  const std::string result(cursor.string(scratch));
  return cursor.ok() ? result : "! " + cursor.error();
}

TEST(JsonCursor, DecodesEscapes) {
  EXPECT_EQ(string_of(R"("a\"\\\/\b\f\n\r\tz")"), "a\"\\/\b\f\n\r\tz");
  EXPECT_EQ(string_of(R"("\u00e9\u20ac\ud83d\ude00")"), "é€😀");
}

TEST(JsonCursor, HalfOfAPairIsTheReplacementCharacter) {
  EXPECT_EQ(string_of(R"("\ud83d!")"), "\xEF\xBF\xBD!");
}

TEST(JsonCursor, RefusesStringsThatAreCutOrHoldControlCharacters) {
  for (const char* text : {"\"abc", "\"a\nb\"", R"("\x")", R"("\u12g4")", "\"\\", "'a'"})
    EXPECT_EQ(string_of(text).substr(0, 2), "! ") << text;
}

TEST(JsonCursor, SkipsWholeValues) {
  JsonCursor cursor(R"({"a": [1, {"b": "]}"}, null], "c": -1.5e+3, "d": true})");
  std::string_view name;
  std::string scratch;
  std::string seen;
  for (cursor.enter('{'); cursor.ok() && cursor.next_member(&name, scratch);) {
    seen += std::string(name) + "=";
    seen += std::string(cursor.skip()) + ";";
  }
  EXPECT_TRUE(cursor.ok()) << cursor.error();
  EXPECT_EQ(seen, R"(a=[1, {"b": "]}"}, null];c=-1.5e+3;d=true;)");
}

TEST(JsonCursor, RefusesWhatIsNoJson) {
  for (const char* text : {"[1,]", "[1 2]", "{\"a\" 1}", "{\"a\":1,}", "{a:1}", "[", "{", "[01x]",
                           "tru", "nul", "-", "1.", "1e", "", "]"}) {
    JsonCursor cursor(text);
    cursor.skip();
    EXPECT_TRUE(!cursor.ok() || !cursor.at_end()) << text;
  }
}

TEST(JsonCursor, BoundsNesting) {
  const std::string deep(100'000, '[');
  JsonCursor cursor(deep);
  cursor.skip();
  EXPECT_NE(cursor.error().find("nested too deep"), std::string::npos);
}

TEST(JsonCursor, TellsLineAndColumnInTheWholeText) {
  const std::string_view whole = "{\n  \"a\": x}";
  JsonCursor cursor(whole.substr(9), whole);
  cursor.skip();
  EXPECT_EQ(cursor.error(), "line 2, column 8: a value is expected here");
}

}  // namespace
}  // namespace tenon
