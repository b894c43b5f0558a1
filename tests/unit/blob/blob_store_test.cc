#include "state/blob/blob_store.h"

#include <gtest/gtest.h>

#include "schema/value/wire.h"
#include "state/sqlite/store.h"
#include "tests/unit/sqlite/temporary_folder.h"

namespace tenon {
namespace {

// What lies at the place, for all machines.
struct Bucket {
  std::string text;
  int version = 0;
  int writes = 0;
  std::vector<std::string> journal;
  std::vector<std::string> history;
  std::optional<LockNote> lock;
};

class BucketLock final : public BlobLock {
 public:
  BucketLock(Bucket& bucket, LockNote note) : bucket_(bucket), note_(std::move(note)) {}
  ~BucketLock() override { bucket_.lock.reset(); }
  const LockNote& note() const override { return note_; }
  Status release() override {
    bucket_.lock.reset();
    return ok_status();
  }

 private:
  Bucket& bucket_;
  const LockNote note_;
};

class BucketBlob final : public StateBlob {
 public:
  explicit BucketBlob(Bucket& bucket) : bucket_(bucket) {}
  std::string where() const override { return "bucket/state"; }
  Result<BlobContent> read(const std::string& known) override {
    BlobContent content;
    content.exists = bucket_.version > 0;
    if (content.exists) content.version = std::to_string(bucket_.version);
    content.unchanged = content.exists && content.version == known;
    if (!content.unchanged) content.text = bucket_.text;
    return content;
  }
  Result<std::string> write(std::string_view text, const std::string& expected) override {
    if (expected != (bucket_.version > 0 ? std::to_string(bucket_.version) : ""))
      return make_error(ErrorCategory::Conflict, "changed meanwhile");
    bucket_.text = text;
    ++bucket_.writes;
    return std::to_string(++bucket_.version);
  }
  Result<std::unique_ptr<BlobLock>> try_lock(const LockNote& note, LockNote* holder) override {
    if (bucket_.lock) {
      *holder = *bucket_.lock;
      return make_error(ErrorCategory::Conflict, "locked");
    }
    bucket_.lock = note;
    return std::unique_ptr<BlobLock>(std::make_unique<BucketLock>(bucket_, note));
  }
  Result<std::optional<LockNote>> lock_holder() override { return bucket_.lock; }
  Status force_unlock(const std::string&) override {
    bucket_.lock.reset();
    return ok_status();
  }
  bool has_sidecar() const override { return true; }
  Status append_journal(const std::string&, std::string_view segment) override {
    bucket_.journal.emplace_back(segment);
    return ok_status();
  }
  Result<std::vector<std::string>> journal() override { return bucket_.journal; }
  Status clear_journal(const std::string&, std::string_view history,
                       std::string_view keep) override {
    bucket_.journal.clear();
    if (!keep.empty()) bucket_.journal.emplace_back(keep);
    if (!history.empty()) bucket_.history.emplace_back(history);
    return ok_status();
  }

 private:
  Bucket& bucket_;
};

class BucketPlace final : public StatePlace {
 public:
  explicit BucketPlace(Bucket& bucket) : bucket_(bucket) {}
  std::string where() const override { return "bucket"; }
  Result<std::vector<std::string>> workspaces() override {
    return std::vector<std::string>{"default"};
  }
  Result<std::unique_ptr<StateBlob>> open(const std::string&) override {
    return std::unique_ptr<StateBlob>(std::make_unique<BucketBlob>(bucket_));
  }
  Status remove(const std::string&) override { return ok_status(); }
  std::string config_json() const override { return "{}"; }

