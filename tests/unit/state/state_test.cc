#include <gtest/gtest.h>

#include "state/snapshot.h"
#include "state/store.h"

namespace tenon {
namespace {

TEST(Dependencies, ComeBackAsTheyWere) {
  const std::vector<std::string> addresses{"aws_vpc.a", "module.x[\"ü.\\\"\"].aws_vpc.b[0]", ""};
  EXPECT_EQ(decode_dependencies(encode_dependencies(addresses)), addresses);
  EXPECT_EQ(encode_dependencies({}), "");
  EXPECT_TRUE(decode_dependencies("").empty());
}

TEST(Dependencies, DamagedBytesEndTheList) {
  std::string bytes = encode_dependencies({"a.x", "b.x"});
  bytes.pop_back();
  EXPECT_EQ(decode_dependencies(bytes), std::vector<std::string>{"a.x"});
  EXPECT_TRUE(decode_dependencies("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff").empty());
}

TEST(Batch, IsEmptyUntilItHoldsSomething) {
  Batch batch;
  EXPECT_TRUE(batch.empty());
  batch.durable = false;
  EXPECT_TRUE(batch.empty());
  batch.close_intents.push_back("aa");
  EXPECT_FALSE(batch.empty());
}

TEST(Snapshot, FindsNothingWhenEmpty) {
  const Snapshot snapshot;
  EXPECT_EQ(snapshot.find("a.x"), kNoRow);
  EXPECT_EQ(snapshot.certificate(0), nullptr);
  EXPECT_FALSE(snapshot.exists());
}

}  // namespace
}  // namespace tenon
