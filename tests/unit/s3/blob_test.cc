#include "state/s3/blob.h"

#include <gtest/gtest.h>

#include "tests/unit/s3/fake_s3.h"

namespace tenon {
namespace {

class S3BlobTest : public testing::Test {
 protected:
  std::unique_ptr<S3Blob> open(S3Settings settings = fake_settings()) {
    return std::make_unique<S3Blob>(fake_connection(env, world, std::move(settings)), "default");
  }
  LockNote note() {
    LockNote made = new_lock_note(env, "apply", "");
    made.id = "id-" + std::to_string(++ids_);
    return made;
  }
  std::size_t count(const std::string& line) const {
    return static_cast<std::size_t>(std::count(world->log.begin(), world->log.end(), line));
  }

  aws::FakeEnv env;
  std::shared_ptr<FakeS3World> world = std::make_shared<FakeS3World>();

 private:
  int ids_ = 0;
};

TEST_F(S3BlobTest, AnAbsentTextIsNoError) {
  const auto content = open()->read("");
  ASSERT_TRUE(content) << content.error().message;
  EXPECT_FALSE(content->exists);
}

TEST_F(S3BlobTest, ReadsWhatItWroteAndAsksNoMoreThanWhetherItChanged) {
  auto blob = open();
  const auto version = blob->write("{}", "");
  ASSERT_TRUE(version) << version.error().message;
  EXPECT_EQ(world->objects["app.tfstate"], "{}");
  EXPECT_EQ(world->items["states/app.tfstate-md5"]["Digest"], to_hex(md5("{}")));
  const auto content = open()->read(*version);
  ASSERT_TRUE(content);
  EXPECT_TRUE(content->exists && content->unchanged);
  EXPECT_EQ(content->version, *version);
  EXPECT_EQ(world->log.at(world->log.size() - 2), "GET app.tfstate 304");
}

TEST_F(S3BlobTest, RefusesToOverwriteWhatSomebodyElseWrote) {
  auto blob = open();
  const auto version = blob->write("1", "");
  world->objects["app.tfstate"] = "2";
  const auto second = blob->write("3", *version);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().category, ErrorCategory::Conflict);
  EXPECT_EQ(world->objects["app.tfstate"], "2");
  EXPECT_EQ(blob->write("3", "").error().category, ErrorCategory::Conflict);
}

TEST_F(S3BlobTest, AWriteWhoseAnswerIsLostIsNoConflictWithItself) {
  world->lose_once = {"PUT app.tfstate"};
  const auto version = open()->write("1", "");
  ASSERT_TRUE(version) << version.error().message;
  EXPECT_EQ(world->objects["app.tfstate"], "1");
}

TEST_F(S3BlobTest, WritesWithoutConditionsWhereTheStoreKnowsNone) {
  world->no_conditions = true;
  EXPECT_TRUE(open()->write("1", ""));
  EXPECT_TRUE(open()->append_journal("r", "s"));
}

TEST_F(S3BlobTest, ALockThatNeedsAConditionIsRefusedWhereTheStoreKnowsNone) {
  world->no_conditions = true;
  LockNote holder;
  const auto lock = open()->try_lock(note(), &holder);
  ASSERT_FALSE(lock);
  EXPECT_EQ(lock.error().category, ErrorCategory::Unsupported);
  EXPECT_EQ(world->objects.count("app.tfstate.tflock"), 0u);
}

TEST_F(S3BlobTest, ADigestThatDoesNotAgreeIsCorruptAfterSomePatience) {
  auto blob = open();
  ASSERT_TRUE(blob->write("1", ""));
  world->items["states/app.tfstate-md5"]["Digest"] = std::string(32, '0');
  const auto content = blob->read("");
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().category, ErrorCategory::Corrupt);
  EXPECT_NE(content.error().message.find(to_hex(md5("1"))), std::string::npos);
  EXPECT_GE(env.pauses.size(), 10u);
}

