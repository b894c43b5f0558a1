#include "schema/value/value.h"

#include <gtest/gtest.h>

#include <random>

#include "schema/value/compare.h"
#include "schema/value/convert.h"
#include "schema/value/number.h"
#include "schema/value/print.h"
#include "schema/value/wire.h"

namespace tenon {
namespace {

Value text(Arena& arena, std::string_view content) { return Value::string(arena, content); }

TEST(Type, EqualTypesAreOne) {
  EXPECT_EQ(Type::list_of(Type::string()), Type::list_of(Type::string()));
  EXPECT_NE(Type::list_of(Type::string()), Type::set_of(Type::string()));
  const ObjectAttribute ab[] = {{Symbol("a"), Type::number(), false},
                                {Symbol("b"), Type::string(), true}};
  const ObjectAttribute ba[] = {{Symbol("b"), Type::string(), true},
                                {Symbol("a"), Type::number(), false}};
  EXPECT_EQ(Type::object_of(ab), Type::object_of(ba));
  EXPECT_FALSE(Type::object_of(ab).without_optional().has_optional());
  EXPECT_EQ(constraint_text(Type::object_of(ab)), "object({a=number, b=optional(string)})");
}

TEST(Value, SetsAreSortedAndHoldNoDuplicates) {
  Arena arena;
  const Value elements[] = {text(arena, "b"), text(arena, "a"), text(arena, "b")};
  EXPECT_EQ(print_console(Value::set(arena, Type::string(), elements)),
            "toset([\n  \"a\",\n  \"b\",\n])");
}

TEST(Value, MapsAreSortedAndTheLastOfEqualKeysCounts) {
  Arena arena;
  const MapEntry entries[] = {
      {"b", Value::number(1)}, {"a", Value::number(2)}, {"b", Value::number(3)}};
  const Value map = Value::map(arena, Type::number(), entries);
  ASSERT_EQ(map.length(), 2u);
  EXPECT_EQ(map.key("b")->as_int64(), 3);
  EXPECT_FALSE(map.key("c").has_value());
}

TEST(Value, StringsAreNormalised) {
  Arena arena;
  EXPECT_EQ(text(arena, "a\xCC\x81").as_string(), "\xC3\xA1");
}

TEST(Value, MarksAndUnknownsInsideAreSeenFromOutside) {
  Arena arena;
  const Value elements[] = {text(arena, "x").with_marks(Marks::Sensitive),
                            Value::unknown(Type::string())};
  const Value tuple = Value::tuple(arena, elements);
  EXPECT_FALSE(tuple.is_wholly_known());
  EXPECT_FALSE(tuple.is_sensitive());
  EXPECT_TRUE(any(tuple.all_marks() & Marks::Sensitive));
  EXPECT_FALSE(any(tuple.without_marks(arena).all_marks()));
}

TEST(Value, DeepCopyOutlivesItsArena) {
  Arena keep;
  Value copy;
  {
    Arena arena;
    const MapEntry entries[] = {{"k", text(arena, "v")}};
    copy = deep_copy(keep, Value::map(arena, Type::string(), entries));
  }
  EXPECT_EQ(copy.key("k")->as_string(), "v");
}

TEST(Number, PrintsTheShortestDecimalThatReadsBack) {
  EXPECT_EQ((*Number::parse("0.1") + *Number::parse("0.2")).text(), "0.3");
  EXPECT_EQ(Number::parse("12345678901234567890.5")->text(), "12345678901234567890.5");
  EXPECT_EQ(Number::parse("1e3")->text(), "1000");
  EXPECT_EQ(Number::parse("-2.50")->text(), "-2.5");
  EXPECT_EQ(Number::parse("1e-8")->text(), "0.00000001");
}

TEST(Number, RefusesWhatIsNoNumber) {
  for (const char* bad : {"", "-", "1.2.3", "1e", "0x10", "1e999999", "abc", " 1"})
    EXPECT_FALSE(Number::parse(bad)) << bad;
}

TEST(Number, IntegersAreExactBeyond64Bits) {
  const Number big = *Number::parse("340282366920938463463374607431768211456");
  EXPECT_EQ((big + Number(std::int64_t{1})).text(), "340282366920938463463374607431768211457");
  EXPECT_EQ(Number::parse_in_base("ffffffffffffffffffff", 16)->text_in_base(10),
            "1208925819614629174706175");
}

TEST(Convert, StringsAndNumbersGoBothWays) {
  Arena arena;
  EXPECT_EQ(convert(arena, Value::number(5), Type::string(), nullptr)->as_string(), "5");
  EXPECT_EQ(convert(arena, text(arena, "5"), Type::number(), nullptr)->as_int64(), 5);
  ConversionError error;
  EXPECT_FALSE(convert(arena, text(arena, "x"), Type::number(), &error));
  EXPECT_EQ(error.message, "a number is required");
  EXPECT_FALSE(convert(arena, Value::boolean(true), Type::number(), nullptr));
}

TEST(Convert, ObjectsNeedTheirRequiredAttributes) {
  Arena arena;
  const ObjectAttribute wanted[] = {{Symbol("a"), Type::string(), false},
                                    {Symbol("b"), Type::string(), true}};
  const Symbol names[] = {Symbol("a"), Symbol("z")};
  const Value slots[] = {Value::number(1), Value::number(2)};
  const Value object = Value::object(arena, ObjectShape::of(names), slots);
  const auto converted = convert(arena, object, Type::object_of(wanted), nullptr);
  ASSERT_TRUE(converted);
  EXPECT_EQ(converted->attribute(Symbol("a"))->as_string(), "1");
  EXPECT_TRUE(converted->attribute(Symbol("b"))->is_null());
  ConversionError error;
  EXPECT_FALSE(convert(arena, Value::empty_object(), Type::object_of(wanted), &error));
  EXPECT_EQ(error.message, "attribute \"a\" is required");
}

TEST(Convert, KeepsMarks) {
  Arena arena;
  EXPECT_TRUE(convert(arena, Value::number(5).with_marks(Marks::Sensitive), Type::string(), nullptr)
                  ->is_sensitive());
}

TEST(Unify, MixedPrimitivesBecomeStrings) {
  const Type types[] = {Type::string(), Type::number()};
  EXPECT_EQ(unify(types), Type::string());
  const Type apart[] = {Type::number(), Type::list_of(Type::string())};
  EXPECT_FALSE(unify(apart));
}

TEST(Compare, UnknownDecidesOnlyWhereItMust) {
  Arena arena;
  EXPECT_TRUE(equals(Value::unknown(Type::string()), text(arena, "x")).is_unknown());
  Refinement refinement;
  refinement.not_null = true;
  EXPECT_FALSE(
      equals(Value::unknown(arena, Type::string(), refinement), Value::null(Type::string()))
          .as_bool());
}

TEST(Compare, DifferencesAreAsDeepAsTheyCanBe) {
  Arena arena;
  const Symbol names[] = {Symbol("a"), Symbol("b")};
  const Value one[] = {Value::number(1), text(arena, "x")};
  const Value two[] = {Value::number(1), text(arena, "y")};
  const auto found = differences(Value::object(arena, ObjectShape::of(names), one),
                                 Value::object(arena, ObjectShape::of(names), two));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(path_text(found[0]), "b");
}

TEST(Print, NothingMarkedIsShown) {
  Arena arena;
  const Value elements[] = {text(arena, "hunter2").with_marks(Marks::Sensitive)};
  const Value list = Value::list(arena, Type::string(), elements);
  for (const std::string& shown : {print_console(list), print_brief(list), json_redacted(list)})
    EXPECT_EQ(shown.find("hunter2"), std::string::npos) << shown;
  EXPECT_EQ(json_for_programs(list), "[\"hunter2\"]");
  EXPECT_EQ(sensitive_json(list), "[true]");
}

// Any value of the language, to a depth.
Value random_value(Arena& arena, std::mt19937& random, int depth) {
  const auto pick = [&](int limit) {
    return static_cast<int>(random() % static_cast<unsigned>(limit));
  };
  const Marks marks = pick(8) == 0 ? Marks::Sensitive : Marks::None;
  switch (pick(depth > 0 ? 10 : 6)) {
    case 0:
      return Value::null(Type::string()).with_marks(marks);
    case 1:
      return Value::unknown(Type::number()).with_marks(marks);
    case 2:
      return Value::boolean(pick(2) == 0).with_marks(marks);
    case 3:
      return Value::number(static_cast<std::int64_t>(random()) - (1ll << 31)).with_marks(marks);
    case 4:
      return Value::number(
                 arena, *Number::parse(std::to_string(random()) + "." + std::to_string(random())))
          .with_marks(marks);
    case 5:
      return Value::string(arena, std::string(static_cast<std::size_t>(pick(20)), 'a') + "\xC3\xA9")
          .with_marks(marks);
    case 6: {
      std::vector<Value> elements;
      for (int i = pick(4); i > 0; --i) elements.push_back(random_value(arena, random, depth - 1));
      return Value::tuple(arena, elements).with_marks(marks);
    }
    case 7: {
      std::vector<Value> elements;
      for (int i = pick(4); i > 0; --i) elements.push_back(Value::number(pick(100)));
      return Value::set(arena, Type::number(), elements).with_marks(marks);
    }
    case 8: {
      std::vector<MapEntry> entries;
      for (int i = pick(4); i > 0; --i)
        entries.push_back({arena.copy_string("k" + std::to_string(i)), Value::string(arena, "v")});
      return Value::map(arena, Type::string(), entries).with_marks(marks);
    }
    default: {
      const Symbol names[] = {Symbol("x"), Symbol("a")};
      const Value slots[] = {random_value(arena, random, depth - 1),
                             random_value(arena, random, depth - 1)};
      return Value::object(arena, ObjectShape::of(names), slots).with_marks(marks);
    }
  }
}

TEST(Wire, DecodeOfEncodeIsTheSameValue) {
  std::mt19937 random(20261121);
  for (int round = 0; round < 2000; ++round) {
    Arena arena;
    const Value value = random_value(arena, random, 4);
    std::string bytes;
    encode(value, Type::dynamic(), bytes);
    std::string again;
    std::string_view view = bytes;
    const auto read = decode(arena, view, Type::dynamic());
    ASSERT_TRUE(read) << round;
    EXPECT_TRUE(view.empty());
    EXPECT_TRUE(identical(*read, value)) << round << " " << print_console(value);
    encode(*read, Type::dynamic(), again);
    EXPECT_EQ(bytes, again);
  }
}

TEST(Wire, DamagedBytesAreAnErrorAndNoCrash) {
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    Arena arena;
    std::string bytes;
    encode(random_value(arena, random, 3), Type::dynamic(), bytes);
    if (bytes.empty()) continue;
    bytes[random() % bytes.size()] = static_cast<char>(random());
    if (round % 2 == 0) bytes.resize(random() % (bytes.size() + 1));
    std::string_view view = bytes;
    const auto read = decode(arena, view, Type::dynamic());
    (void)read;
  }
}

}  // namespace
}  // namespace tenon
