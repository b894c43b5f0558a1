#include "providers/fake/cloud.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

#include "providers/fake/fake.h"

namespace tenon::fake {
namespace {

class InAFolder : public ::testing::Test {
 protected:
  InAFolder() {
    std::string pattern = ::testing::TempDir() + "cloud_XXXXXX";
    if (::mkdtemp(pattern.data()) != nullptr) folder_ = pattern;
    const ObjectAttribute attributes[] = {{Symbol("name"), Type::string()},
                                          {Symbol("size"), Type::number()}};
    type_ = Type::object_of(attributes);
  }
  ~InAFolder() override {
    for (const char* name : {"/objects/thing-1.json", "/last_thing", "/calls.log", "/lock"})
      ::unlink((folder_ + name).c_str());
    ::rmdir((folder_ + "/objects").c_str());
    ::rmdir(folder_.c_str());
  }

  Object thing() {
    const Value slots[] = {Value::string(arena_, "w\"eb"), Value::number(3)};
    Object object;
    object.type = "fake_thing";
    object.id = "thing-1";
    object.token = "t";
    object.value = Value::object(arena_, type_, slots);
    return object;
  }

  Arena arena_;
  Type type_;
  std::string folder_;
};

TEST_F(InAFolder, AnObjectIsThereForTheNextProcess) {
  ASSERT_TRUE(Cloud(system_env(), folder_, type_).put(thing()));
  const Cloud again(system_env(), folder_, type_);
  const auto lock = again.lock();
  const auto found = again.object(arena_, "thing-1");
  ASSERT_TRUE(found);
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ((*found)->token, "t");
  EXPECT_TRUE(identical((*found)->value, thing().value));
  EXPECT_EQ(again.objects(arena_, "fake_thing")->size(), 1u);
  EXPECT_TRUE(again.objects(arena_, "fake_token")->empty());
}

TEST_F(InAFolder, WhatWasRemovedIsGone) {
  Cloud cloud(system_env(), folder_, type_);
  ASSERT_TRUE(cloud.put(thing()));
  ASSERT_TRUE(cloud.remove("thing-1"));
  EXPECT_FALSE(cloud.object(arena_, "thing-1")->has_value());
  EXPECT_FALSE(cloud.object(arena_, "../thing-1")->has_value());
}

TEST_F(InAFolder, IdsAreNeverGivenTwice) {
  EXPECT_EQ(*Cloud(system_env(), folder_, type_).next_id("thing"), "thing-1");
  EXPECT_EQ(*Cloud(system_env(), folder_, type_).next_id("thing"), "thing-2");
}

TEST_F(InAFolder, WhatIsHiddenShowsUpLater) {
  const Cloud cloud(system_env(), folder_, type_);
  Object object = thing();
  EXPECT_TRUE(cloud.is_visible(object));
  object.visible_at = std::int64_t{1} << 52;
  EXPECT_FALSE(cloud.is_visible(object));
}

TEST(FakeProvider, IsNotThereWhereNobodyAskedForIt) {
  if (system_env().variable("TENON_FAKE_CLOUD")) GTEST_SKIP() << "somebody asks for it";
  Registry registry;
  add_fake_provider(registry, system_env());
  EXPECT_EQ(registry.find("tenon/fake"), nullptr);
}

}  // namespace
}  // namespace tenon::fake
