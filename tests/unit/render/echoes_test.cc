#include "engine/render/echoes.h"

#include <gtest/gtest.h>

#include "schema/value/print.h"

namespace tenon {
namespace {

class Echoes : public ::testing::Test {
 protected:
  Value secret() { return Value::string(arena_, "hunter2").with_marks(Marks::Sensitive); }
  std::string shown(std::initializer_list<Value> parts) {
    const std::vector<Value> list(parts);
    return print_console(with_echoes_marked(arena_, Value::tuple(arena_, list)));
  }
  Arena arena_;
};

TEST_F(Echoes, WhatRepeatsASecretIsOne) {
  const std::string text =
      shown({secret(), Value::string(arena_, "hunter2"), Value::string(arena_, "other")});
  EXPECT_EQ(text.find("hunter2"), std::string::npos);
  EXPECT_NE(text.find("other"), std::string::npos);
}

TEST_F(Echoes, DeepInsideToo) {
  const Value nested = Value::tuple(arena_, std::vector<Value>{Value::string(arena_, "hunter2")});
  EXPECT_EQ(shown({secret(), nested}).find("hunter2"), std::string::npos);
}

TEST_F(Echoes, WithoutMarksEverythingStays) {
  EXPECT_NE(
      shown({Value::string(arena_, "hunter2"), Value::string(arena_, "hunter2")}).find("hunter2"),
      std::string::npos);
}

}  // namespace
}  // namespace tenon
