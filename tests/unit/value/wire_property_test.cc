// decode(encode(v)) is v: for random types, and for random values of each. Every kind of value
// takes part at every depth: null, unknown with each refinement, marked, beyond 64 bits, empty, not
// ASCII.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "schema/value/number.h"
#include "schema/value/print.h"
#include "schema/value/value.h"
#include "schema/value/wire.h"

namespace tenon {
namespace {

class Generator {
 public:
  Generator(Arena& arena, unsigned seed) : arena_(arena), random_(seed) {}

  int pick(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

  Type type(int depth) {
    switch (pick(depth > 0 ? 9 : 4)) {
      case 0:
        return Type::boolean();
      case 1:
        return Type::number();
      case 2:
      case 3:
        return Type::string();
      case 4:
        return Type::list_of(type(depth - 1));
      case 5:
        return Type::set_of(type(depth - 1));
      case 6:
        return Type::map_of(type(depth - 1));
      case 7: {
        std::vector<Type> elements;
        for (int i = pick(4); i > 0; --i) elements.push_back(type(depth - 1));
        return Type::tuple_of(elements);
      }
      default: {
        std::vector<ObjectAttribute> attributes;
        const int size = pick(5);
        for (int i = 0; i < size; ++i)
          attributes.push_back({Symbol("a" + std::to_string(i * 7)), type(depth - 1), false});
        return Type::object_of(attributes);
      }
    }
  }

  // `bare`: no nulls, unknowns or marks at the top (but maybe below).
  Value value(Type type, bool bare = false) {
    if (!bare) {
      if (pick(12) == 0) return marked(Value::null(type));
      if (pick(10) == 0) return marked(unknown(type));
    }
    const Value made = known(type);
    return bare ? made : marked(made);
  }

  std::string text() {
    static const char* const kPieces[] = {
        "a",        "Z0",           " ",
        "\n",       "\"",           "${",
        "\xC3\xA9", "\xE6\xBC\xA2", "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB",
        "\\u0000",  "</script>"};
    std::string made;
    for (int i = pick(6); i > 0; --i) made += kPieces[pick(11)];
    if (pick(50) == 0) made += std::string(300, 'x');
    if (pick(60) == 0) made += '\0';
    return made;
  }

 private:
  Value marked(const Value& value) { return value.with_marks(static_cast<Marks>(mark())); }
  int mark() { return pick(8) != 0 ? 0 : 1 + pick(3); }

  Value unknown(Type type) {
    if (pick(2) == 0) return Value::unknown(type);
    Refinement refinement;
    refinement.not_null = pick(2) == 0;
    std::string prefix;
    if (type == Type::string() && pick(2) == 0) {
      prefix = "p" + text();
      // A prefix is kept as it is given, so it is given as strings are kept.
      refinement.prefix = Value::string(arena_, prefix).as_string();
    }
    if (type.is_collection() && pick(2) == 0) {
      refinement.length_min = static_cast<std::uint64_t>(pick(300));
      if (pick(2) == 0)
        refinement.length_max = refinement.length_min + static_cast<std::uint64_t>(pick(5));
    }
    return Value::unknown(arena_, type, refinement);
  }

  Value number() {
    static const char* const kNumbers[] = {"0",
                                           "-1",
                                           "63",
                                           "64",
                                           "-64",
                                           "9223372036854775807",
                                           "-9223372036854775808",
                                           "9223372036854775808",
                                           "-9223372036854775809",
                                           "0.1",
                                           "-0.5",
                                           "1e50",
                                           "1e-50",
                                           "340282366920938463463374607431768211456.25",
                                           "3.14159265358979323846264338327950288"};
    switch (pick(3)) {
      case 0:
        return make_number(arena_, *Number::parse(kNumbers[pick(15)]));
      case 1:
        return Value::number(static_cast<std::int64_t>(random_()) << (random_() % 31));
      default:
        return make_number(
            arena_, *Number::parse(std::to_string(random_()) + std::to_string(random_()) + "." +
                                   std::to_string(random_())));
    }
  }

  Value known(Type type) {
    switch (type.kind()) {
      case TypeKind::Bool:
        return Value::boolean(pick(2) == 0);
      case TypeKind::Number:
        return number();
      case TypeKind::String:
        return Value::string(arena_, text());
      case TypeKind::List:
      case TypeKind::Set: {
        std::vector<Value> elements;
        for (int i = pick(5); i > 0; --i) elements.push_back(value(type.element()));
        return type.kind() == TypeKind::List ? Value::list(arena_, type.element(), elements)
                                             : Value::set(arena_, type.element(), elements);
      }
      case TypeKind::Map: {
        std::vector<MapEntry> entries;
        for (int i = pick(5); i > 0; --i)
          entries.push_back({Value::string(arena_, text()).as_string(), value(type.element())});
        return Value::map(arena_, type.element(), entries);
      }
      case TypeKind::Tuple: {
        std::vector<Value> elements;
        for (const Type element : type.elements()) elements.push_back(value(element));
        return Value::tuple(arena_, elements);
      }
      case TypeKind::Object: {
        std::vector<Value> slots;
        for (const Type element : type.elements()) slots.push_back(value(element));
        return Value::object(arena_, type, slots);
      }
      case TypeKind::Dynamic:
        break;
    }
    return Value::null(type);
  }

  Arena& arena_;
  std::mt19937 random_;
};

constexpr unsigned kRounds = 2000;

void expect_round_trip(const Value& value, Type as, unsigned seed) {
  std::string bytes;
  encode(value, as, bytes);
  bytes += "next";  // exactly one value is read
  for (const Strings strings : {Strings::View, Strings::Copy}) {
    Arena arena;
    std::string_view rest = bytes;
    const auto read = decode(arena, rest, as, strings);
    ASSERT_TRUE(read) << "seed " << seed << ": " << read.error().message;
    EXPECT_EQ(rest, "next") << "seed " << seed;
    EXPECT_TRUE(identical(*read, value)) << "seed " << seed << ": " << print_brief(value, 1000);
    EXPECT_EQ(read->type(), value.type()) << "seed " << seed;
    EXPECT_EQ(read->all_marks(), value.all_marks()) << "seed " << seed;
    EXPECT_EQ(read->is_wholly_known(), value.is_wholly_known()) << "seed " << seed;
    std::string again;
    encode(*read, as, again);
    EXPECT_EQ(again + "next", bytes) << "seed " << seed;
  }
}

TEST(WireProperty, AnyTypeReadsBack) {
  for (unsigned seed = 0; seed < kRounds; ++seed) {
    Arena arena;
    const Type type = Generator(arena, seed).type(5);
    std::string bytes;
    encode_type(type, bytes);
    std::string_view rest = bytes;
    const auto read = decode_type(rest);
    ASSERT_TRUE(read) << seed;
    EXPECT_TRUE(rest.empty()) << seed;
    EXPECT_EQ(*read, type) << seed;
  }
}

TEST(WireProperty, AnyValueReadsBackByItsType) {
  for (unsigned seed = 0; seed < kRounds; ++seed) {
    Arena arena;
    Generator generator(arena, seed);
    const Type type = generator.type(4);
    expect_round_trip(generator.value(type), type, seed);
    if (testing::Test::HasFatalFailure() || testing::Test::HasNonfatalFailure()) return;
  }
}

TEST(WireProperty, AnyValueReadsBackWhereTheTypeIsOpen) {
  for (unsigned seed = 0; seed < kRounds; ++seed) {
    Arena arena;
    Generator generator(arena, seed);
    expect_round_trip(generator.value(generator.type(4)), Type::dynamic(), seed);
    if (testing::Test::HasFatalFailure() || testing::Test::HasNonfatalFailure()) return;
  }
}

TEST(WireProperty, SlotsReadAloneAreThoseOfTheWhole) {
  for (unsigned seed = 0; seed < kRounds; ++seed) {
    Arena arena;
    Generator generator(arena, seed);
    std::vector<ObjectAttribute> attributes;
    for (int i = 1 + generator.pick(6); i > 0; --i)
      attributes.push_back({Symbol("s" + std::to_string(i)), generator.type(2), false});
    const Type type = Type::object_of(attributes);
    const Value value = generator.value(type, true);
    std::string bytes;
    encode(value, type, bytes);
    std::vector<std::uint32_t> wanted;
    for (std::uint32_t i = 0; i < attributes.size(); ++i)
      if (generator.pick(2) == 0) wanted.push_back(i);
    const auto read = decode_slots(arena, bytes, type, wanted);
    ASSERT_TRUE(read) << seed;
    for (std::uint32_t i = 0, at = 0; i < attributes.size(); ++i) {
      const bool asked = at < wanted.size() && wanted[at] == i;
      if (asked) ++at;
      EXPECT_TRUE(asked ? identical(read->elements()[i], value.elements()[i])
                        : read->elements()[i].is_null())
          << "seed " << seed << " slot " << i;
    }
  }
}

TEST(WireProperty, ACopyIsTheSameValueAndOutlivesItsArena) {
  for (unsigned seed = 0; seed < kRounds; ++seed) {
    Arena keep;
    Value copy;
    std::string bytes;
    {
      Arena arena;
      Generator generator(arena, seed);
      const Value value = generator.value(generator.type(4));
      copy = deep_copy(keep, value);
      EXPECT_TRUE(identical(copy, value)) << seed;
      encode(value, Type::dynamic(), bytes);
    }
    std::string again;
    encode(copy, Type::dynamic(), again);
    EXPECT_EQ(again, bytes) << seed;
  }
}

// Bytes cut off anywhere are refused; bytes changed anywhere are read or refused, and never crash.
TEST(WireProperty, CutBytesAreRefusedAndChangedOnesDoNoHarm) {
  for (unsigned seed = 0; seed < kRounds / 4; ++seed) {
    Arena arena;
    Generator generator(arena, seed);
    const Type type = generator.type(3);
    std::string bytes;
    encode(generator.value(type), type, bytes);
    const auto cut = static_cast<std::size_t>(generator.pick(static_cast<int>(bytes.size())));
    std::string_view rest = std::string_view(bytes).substr(0, cut);
    EXPECT_FALSE(decode(arena, rest, type)) << "seed " << seed << " cut at " << cut;
    for (int i = 0; i < 8; ++i) {
      std::string damaged = bytes;
      damaged[static_cast<std::size_t>(generator.pick(static_cast<int>(bytes.size())))] =
          static_cast<char>(generator.pick(256));
      std::string_view view = damaged;
      const auto read = decode(arena, view, type);
      if (!read) continue;
      std::string again;
      encode(*read, type, again);  // what was read is a value like any other
    }
  }
}

}  // namespace
}  // namespace tenon
