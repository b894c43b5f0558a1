// What the file itself may be: absent, read-only, damaged, newer, full. The contract that all
// stores share is in tests/stores.
#include "state/sqlite/store.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "state/sqlite/sql.h"
#include "tests/unit/sqlite/temporary_folder.h"

namespace tenon {
namespace {

class SqliteStoreFile : public testing::Test {
 protected:
  std::unique_ptr<StateStore> open(SqliteOptions options = {}) {
    auto store = open_sqlite_store(system_env(), folder_.file(), options);
    if (!store) ADD_FAILURE() << store.error().message;
    return store ? *std::move(store) : nullptr;
  }
  static std::unique_ptr<Session> session_of(StateStore& store) {
    return store.open("default").value();
  }
  static Result<std::unique_ptr<Lease>> acquire(Session& session) {
    return session.acquire({true, {}, {}}, "apply", std::chrono::milliseconds(0), {}, {});
  }
  static Batch batch_of(int rows, std::size_t bytes = 100) {
    Batch batch;
    for (int i = 0; i < rows; ++i) {
      Row row;
      row.address = "a.x[" + std::to_string(i) + "]";
      row.value = std::string(bytes, 'v');
      batch.put_rows.push_back(row);
    }
    return batch;
  }
  void write_rows(int rows) {
    const auto store = open();
    const auto session = session_of(*store);
    const auto lease = acquire(*session);
    ASSERT_TRUE(lease) << lease.error().message;
    ASSERT_TRUE(session->commit(batch_of(rows), lease->get(), "run-1"));
  }
  static std::size_t rows_of(StateStore& store) {
    return session_of(store)->snapshot().value()->size();
  }
  // Runs `body` as a user who is not root, to whom permissions matter; its exit code.
  template <typename Body>
  static int as_nobody(Body body) {
    const pid_t child = ::fork();
    if (child == 0) {
      if (::getuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) ::_exit(99);
      ::_exit(body());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  TemporaryFolder folder_;
};

TEST_F(SqliteStoreFile, ReadingWhatIsAbsentMakesNoFile) {
  const auto store = open();
  const auto session = session_of(*store);
  EXPECT_FALSE(session->snapshot().value()->exists());
  EXPECT_TRUE(session->open_intents().value().empty());
  EXPECT_TRUE(session->leases().value().empty());
  EXPECT_TRUE(store->state_names().value().empty());
  const DigestKey before = store->digest_key().value();
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
  // The key that was promised is the one that the file gets.
  ASSERT_TRUE(session->put_run({"r", "plan", "ann", 1, 0, "", "running"}));
  EXPECT_EQ(open()->digest_key().value().k0, before.k0);
}

TEST_F(SqliteStoreFile, BelongsToItsOwnerAlone) {
  write_rows(1);
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
    struct stat status {};
    ASSERT_EQ(::stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0600u) << entry.path();
  }
}

TEST_F(SqliteStoreFile, ReadOnlyStoreReadsAndRefusesToWrite) {
  write_rows(3);
  SqliteOptions options;
  options.read_only = true;
  const auto store = open(options);
  EXPECT_EQ(rows_of(*store), 3u);
  const auto session = session_of(*store);
  const auto lease = acquire(*session);
  ASSERT_FALSE(lease);
  EXPECT_EQ(lease.error().category, ErrorCategory::PermissionDenied);
}

TEST_F(SqliteStoreFile, UnwritableFileAndFolderCanStillBeRead) {
  write_rows(3);
  ::chmod(folder_.file().c_str(), 0444);
  ::chmod(folder_.path().c_str(), 0555);
  const int code = as_nobody([&] {
    const auto store = open_sqlite_store(system_env(), folder_.file());
    if (!store) return 1;
    const auto session = session_of(**store);
    const auto snapshot = session->snapshot();
    if (!snapshot || (*snapshot)->size() != 3) return 2;
    const auto lease = acquire(*session);
    if (lease || lease.error().category != ErrorCategory::PermissionDenied) return 3;
    // And reading goes on after the refusal.
    return session->snapshot().has_value() ? 0 : 4;
  });
  EXPECT_EQ(code, 0);
  ::chmod(folder_.path().c_str(), 0755);
}

TEST_F(SqliteStoreFile, UnwritableFolderIsNamedWhenTheFileIsMissing) {
  ::chmod(folder_.path().c_str(), 0555);
  const int code = as_nobody([&] {
    const auto store = open_sqlite_store(system_env(), folder_.file());
    if (!store) return 1;
    const auto lease = acquire(*session_of(**store));
    if (lease || lease.error().category != ErrorCategory::PermissionDenied) return 2;
    return lease.error().message.find(folder_.file()) != std::string::npos ? 0 : 3;
  });
  EXPECT_EQ(code, 0);
  ::chmod(folder_.path().c_str(), 0755);
}

TEST_F(SqliteStoreFile, DamageIsReportedWhenItIsOpened) {
  write_rows(500);
  const auto size = std::filesystem::file_size(folder_.file());
  std::fstream file(folder_.file(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(size / 2));
  file << std::string(20000, '\x7f');
  file.close();
  const auto store = open_sqlite_store(system_env(), folder_.file());
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().category, ErrorCategory::Corrupt) << store.error().message;
  EXPECT_NE(store.error().message.find(folder_.file()), std::string::npos);
  EXPECT_NE(store.error().message.find("backup"), std::string::npos);
  EXPECT_EQ(std::filesystem::file_size(folder_.file()), size);
}

TEST_F(SqliteStoreFile, TruncatedFileIsReported) {
  write_rows(500);
  std::filesystem::resize_file(folder_.file(), std::filesystem::file_size(folder_.file()) / 2);
  const auto store = open_sqlite_store(system_env(), folder_.file());
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().category, ErrorCategory::Corrupt) << store.error().message;
}

TEST_F(SqliteStoreFile, WhatIsNoStoreIsReportedAndLeftAlone) {
  const std::string text(5000, 'x');
  std::ofstream(folder_.file()) << text;
  const auto store = open_sqlite_store(system_env(), folder_.file());
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().category, ErrorCategory::Corrupt);
  EXPECT_EQ(system_env().read_file(folder_.file()).value(), text);
  const auto folder = open_sqlite_store(system_env(), folder_.path());
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().category, ErrorCategory::InvalidArgument);
}

