// Rows, outputs, versions, history.
#include "tests/stores/store_factory.h"

namespace tenon {
namespace {

class RowsContract : public StoreContract {
 protected:
  void SetUp() override {
    store_ = open_store();
    session_ = open_session(*store_);
    lease_ = acquire_all(*session_);
  }
  Status put(const std::string& address, const std::string& value,
             const std::string& run = "run-1") {
    Batch batch;
    batch.put_rows.push_back(make_row(address, value));
    return session_->commit(batch, lease_.get(), run);
  }
  std::uint64_t version(const std::string& address) {
    return session_->row_versions({address}).value()[0];
  }

  std::unique_ptr<StateStore> store_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<Lease> lease_;
};

TEST_P(RowsContract, EmptyStateHasNoRowsAndDoesNotExist) {
  const auto other = open_session(*store_, "other");
  const auto snapshot = snapshot_of(*other);
  EXPECT_FALSE(snapshot->exists());
  EXPECT_EQ(snapshot->size(), 0u);
  EXPECT_EQ(snapshot->find("a.b"), kNoRow);
}

TEST_P(RowsContract, RowComesBackWholeAfterReopening) {
  Batch batch;
  Row row = make_row("aws_vpc.main[\"x\"]", std::string("\0\x01value", 7));
  row.tainted = true;
  row.create_before_destroy = true;
  row.type = Type::map_of(Type::number());
  batch.put_rows.push_back(row);
  ASSERT_OK(session_->commit(batch, lease_.get(), "run-1"));
  lease_.reset();
  session_.reset();
  store_.reset();
  store_ = open_store();
  const auto snapshot = snapshot_of(*open_session(*store_));
  ASSERT_EQ(snapshot->size(), 1u);
  const RowView read = row_at(*snapshot, row.address);
  EXPECT_EQ(read.value, row.value);
  EXPECT_EQ(read.provider, row.provider);
  EXPECT_EQ(read.type, row.type);
  EXPECT_EQ(read.private_bytes, row.private_bytes);
  EXPECT_EQ(decode_dependencies(read.dependencies),
            (std::vector<std::string>{"aws_vpc.a", "aws_vpc.b"}));
  EXPECT_EQ(read.schema_version, 1);
  EXPECT_TRUE(read.tainted);
  EXPECT_TRUE(read.create_before_destroy);
  EXPECT_TRUE(snapshot->exists());
  EXPECT_EQ(snapshot->lineage().size(), 36u);
}

TEST_P(RowsContract, SnapshotIsSortedByBytesAndKeepsStatesApart) {
  Batch batch;
  for (const char* address : {"b.x", "a.x[10]", "a.x[2]", "\xc3\xa9.x"})
    batch.put_rows.push_back(make_row(address));
  ASSERT_OK(session_->commit(batch, lease_.get(), "run-1"));
  const auto other = open_session(*store_, "other");
  const auto other_lease = acquire_all(*other);
  Batch theirs;
  theirs.put_rows.push_back(make_row("c.x"));
  ASSERT_OK(other->commit(theirs, other_lease.get(), "run-1"));
  const auto snapshot = snapshot_of(*session_);
  ASSERT_EQ(snapshot->size(), 4u);
  EXPECT_EQ(snapshot->row(0).address, "a.x[10]");
  EXPECT_EQ(snapshot->row(1).address, "a.x[2]");
  EXPECT_EQ(snapshot->row(2).address, "b.x");
  EXPECT_EQ(snapshot->row(3).address, "\xc3\xa9.x");
  // On S3 a state is there for others once its text is.
  if (GetParam().counted) {
    EXPECT_EQ(store_->state_names().value(), (std::vector<std::string>{"default", "other"}));
  }
}

TEST_P(RowsContract, SnapshotDoesNotSeeWhatComesLater) {
  ASSERT_OK(put("a.x", "before"));
  const auto snapshot = snapshot_of(*session_);
  ASSERT_OK(put("a.x", "after"));
  EXPECT_EQ(row_at(*snapshot, "a.x").value, "before");
  EXPECT_EQ(row_at(*snapshot_of(*session_), "a.x").value, "after");
}

TEST_P(RowsContract, VersionChangesWithEveryWriteAndIsNeverUsedAgain) {
  if (!GetParam().counted) GTEST_SKIP() << "versions say what the content is here";
  ASSERT_OK(put("a.x", "1"));
  const auto first = version("a.x");
  ASSERT_OK(put("a.x", "1"));
  const auto second = version("a.x");
  EXPECT_NE(first, second);
  Batch removal;
  removal.remove_rows.push_back({"a.x", ""});
  ASSERT_OK(session_->commit(removal, lease_.get(), "run-1"));
  EXPECT_EQ(version("a.x"), Session::kNoVersion);
  ASSERT_OK(put("a.x", "1"));
  EXPECT_GT(version("a.x"), second);
}

TEST_P(RowsContract, SerialGrowsWithContentOnly) {
  ASSERT_OK(put("a.x", "1"));
  const auto serial = snapshot_of(*session_)->serial();
  Batch certificates;
  certificates.certificates.push_back({"a.x", version("a.x"), {1, 2}});
  ASSERT_OK(session_->commit(certificates, nullptr, "run-1"));
  EXPECT_EQ(snapshot_of(*session_)->serial(), serial);
  ASSERT_OK(put("a.x", "2"));
  EXPECT_EQ(snapshot_of(*session_)->serial(), serial + 1);
}

TEST_P(RowsContract, BatchThatFailsInTheMiddleChangesNothing) {
  ASSERT_OK(put("a.x", "before"));
  Batch batch;
  batch.put_rows.push_back(make_row("a.x", "after"));
  batch.put_rows.push_back(make_row("b.x", "new"));
  Row other_provider = make_row("c.x", "new");
  other_provider.provider = "provider[\"new\"]";
  batch.put_rows.push_back(other_provider);
  batch.move_rows.push_back({{"absent.x", ""}, {"moved.x", ""}});
  const Status status = session_->commit(batch, lease_.get(), "run-2");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().category, ErrorCategory::NotFound);
  auto snapshot = snapshot_of(*session_);
  EXPECT_EQ(snapshot->size(), 1u);
  EXPECT_EQ(row_at(*snapshot, "a.x").value, "before");
  // What the failed batch had in common with later ones is written anew.
  batch.move_rows.clear();
  ASSERT_OK(session_->commit(batch, lease_.get(), "run-2"));
  snapshot = snapshot_of(*session_);
  EXPECT_EQ(row_at(*snapshot, "c.x").provider, "provider[\"new\"]");
}

TEST_P(RowsContract, RemovingWhatIsAbsentIsNoError) {
  Batch batch;
  batch.remove_rows.push_back({"a.x", ""});
  ASSERT_OK(session_->commit(batch, lease_.get(), "run-1"));
  EXPECT_TRUE(session_->history("a.x", 10).value().empty());
}

TEST_P(RowsContract, DeposedObjectsLieBesideTheCurrentOne) {
  ASSERT_OK(put("a.x", "old"));
  Batch depose;
  depose.move_rows.push_back({{"a.x", ""}, {"a.x", "0badcafe"}});
  ASSERT_OK(session_->commit(depose, lease_.get(), "run-1"));
  EXPECT_EQ(snapshot_of(*session_)->find("a.x"), kNoRow);
  ASSERT_OK(put("a.x", "new"));
  auto snapshot = snapshot_of(*session_);
  ASSERT_EQ(snapshot->size(), 2u);
  EXPECT_EQ(row_at(*snapshot, "a.x").value, "new");
  EXPECT_EQ(snapshot->row(1).deposed_key, "0badcafe");
  EXPECT_EQ(snapshot->row(1).value, "old");
  Batch removal;
  removal.remove_rows.push_back({"a.x", "0badcafe"});
  ASSERT_OK(session_->commit(removal, lease_.get(), "run-1"));
  EXPECT_EQ(snapshot_of(*session_)->size(), 1u);
}

TEST_P(RowsContract, MovesMayExchangePlaces) {
  ASSERT_OK(put("a.x", "one"));
  ASSERT_OK(put("b.x", "two"));
  const auto before = version("b.x");
  Batch batch;
  batch.move_rows.push_back({{"a.x", ""}, {"b.x", ""}});
  batch.move_rows.push_back({{"b.x", ""}, {"a.x", ""}});
  ASSERT_OK(session_->commit(batch, lease_.get(), "run-2"));
  const auto snapshot = snapshot_of(*session_);
  ASSERT_EQ(snapshot->size(), 2u);
  EXPECT_EQ(row_at(*snapshot, "a.x").value, "two");
  EXPECT_EQ(row_at(*snapshot, "b.x").value, "one");
  if (GetParam().counted) {
    EXPECT_NE(version("a.x"), before);
  }
}

TEST_P(RowsContract, MoveOntoAnotherObjectIsRefused) {
  ASSERT_OK(put("a.x", "one"));
  ASSERT_OK(put("b.x", "two"));
  Batch batch;
  batch.move_rows.push_back({{"a.x", ""}, {"b.x", ""}});
  const Status status = session_->commit(batch, lease_.get(), "run-2");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().category, ErrorCategory::AlreadyExists);
  EXPECT_EQ(row_at(*snapshot_of(*session_), "a.x").value, "one");
}

