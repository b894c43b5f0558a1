#include "state/sqlite/sql.h"

#include <gtest/gtest.h>

#include "state/sqlite/counting_vfs.h"
#include "state/sqlite/lock_file.h"
#include "tests/unit/sqlite/temporary_folder.h"

namespace tenon {
namespace {

class Sql : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(create_private_file(folder_.file("a b%23?.db")));
    database_ = open();
    ASSERT_TRUE(database_->execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT, bytes BLOB) STRICT"));
  }
  std::unique_ptr<sql::Database> open() {
    sql::Database::Options options;
    options.path = folder_.file("a b%23?.db");  // nothing in a path is syntax
    options.vfs = vfs_.name();
    options.busy_timeout_ms = 20;
    return sql::Database::open(options).value();
  }
  std::int64_t count() { return database_->integer_of("SELECT count(*) FROM t").value(); }

  TemporaryFolder folder_;
  CountingVfs vfs_;
  std::unique_ptr<sql::Database> database_;
};

TEST_F(Sql, ValuesComeBackAsTheyWereBound) {
  {
    auto insert = database_->prepare("INSERT INTO t VALUES (?, ?, ?)").value();
    ASSERT_TRUE(insert.bind(1).bind("text").bind_blob(std::string_view("\0x", 2)).run());
    ASSERT_TRUE(insert.bind(2).bind(std::string_view()).bind_null().run());
  }
  auto select = database_->prepare("SELECT * FROM t ORDER BY id").value();
  ASSERT_TRUE(select.step().value());
  EXPECT_EQ(select.integer(0), 1);
  EXPECT_EQ(select.text(1), "text");
  EXPECT_EQ(select.blob(2), std::string_view("\0x", 2));
  ASSERT_TRUE(select.step().value());
  EXPECT_FALSE(select.is_null(1));
  EXPECT_EQ(select.text(1), "");
  EXPECT_TRUE(select.is_null(2));
  EXPECT_FALSE(select.step().value());
}

TEST_F(Sql, FailedStatementCanBeUsedAgain) {
  auto insert = database_->prepare("INSERT INTO t VALUES (?, ?, ?)").value();
  ASSERT_TRUE(insert.bind(1).bind("a").bind_null().run());
  EXPECT_FALSE(insert.bind(1).bind("b").bind_null().run());
  EXPECT_TRUE(insert.bind(2).bind("c").bind_null().run());
}

TEST_F(Sql, TransactionRollsBackUnlessCommitted) {
  {
    auto transaction = sql::Transaction::begin(*database_, sql::Access::Write).value();
    ASSERT_TRUE(database_->execute("INSERT INTO t VALUES (1, 'a', NULL)"));
  }
  EXPECT_EQ(count(), 0);
  auto transaction = sql::Transaction::begin(*database_, sql::Access::Write).value();
  ASSERT_TRUE(database_->execute("INSERT INTO t VALUES (1, 'a', NULL)"));
  ASSERT_TRUE(transaction.commit());
  EXPECT_EQ(count(), 1);
}

TEST_F(Sql, SecondWriterIsToldThatItMayTryAgain) {
  const auto transaction = sql::Transaction::begin(*database_, sql::Access::Write).value();
  const auto other = open();
  const auto refused = sql::Transaction::begin(*other, sql::Access::Write);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().category, ErrorCategory::Unavailable);
  EXPECT_TRUE(refused.error().retryable);
}

TEST_F(Sql, DurableCommitsSyncAndOrderedOnesDoNot) {
  ASSERT_TRUE(database_->execute("PRAGMA journal_mode=WAL"));
  const auto write = [&](sql::Durability durability) {
    const auto before = vfs_.syncs();
    auto transaction = sql::Transaction::begin(*database_, sql::Access::Write, durability).value();
    EXPECT_TRUE(database_->execute("INSERT INTO t (text) VALUES ('a')"));
    EXPECT_TRUE(transaction.commit());
    return vfs_.syncs() - before;
  };
  write(sql::Durability::Durable);  // the first one also syncs the log's header
  EXPECT_EQ(write(sql::Durability::Durable), 1u);
  EXPECT_EQ(write(sql::Durability::Ordered), 0u);
  EXPECT_EQ(write(sql::Durability::Durable), 1u);
}

TEST_F(Sql, OpeningWhatIsAbsentMakesNoFile) {
  sql::Database::Options options;
  options.path = folder_.file("absent.db");
  const auto database = sql::Database::open(options);
  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().category, ErrorCategory::NotFound);
  EXPECT_FALSE(std::filesystem::exists(options.path));
}

TEST(LockFile, IsSeenByOthersUntilItEnds) {
  const TemporaryFolder folder;
  const std::string path = folder.file("lock");
  EXPECT_EQ(LockFile::is_locked(path, 7), false);
  auto lock = LockFile::try_lock(path, 7);
  ASSERT_TRUE(lock);
  EXPECT_EQ(LockFile::is_locked(path, 7), true);
  EXPECT_EQ(LockFile::is_locked(path, 8), false);
  EXPECT_FALSE(LockFile::try_lock(path, 7));
  EXPECT_TRUE(LockFile::try_lock(path, 8));
  lock->unlock();
  EXPECT_EQ(LockFile::is_locked(path, 7), false);
}

}  // namespace
}  // namespace tenon