TEST_F(S3BlobTest, ATextWhoseWriterWasKilledBeforeTheDigestIsBelievedAndPutRight) {
  auto blob = open();
  const auto first = blob->write("1", "");
  ASSERT_TRUE(blob->write("2", *first));
  world->items["states/app.tfstate-md5"]["Digest"] = to_hex(md5("1"));
  auto next = open();
  const auto content = next->read("");
  ASSERT_TRUE(content) << content.error().message;
  EXPECT_EQ(content->text, "2");
  EXPECT_TRUE(env.pauses.empty());
  EXPECT_EQ(world->items["states/app.tfstate-md5"]["Digest"], to_hex(md5("1")));
  ASSERT_TRUE(next->clear_journal("r", "", ""));
  EXPECT_EQ(world->items["states/app.tfstate-md5"]["Digest"], to_hex(md5("2")));
}

TEST_F(S3BlobTest, LocksAreTerraformsInBothPlaces) {
  auto blob = open();
  LockNote holder;
  auto lock = blob->try_lock(note(), &holder);
  ASSERT_TRUE(lock) << lock.error().message;
  const auto in_object = lock_note_from_json(world->objects["app.tfstate.tflock"]);
  ASSERT_TRUE(in_object);
  EXPECT_EQ(in_object->path, "states/app.tfstate");
  EXPECT_EQ(world->items["states/app.tfstate"]["Info"], world->objects["app.tfstate.tflock"]);
  EXPECT_TRUE((*lock)->release());
  EXPECT_EQ(world->objects.count("app.tfstate.tflock"), 0u);
  EXPECT_EQ(world->items.count("states/app.tfstate"), 0u);
}

TEST_F(S3BlobTest, AHeldLockSaysWhoHasIt) {
  auto first = open();
  LockNote holder;
  const auto held = first->try_lock(note(), &holder);
  const auto refused = open()->try_lock(note(), &holder);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().category, ErrorCategory::Conflict);
  EXPECT_EQ(holder.id, "id-1");
  EXPECT_EQ(holder.who, "ann@test");
}

TEST_F(S3BlobTest, TheObjectIsGivenBackWhereTheTableIsHeld) {
  world->items["states/app.tfstate"]["Info"] = "{\"ID\":\"theirs\"}";
  LockNote holder;
  ASSERT_FALSE(open()->try_lock(note(), &holder));
  EXPECT_EQ(holder.id, "theirs");
  EXPECT_EQ(world->objects.count("app.tfstate.tflock"), 0u);
}

TEST_F(S3BlobTest, ALockWhoseAnswerIsLostIsOurs) {
  world->lose_once = {"PUT app.tfstate.tflock", "PutItem states/app.tfstate"};
  LockNote holder;
  const auto lock = open()->try_lock(note(), &holder);
  ASSERT_TRUE(lock) << lock.error().message;
}

TEST_F(S3BlobTest, ALockThatWasForcedOpenAndTakenIsLeftToItsNewHolder) {
  auto blob = open();
  LockNote holder;
  auto first = blob->try_lock(note(), &holder);
  ASSERT_TRUE(blob->force_unlock("id-1"));
  const auto second = open()->try_lock(note(), &holder);
  ASSERT_TRUE(second);
  EXPECT_EQ((*first)->release().error().category, ErrorCategory::Conflict);
  EXPECT_EQ(lock_note_from_json(world->objects["app.tfstate.tflock"])->id, "id-2");
}

TEST_F(S3BlobTest, ForcingNeedsTheRightId) {
  auto blob = open();
  EXPECT_EQ(blob->force_unlock("x").error().category, ErrorCategory::NotFound);
  LockNote holder;
  const auto held = blob->try_lock(note(), &holder);
  EXPECT_EQ(blob->force_unlock("x").error().category, ErrorCategory::Conflict);
}

