#include "schema/resource/address.h"

#include <gtest/gtest.h>

namespace tenon {
namespace {

TEST(Address, ReadsWhatItWrites) {
  for (const char* text :
       {"aws_vpc.main", "aws_vpc.main[3]", "module.a.aws_vpc.main[\"x y\"]",
        "module.a[0].module.b[\"k\"].data.aws_ami.base", "aws_x.y[\"a\\\"b\"]"}) {
    std::string error;
    const auto address = parse_instance_address(text, &error);
    ASSERT_TRUE(address) << text << ": " << error;
    EXPECT_EQ(address->text(), text);
  }
}

TEST(Address, SaysWhereItIsBroken) {
  for (const char* text : {"", "aws_vpc", "aws_vpc.", "aws_vpc.main[", "aws_vpc.main[x]",
                           "aws_vpc.main extra", "module.a", "module."}) {
    std::string error;
    EXPECT_FALSE(parse_instance_address(text, &error)) << text;
    EXPECT_FALSE(error.empty()) << text;
  }
}

TEST(Target, CoversWhatIsBelowIt) {
  const auto instance = parse_instance_address("module.a[1].aws_vpc.main[0]", nullptr);
  ASSERT_TRUE(instance);
  for (const char* text :
       {"module.a", "module.a[1]", "module.a[1].aws_vpc.main", "module.a[1].aws_vpc.main[0]"})
    EXPECT_TRUE(parse_target_address(text, nullptr)->covers(*instance)) << text;
  for (const char* text :
       {"module.b", "module.a[0]", "aws_vpc.main", "module.a[1].aws_vpc.main[1]"})
    EXPECT_FALSE(parse_target_address(text, nullptr)->covers(*instance)) << text;
}

TEST(Address, OrderIsByNumberNotByText) {
  const auto two = parse_instance_address("a_b.c[2]", nullptr);
  const auto ten = parse_instance_address("a_b.c[10]", nullptr);
  EXPECT_TRUE(compare_addresses(*two, *ten) < 0);
  EXPECT_EQ(ten->declaration_text(), "a_b.c");
}

}  // namespace
}  // namespace tenon