TEST_P(RowsContract, SplicesChangeDependenciesAndVersionInTheSameBatch) {
  ASSERT_OK(put("a.x", "one"));
  ASSERT_OK(put("b.x", "two"));
  const auto before = version("b.x");
  Batch batch;
  batch.remove_rows.push_back({"a.x", ""});
  batch.splices.push_back({"b.x", "", encode_dependencies({"c.x"})});
  ASSERT_OK(session_->commit(batch, lease_.get(), "run-2"));
  const auto snapshot = snapshot_of(*session_);
  ASSERT_EQ(snapshot->size(), 1u);
  EXPECT_EQ(decode_dependencies(snapshot->row(0).dependencies), std::vector<std::string>{"c.x"});
  EXPECT_EQ(snapshot->row(0).value, "two");
  EXPECT_NE(snapshot->row(0).version, before);
}

TEST_P(RowsContract, CertificateHoldsUntilTheRowIsWritten) {
  ASSERT_OK(put("a.x", "one"));
  ASSERT_OK(put("b.x", "two"));
  Batch batch;
  batch.certificates.push_back({"b.x", version("b.x"), {0x0123456789abcdef, 0xfedcba9876543210}});
  batch.certificates.push_back({"absent.x", 3, {1, 1}});
  ASSERT_OK(session_->commit(batch, nullptr, "run-1"));
  auto snapshot = snapshot_of(*session_);
  EXPECT_EQ(snapshot->certificate(snapshot->find("a.x")), nullptr);
  const Digest128* certificate = snapshot->certificate(snapshot->find("b.x"));
  ASSERT_NE(certificate, nullptr);
  EXPECT_EQ(*certificate, (Digest128{0x0123456789abcdef, 0xfedcba9876543210}));
  ASSERT_OK(put("b.x", "two"));
  snapshot = snapshot_of(*session_);
  EXPECT_EQ(snapshot->certificate(snapshot->find("b.x")), nullptr);
}