 private:
  Bucket& bucket_;
};

// A machine that has seen nothing.
class Machine {
 public:
  explicit Machine(Bucket& bucket)
      : store_(make_blob_store(system_env(), std::make_shared<BucketPlace>(bucket),
                               open_sqlite_store(system_env(), folder_.file()).value(), {})),
        session_(store_->open("default").value()) {}
  Session& session() { return *session_; }
  std::unique_ptr<Lease> acquire() {
    auto lease = session_->acquire({true, {}, {}}, "apply", std::chrono::milliseconds(0), {}, {});
    EXPECT_TRUE(lease) << lease.error().message;
    return lease ? *std::move(lease) : nullptr;
  }
  // Nothing is released or published any more.
  static void die(Bucket& bucket, std::unique_ptr<Lease> lease) {
    static auto& dead = *new std::vector<Lease*>();  // reachable to the end, as a crash leaves it
    dead.push_back(lease.release());
    bucket.lock.reset();
  }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<StateStore> store_;
  std::unique_ptr<Session> session_;
};

Row row_of(const std::string& address, const std::string& text) {
  Row row;
  row.address = address;
  row.provider = "provider[\"example.com/t/test\"]";
  Arena arena;
  const Symbol name("v");
  const Value value[] = {Value::string(arena, text)};
  const Value object =
      Value::object(arena, ObjectShape::of(std::span<const Symbol>(&name, 1)), value);
  row.type = object.type();
  encode(object, row.type, row.value);
  return row;
}

Batch putting(const std::string& address, const std::string& text) {
  Batch batch;
  batch.put_rows.push_back(row_of(address, text));
  batch.history.push_back({address, "create", 5});
  return batch;
}

Intent intent_for(const std::string& address) {
  Intent intent;
  intent.id = "0011223344556677";
  intent.run = "run-1";
  intent.address = address;
  intent.type = Type::string();
  return intent;
}

std::vector<std::string> addresses(Session& session) {
  std::vector<std::string> found;
  const auto snapshot = session.snapshot();
  EXPECT_TRUE(snapshot) << snapshot.error().message;
  if (!snapshot) return found;
  for (const RowView& row : (*snapshot)->rows()) found.emplace_back(row.address);
  return found;
}

using Addresses = std::vector<std::string>;

TEST(BlobStore, WhatOneMachineWritesAnotherReads) {
  Bucket bucket;
  Machine one(bucket);
  auto lease = one.acquire();
  ASSERT_TRUE(one.session().commit(putting("a.x", "1"), lease.get(), "run-1"));
  ASSERT_TRUE(one.session().publish(*lease, "run-1"));
  lease.reset();
  EXPECT_EQ(read_state_file(bucket.text, {})->serial, 1u);
  EXPECT_TRUE(bucket.journal.empty());
  EXPECT_EQ(bucket.history.size(), 1u);
  EXPECT_FALSE(bucket.lock);
  Machine two(bucket);
  EXPECT_EQ(addresses(two.session()), Addresses{"a.x"});
  // A plan saved here is good there.
  EXPECT_EQ(one.session().row_versions({"a.x"}).value(),
            two.session().row_versions({"a.x"}).value());
}

TEST(BlobStore, NothingIsWrittenWhereNothingChanged) {
  Bucket bucket;
  Machine one(bucket);
  auto lease = one.acquire();
  ASSERT_TRUE(one.session().commit(putting("a.x", "1"), lease.get(), "run-1"));
  lease.reset();
  EXPECT_EQ(bucket.writes, 1);
  lease = one.acquire();
  ASSERT_TRUE(one.session().commit(putting("a.x", "1"), lease.get(), "run-2"));
  lease.reset();
  EXPECT_EQ(bucket.writes, 1);
}

TEST(BlobStore, AnotherMachineFindsWhatADeadOneBeganAndDid) {
  Bucket bucket;
  Machine one(bucket);
  auto lease = one.acquire();
  Batch batch = putting("a.done", "1");
  batch.open_intents.push_back(intent_for("a.begun"));
  ASSERT_TRUE(one.session().commit(batch, lease.get(), "run-1"));
  Machine::die(bucket, std::move(lease));
  EXPECT_EQ(bucket.writes, 0);

  Machine two(bucket);
  EXPECT_EQ(addresses(two.session()), Addresses{"a.done"});
  ASSERT_EQ(two.session().open_intents()->size(), 1u);
  lease = two.acquire();
  ASSERT_TRUE(two.session().publish(*lease, "run-2"));
  // Published, and still open.
  EXPECT_NE(bucket.text.find("\"done\""), std::string::npos);
  EXPECT_EQ(bucket.journal.size(), 1u);
  lease.reset();

  Machine three(bucket);
  EXPECT_EQ(three.session().open_intents()->size(), 1u);
  lease = three.acquire();
  Batch close;
  close.close_intents.push_back("0011223344556677");
  ASSERT_TRUE(three.session().commit(close, lease.get(), "run-3"));
  lease.reset();
  EXPECT_TRUE(bucket.journal.empty());
  EXPECT_TRUE(Machine(bucket).session().open_intents()->empty());
}

TEST(BlobStore, WhatSomebodyWroteSinceCountsAndWhatTheyDoNotKnowStays) {
  Bucket bucket;
  Machine one(bucket);
  auto lease = one.acquire();
  ASSERT_TRUE(one.session().commit(putting("a.x", "old"), lease.get(), "run-1"));
  lease.reset();
  lease = one.acquire();
  ASSERT_TRUE(one.session().commit(putting("a.x", "ours"), lease.get(), "run-2"));
  ASSERT_TRUE(one.session().commit(putting("a.only", "ours"), lease.get(), "run-2"));
  Machine::die(bucket, std::move(lease));
  const std::size_t at = bucket.text.find("old");
  bucket.text.replace(at, 3, "theirs");
  bucket.text.replace(bucket.text.find("\"serial\": 1"), 11, "\"serial\": 2");
  ++bucket.version;

  Machine two(bucket);
  EXPECT_EQ(addresses(two.session()), (Addresses{"a.only", "a.x"}));
  lease = two.acquire();
  lease.reset();
  EXPECT_NE(bucket.text.find("theirs"), std::string::npos);
  EXPECT_NE(bucket.text.find("\"only\""), std::string::npos);
  EXPECT_TRUE(bucket.journal.empty());
}

TEST(BlobStore, ATextThatIsGoneIsNotAnEmptyState) {
  Bucket bucket;
  Machine one(bucket);
  auto lease = one.acquire();
  ASSERT_TRUE(one.session().commit(putting("a.x", "1"), lease.get(), "run-1"));
  lease.reset();
  bucket.version = 0;
  const auto refused =
      one.session().acquire({true, {}, {}}, "apply", std::chrono::milliseconds(0), {}, {});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("is gone"), std::string::npos);
  EXPECT_FALSE(bucket.lock);
}

TEST(BlobStore, ALockedStateIsRefusedWithTheHolder) {
  Bucket bucket;
  Machine one(bucket);
  Machine two(bucket);
  const auto lease = one.acquire();
  const auto refused =
      two.session().acquire({true, {}, {}}, "apply", std::chrono::milliseconds(0), {}, {});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find(lease->info().owner), std::string::npos);
  EXPECT_NE(refused.error().message.find("tenon force-unlock " + lease->info().id),
            std::string::npos);
}

