#include "state/sqlite/address_kind.h"

#include <gtest/gtest.h>

namespace tenon {
namespace {

TEST(ResourceTypeOf, SkipsModulesAndKeysAndData) {
  EXPECT_EQ(resource_type_of("aws_vpc.main"), "aws_vpc");
  EXPECT_EQ(resource_type_of("aws_vpc.main[\"a.b]\"]"), "aws_vpc");
  EXPECT_EQ(resource_type_of("module.a.module.b[\"x.y\\\".z\"].aws_vpc.main[0]"), "aws_vpc");
  EXPECT_EQ(resource_type_of("data.aws_ami.x"), "aws_ami");
}

TEST(ResourceTypeOf, IsEmptyForWhatIsNoAddress) {
  for (const char* text : {"", "aws_vpc", "module", "module.", "module.a", "[\"", "\"\\", "data"}) {
    EXPECT_EQ(resource_type_of(text), "") << text;
  }
}

}  // namespace
}  // namespace tenon