TEST_F(S3BlobTest, SegmentsOfTheJournalComeBackInOrder) {
  auto blob = open();
  ASSERT_TRUE(blob->append_journal("r1", "first\nsegment"));
  ASSERT_TRUE(blob->append_journal("r1", std::string(200'000, 'x')));
  ASSERT_TRUE(blob->append_journal("r1", ""));
  ASSERT_TRUE(open()->append_journal("r2", "of another run"));
  const auto segments = open()->journal();
  ASSERT_TRUE(segments) << segments.error().message;
  ASSERT_EQ(segments->size(), 4u);
  EXPECT_EQ((*segments)[0], "first\nsegment");
  EXPECT_EQ((*segments)[1].size(), 200'000u);
  EXPECT_EQ((*segments)[3], "of another run");
}

TEST_F(S3BlobTest, AJournalThatIsClearedIsGoneAndItsHistoryStays) {
  auto blob = open();
  ASSERT_TRUE(blob->append_journal("r1", "a"));
  ASSERT_TRUE(blob->clear_journal("r1", "did a", ""));
  env.time += std::chrono::seconds(1);
  ASSERT_TRUE(blob->append_journal("r2", "b"));
  ASSERT_TRUE(blob->clear_journal("r2", "did b", ""));
  EXPECT_TRUE(open()->journal()->empty());
  const auto history = open()->history(10);
  ASSERT_TRUE(history);
  EXPECT_EQ(*history, (std::vector<std::string>{"did b", "did a"}));
}

TEST_F(S3BlobTest, WhatIsStillOpenIsKeptBeforeTheRestGoes) {
  auto blob = open();
  ASSERT_TRUE(blob->append_journal("r1", "a"));
  ASSERT_TRUE(blob->clear_journal("r1", "", "open"));
  EXPECT_EQ(*open()->journal(), (std::vector<std::string>{"open"}));
  ASSERT_TRUE(blob->append_journal("r1", "b"));
  EXPECT_EQ(*open()->journal(), (std::vector<std::string>{"open", "b"}));
  const auto put = std::find(world->log.begin(), world->log.end(),
                             "PUT app.tfstate.tenon/journal/0000000002 200");
  const auto removed = std::find(world->log.begin(), world->log.end(),
                                 "DELETE app.tfstate.tenon/journal/0000000001 204");
  EXPECT_LT(put - world->log.begin(), removed - world->log.begin());
}

TEST_F(S3BlobTest, ADamagedJournalIsNotGuessedAt) {
  world->objects["app.tfstate.tenon/journal/0000000001"] = "r1 100\nshort";
  EXPECT_EQ(open()->journal().error().category, ErrorCategory::Corrupt);
}

TEST_F(S3BlobTest, ADeniedRequestNamesThePermission) {
  world->deny = {"PUT app.tfstate"};
  const auto refused = open()->write("1", "");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().category, ErrorCategory::PermissionDenied);
  EXPECT_NE(refused.error().message.find("s3:PutObject on arn:aws:s3:::states/app.tfstate"),
            std::string::npos)
      << refused.error().message;
}

TEST_F(S3BlobTest, EncryptsAsTheBackendSays) {
  S3Settings settings = fake_settings();
  settings.encrypt = true;
  settings.kms_key_id = "k";
  settings.acl = "private";
  ASSERT_TRUE(open(settings)->write("1", ""));
  std::map<std::string, std::string> headers(world->requests[0].headers.begin(),
                                             world->requests[0].headers.end());
  EXPECT_EQ(headers["x-amz-server-side-encryption"], "aws:kms");
  EXPECT_EQ(headers["x-amz-server-side-encryption-aws-kms-key-id"], "k");
  EXPECT_EQ(headers["x-amz-acl"], "private");
  EXPECT_EQ(headers["x-amz-checksum-sha256"], base64_encode(sha256("1")));
}

}  // namespace
}  // namespace tenon