TEST(BlobStore, CertificatesHoldInTheCache) {
  Bucket bucket;
  Machine one(bucket);
  auto lease = one.acquire();
  ASSERT_TRUE(one.session().commit(putting("a.x", "1"), lease.get(), "run-1"));
  lease.reset();
  const auto before = one.session().snapshot().value();
  Batch batch;
  batch.certificates.push_back({"a.x", before->row(0).version, {1, 2}});
  ASSERT_TRUE(one.session().commit(batch, nullptr, "plan"));
  const auto after = one.session().snapshot().value();
  ASSERT_NE(after->certificate(0), nullptr);
  EXPECT_EQ(after->certificate(0)->low, 2u);
}

TEST(BlobStore, DirectDependenciesAreKeptWhereTheTextHasTransitiveOnes) {
  StateFile theirs;
  Row row = row_of("a.c", "1");
  row.dependencies = encode_dependencies({"a.b"});
  theirs.rows.push_back(row);
  const auto ours = snapshot_of(theirs);
  theirs.rows[0].dependencies = encode_dependencies({"a.a", "a.b"});
  Batch same;
  add_row_changes(*ours, theirs, same);
  EXPECT_TRUE(same.put_rows.empty());
  theirs.rows[0].dependencies = encode_dependencies({"a.a"});
  Batch other;
  add_row_changes(*ours, theirs, other);
  EXPECT_EQ(other.put_rows.size(), 1u);
}

}  // namespace
}  // namespace tenon
