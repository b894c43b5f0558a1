#include "schema/resource/attribute.h"

#include <gtest/gtest.h>

#include "schema/resource/declare.h"

namespace tenon {
namespace {

Type object_with_port() {
  const Symbol names[] = {Symbol("port")};
  const Type types[] = {Type::number()};
  return Type::object_of(ObjectShape::of(names), types);
}

TEST(BlockSchema, AnAttributeOfObjectsSaysWhatOneHolds) {
  const ResourceSchema schema =
      SchemaBuilder("t").optional("rules", Type::set_of(object_with_port())).build();
  const SchemaSlot& slot = *schema.block.find(Symbol("rules"));
  ASSERT_NE(slot.objects(), nullptr);
  EXPECT_FALSE(slot.is_block());
  EXPECT_EQ(slot.nesting, Nesting::Set);
  EXPECT_EQ(slot.objects()->type, object_with_port());
  EXPECT_TRUE(slot.objects()->find(Symbol("port"))->attribute.optional);
}

TEST(BlockSchema, AnAttributeOfAnythingElseHoldsNoObjects) {
  const ResourceSchema schema = SchemaBuilder("t")
                                    .optional("names", Type::list_of(Type::string()))
                                    .optional("tags", Type::map_of(Type::string()))
                                    .optional("one", object_with_port())
                                    .build();
  for (const SchemaSlot& slot : schema.block.slots) EXPECT_EQ(slot.objects(), nullptr);
}

}  // namespace
}  // namespace tenon
