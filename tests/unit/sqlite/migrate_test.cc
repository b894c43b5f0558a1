#include "state/sqlite/migrate.h"

#include <gtest/gtest.h>

#include <array>

#include "state/sqlite/lock_file.h"
#include "tests/unit/sqlite/temporary_folder.h"

namespace tenon {
namespace {

constexpr std::array<std::string_view, 3> kThreeSteps{
    "CREATE TABLE t (a)", "ALTER TABLE t ADD COLUMN b", "INSERT INTO t VALUES (1, 2)"};

class Migrate : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(create_private_file(folder_.file()));
    database_ = sql::Database::open({folder_.file()}).value();
  }
  std::int64_t version() { return database_->integer_of("PRAGMA user_version").value(); }

  TemporaryFolder folder_;
  std::unique_ptr<sql::Database> database_;
};

TEST_F(Migrate, GoesForwardFromWhereverTheFileIs) {
  const std::span<const std::string_view> steps(kThreeSteps);
  ASSERT_TRUE(migrate(*database_, steps.first(1)));
  EXPECT_EQ(version(), 1);
  ASSERT_TRUE(migrate(*database_, steps));
  EXPECT_EQ(version(), 3);
  ASSERT_TRUE(migrate(*database_, steps));
  EXPECT_EQ(database_->integer_of("SELECT b FROM t").value(), 2);
  EXPECT_EQ(database_->integer_of("SELECT count(*) FROM t").value(), 1);
}

TEST_F(Migrate, StepThatFailsChangesNothing) {
  constexpr std::array<std::string_view, 2> kBroken{"CREATE TABLE t (a)",
                                                    "INSERT INTO absent VALUES (1)"};
  EXPECT_FALSE(migrate(*database_, kBroken));
  EXPECT_EQ(version(), 0);
  EXPECT_EQ(database_->integer_of("SELECT count(*) FROM sqlite_schema").value(), 0);
}

TEST_F(Migrate, NewerFormatIsRefused) {
  ASSERT_TRUE(migrate(*database_, kThreeSteps));
  const Status status = migrate(*database_);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().category, ErrorCategory::Unsupported);
  EXPECT_NE(status.error().message.find("newer tenon"), std::string::npos);
  EXPECT_EQ(version(), 3);
}

TEST_F(Migrate, SomebodyElsesDatabaseIsRefused) {
  ASSERT_TRUE(database_->execute("CREATE TABLE theirs (a)"));
  const Status status = migrate(*database_);
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().message.find("not a state store of tenon"), std::string::npos);
  EXPECT_EQ(check_format(*database_).error().category, ErrorCategory::Corrupt);
}

TEST_F(Migrate, ReadersSeeAnEmptyFileAsEmpty) {
  EXPECT_FALSE(check_format(*database_).value());
  ASSERT_TRUE(migrate(*database_));
  EXPECT_TRUE(check_format(*database_).value());
}

}  // namespace
}  // namespace tenon
