#include "engine/plan/secrets.h"

#include <gtest/gtest.h>

namespace tenon {
namespace {

class Secrets : public ::testing::Test {
 protected:
  // A secret of that text, and what is none.
  Value object_with(std::string_view secret) {
    return Value::tuple(
        arena_, std::vector<Value>{Value::string(arena_, "anybody"),
                                   Value::string(arena_, secret).with_marks(Marks::Sensitive)});
  }
  Arena arena_;
};

TEST_F(Secrets, AreTakenOutOfATextWhereverTheyStand) {
  EXPECT_EQ(without_secrets("no hunter2 for hunter2, anybody", object_with("hunter2")),
            "no (sensitive value) for (sensitive value), anybody");
}

TEST_F(Secrets, EightBytesInARowTellOnALongerOne) {
  const Value object = object_with("correct horse battery staple");
  EXPECT_EQ(without_secrets("cannot read \"horse battery\"", object),
            "cannot read \"(sensitive value)\"");
  EXPECT_EQ(without_secrets("a horse", object), "a horse") << "too short to tell";
}

TEST_F(Secrets, ShortOnesWouldBeFoundEverywhere) {
  EXPECT_EQ(without_secrets("at a banana", object_with("an")), "at a banana");
}

TEST_F(Secrets, WithoutMarksNothingIsTakenOut) {
  EXPECT_EQ(without_secrets("hunter2", Value::string(arena_, "hunter2")), "hunter2");
}

}  // namespace
}  // namespace tenon