TEST_F(SqliteStoreFile, NewerFormatIsRefusedUnread) {
  write_rows(1);
  ASSERT_TRUE(sql::Database::open({folder_.file()}).value()->execute("PRAGMA user_version=99"));
  const auto store = open_sqlite_store(system_env(), folder_.file());
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().category, ErrorCategory::Unsupported);
}

TEST_F(SqliteStoreFile, FullDiskChangesNothingAndIsSurvived) {
  write_rows(10);
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const auto store = open_sqlite_store(system_env(), folder_.file());
    const auto session = session_of(**store);
    const auto lease = acquire(*session);
    if (!lease) ::_exit(1);
    struct rlimit limit {};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = 1 << 20;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const Status status = session->commit(batch_of(2000, 5000), lease->get(), "run-2");
    if (status) ::_exit(2);
    if (status.error().category != ErrorCategory::Exhausted) ::_exit(3);
    if (rows_of(**store) != 10) ::_exit(4);
    // There is room for a small one still.
    if (!session->commit(batch_of(11), lease->get(), "run-2")) ::_exit(5);
    ::_exit(rows_of(**store) == 11 ? 0 : 6);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_EQ(rows_of(*open()), 11u);
}

TEST_F(SqliteStoreFile, LinkToAStoreSharesItsLocks) {
  write_rows(1);
  std::filesystem::create_symlink(folder_.file(), folder_.file("link.db"));
  const auto store = open();
  const auto session = session_of(*store);
  const auto lease = acquire(*session);
  ASSERT_TRUE(lease);
  const auto linked = open_sqlite_store(system_env(), folder_.file("link.db")).value();
  EXPECT_FALSE(acquire(*session_of(*linked)));
}

TEST_F(SqliteStoreFile, CertificatesOfAnAbsentStateMakeNoFile) {
  const auto store = open();
  Batch batch;
  batch.certificates.push_back({"a.x", 1, {1, 1}});
  ASSERT_TRUE(session_of(*store)->commit(batch, nullptr, ""));
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(SqliteStoreFile, ExpiryOfLeasesComesFromTheEnvironment) {
  ::setenv("TENON_LEASE_SECONDS", "600", 1);
  const auto store = open();
  const auto session = session_of(*store);
  const auto lease = acquire(*session);
  EXPECT_GT((*lease)->remaining(), std::chrono::seconds(500));
  for (const char* text : {"", "x", "10s", "-5", "0", "1e3", "99999999999999999999"}) {
    ::setenv("TENON_LEASE_SECONDS", text, 1);
    const auto refused = open_sqlite_store(system_env(), folder_.file());
    EXPECT_FALSE(refused) << text;
  }
  ::unsetenv("TENON_LEASE_SECONDS");
}

TEST_F(SqliteStoreFile, CountsSyncs) {
  const auto store = open();
  const auto session = session_of(*store);
  const auto lease = acquire(*session);
  const auto before = store->sync_count();
  ASSERT_TRUE(session->commit(batch_of(1), lease->get(), "run-1"));
  EXPECT_GE(store->sync_count() - before, 1u);
  const auto between = store->sync_count();
  Batch light = batch_of(1);
  light.durable = false;
  ASSERT_TRUE(session->commit(light, lease->get(), "run-1"));
  EXPECT_EQ(store->sync_count(), between);
}

}  // namespace
}  // namespace tenon