TEST_P(RowsContract, CertificateOfAnOlderVersionIsNotBelieved) {
  ASSERT_OK(put("a.x", "one"));
  const auto old = version("a.x");
  ASSERT_OK(put("a.x", "two"));
  Batch batch;
  batch.certificates.push_back({"a.x", old, {1, 1}});
  ASSERT_OK(session_->commit(batch, nullptr, "run-1"));
  const auto snapshot = snapshot_of(*session_);
  EXPECT_EQ(snapshot->certificate(0), nullptr);
}

TEST_P(RowsContract, CertificateMayBeForTheVersionOfItsOwnBatch) {
  Batch batch;
  batch.put_rows.push_back(make_row("a.x"));
  batch.certificates.push_back({"a.x", std::nullopt, {7, 7}});
  ASSERT_OK(session_->commit(batch, lease_.get(), "run-1"));
  const auto snapshot = snapshot_of(*session_);
  ASSERT_NE(snapshot->certificate(0), nullptr);
}

TEST_P(RowsContract, OutputsArePutAndRemoved) {
  Batch batch;
  batch.put_outputs.push_back({"url", Type::string(), "bytes", true});
  batch.put_outputs.push_back({"gone", Type::number(), "1", false});
  ASSERT_OK(session_->commit(batch, lease_.get(), "run-1"));
  Batch second;
  second.remove_outputs.push_back("gone");
  ASSERT_OK(session_->commit(second, lease_.get(), "run-1"));
  const auto snapshot = snapshot_of(*session_);
  ASSERT_EQ(snapshot->outputs().size(), 1u);
  const OutputRow& output = snapshot->outputs().at("url");
  EXPECT_EQ(output.type, Type::string());
  EXPECT_EQ(output.value, "bytes");
  EXPECT_TRUE(output.sensitive);
}

