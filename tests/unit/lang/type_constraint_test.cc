#include <gtest/gtest.h>

#include "schema/value/convert.h"
#include "tests/unit/lang/evaluation.h"

namespace tenon::lang {
namespace {

std::string constraint(std::string_view text) {
  const Evaluation evaluation(text);
  Diagnostics diagnostics;
  const auto type = type_constraint_of(evaluation.expression(), diagnostics);
  return type ? constraint_text(type->type) : "error: " + diagnostics.list().front().detail;
}

TEST(TypeConstraint, ReadsTypes) {
  EXPECT_EQ(constraint("string"), "string");
  EXPECT_EQ(constraint("any"), "any");
  EXPECT_EQ(constraint("list"), "list(any)");
  EXPECT_EQ(constraint("\"string\""), "string");
  EXPECT_EQ(constraint("map(list(set(bool)))"), "map(list(set(bool)))");
  EXPECT_EQ(constraint("tuple([string, number])"), "tuple([string, number])");
  EXPECT_EQ(constraint("object({ a = string, b = optional(number) })"),
            "object({a=string, b=optional(number)})");
}

TEST(TypeConstraint, SaysWhatIsNoType) {
  EXPECT_NE(constraint("strng").find("Did you mean \"string\"?"), std::string::npos);
  EXPECT_NE(constraint("lst(string)").find("Did you mean \"list\"?"), std::string::npos);
  EXPECT_NE(constraint("list(string, number)").find("exactly one"), std::string::npos);
  EXPECT_NE(constraint("optional(string)").find("object"), std::string::npos);
  EXPECT_NE(constraint("object({ a = optional(number, \"x\") })").find("does not fit"),
            std::string::npos);
  EXPECT_NE(constraint("object({ a = optional(number, b) })").find("constant"), std::string::npos);
  EXPECT_EQ(constraint("1 + 1").substr(0, 5), "error");
}

std::string filled(std::string_view type, std::string_view value) {
  const Evaluation type_text(type);
  Diagnostics diagnostics;
  const auto read = type_constraint_of(type_text.expression(), diagnostics);
  if (!read) return "no type";
  Arena& arena = Evaluation::arena();
  Evaluation evaluated(value);  // owns its constants
  ConversionError why;
  const auto converted =
      convert(arena, apply_defaults(arena, evaluated.value(), *read), read->type, &why);
  return converted ? json_for_programs(*converted) : "error: " + why.message;
}

TEST(Defaults, StandInForWhatIsAbsentOrNull) {
  const char* type = "object({ a = string, b = optional(string, \"x\"), c = optional(number) })";
  EXPECT_EQ(filled(type, "{ a = \"1\" }"), R"({"a":"1","b":"x","c":null})");
  EXPECT_EQ(filled(type, "{ a = \"1\", b = null, c = 2 }"), R"({"a":"1","b":"x","c":2})");
  EXPECT_EQ(filled(type, "{ a = \"1\", b = \"y\" }"), R"({"a":"1","b":"y","c":null})");
}

TEST(Defaults, ReachIntoCollectionsAndNestedObjects) {
  EXPECT_EQ(filled("list(object({ a = optional(string, \"x\") }))", "[{}, { a = \"y\" }]"),
            R"([{"a":"x"},{"a":"y"}])");
  EXPECT_EQ(filled("map(object({ a = optional(string, \"x\") }))", "{ k = {} }"),
            R"({"k":{"a":"x"}})");
  EXPECT_EQ(filled("object({ o = optional(object({ a = optional(string, \"x\") }), {}) })", "{}"),
            R"({"o":{"a":"x"}})");
  EXPECT_EQ(filled("object({ o = optional(object({ a = optional(string, \"x\") })) })", "{}"),
            R"({"o":null})");
  EXPECT_EQ(filled("tuple([object({ a = optional(number, 1) }), string])", "[{}, \"s\"]"),
            R"([{"a":1},"s"])");
}

}  // namespace
}  // namespace tenon::lang