TEST_P(RowsContract, HistoryHoldsEveryVersionNewestFirst) {
  const auto write = [&](const std::string& value, const std::string& action,
                         const std::string& run) {
    Batch batch;
    batch.put_rows.push_back(make_row("a.x", value));
    batch.history.push_back({"a.x", action, 1200});
    return session_->commit(batch, lease_.get(), run);
  };
  ASSERT_OK(write("one", "create", "run-1"));
  ASSERT_OK(write("two", "update", "run-2"));
  Batch removal;
  removal.remove_rows.push_back({"a.x", ""});
  removal.history.push_back({"a.x", "delete", 5});
  ASSERT_OK(session_->commit(removal, lease_.get(), "run-3"));
  const auto entries = session_->history("a.x", 10).value();
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0].action, "delete");
  EXPECT_EQ(entries[0].value, "");
  EXPECT_EQ(entries[1].action, "update");
  EXPECT_EQ(entries[1].value, "two");
  EXPECT_EQ(entries[1].run, "run-2");
  EXPECT_EQ(entries[2].action, "create");
  EXPECT_EQ(entries[2].value, "one");
  EXPECT_EQ(entries[2].duration_ms, 1200);
  EXPECT_EQ(entries[2].type, Type::list_of(Type::string()));
  EXPECT_GT(entries[0].version, entries[1].version);
  EXPECT_EQ(session_->history("a.x", 1).value().size(), 1u);
}

TEST_P(RowsContract, RemovedStateLeavesNothingAndOthersStay) {
  ASSERT_OK(put("a.x", "one"));
  const auto other = open_session(*store_, "other");
  auto other_lease = acquire_all(*other);
  Batch batch;
  batch.put_rows.push_back(make_row("b.x"));
  ASSERT_OK(other->commit(batch, other_lease.get(), "run-1"));
  const Status held = store_->remove_state("other");
  ASSERT_FALSE(held);
  EXPECT_EQ(held.error().category, ErrorCategory::Conflict);
  other_lease.reset();
  ASSERT_OK(store_->remove_state("other"));
  EXPECT_FALSE(snapshot_of(*other)->exists());
  EXPECT_EQ(snapshot_of(*session_)->size(), 1u);
  EXPECT_EQ(store_->remove_state("other").error().category, ErrorCategory::NotFound);
}

TEST_P(RowsContract, DigestKeyIsTheStoresOwnAndStays) {
  const DigestKey key = store_->digest_key().value();
  const DigestKey again = open_store()->digest_key().value();
  EXPECT_EQ(key.k0, again.k0);
  EXPECT_EQ(key.k1, again.k1);
  EXPECT_NE(key.k0, 0u);
}

INSTANTIATE_TEST_SUITE_P(Stores, RowsContract, testing::ValuesIn(store_factories()),
                         [](const auto& store) { return store.param.name; });

}  // namespace
}  // namespace tenon
