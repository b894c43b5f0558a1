// Leases between sessions, and between what claim to be machines.
#include <thread>

#include "tests/stores/store_factory.h"

namespace tenon {
namespace {

using std::chrono::milliseconds;

class LeaseContract : public StoreContract {
 protected:
  void SetUp() override {
    store_ = open_store();
    first_ = open_session(*store_);
    second_ = open_session(*store_);
  }
  static Result<std::unique_ptr<Lease>> try_acquire(Session& session, const LeaseScope& scope,
                                                    milliseconds timeout = milliseconds(0)) {
    return session.acquire(scope, "apply", timeout, {}, {});
  }
  static LeaseScope writes(std::vector<std::string> addresses) {
    return {false, std::move(addresses), {}};
  }
  static LeaseScope reads(std::vector<std::string> addresses) {
    return {false, {}, std::move(addresses)};
  }
  static LeaseScope whole() { return {true, {}, {}}; }
  static bool both(Session& a, const LeaseScope& first, Session& b, const LeaseScope& second) {
    const auto held = try_acquire(a, first);
    EXPECT_TRUE(held);
    return try_acquire(b, second).has_value();
  }

  std::unique_ptr<StateStore> store_;
  std::unique_ptr<Session> first_;
  std::unique_ptr<Session> second_;
};

TEST_P(LeaseContract, WritersExcludeWritersAndReadersOfTheSameAddress) {
  EXPECT_FALSE(both(*first_, writes({"a.x", "b.x"}), *second_, writes({"b.x"})));
  EXPECT_FALSE(both(*first_, writes({"b.x"}), *second_, reads({"a.x", "b.x"})));
  EXPECT_FALSE(both(*first_, reads({"b.x"}), *second_, writes({"b.x"})));
}

TEST_P(LeaseContract, DisjointScopesAndReadersGoTogether) {
  if (!GetParam().disjoint) GTEST_SKIP() << "leases are of the whole state here";
  EXPECT_TRUE(both(*first_, writes({"a.x"}), *second_, writes({"b.x"})));
  EXPECT_TRUE(both(*first_, reads({"a.x"}), *second_, reads({"a.x"})));
  EXPECT_TRUE(both(*first_, writes({"a.x[0]"}), *second_, writes({"a.x[1]", "a.x"})));
}

TEST_P(LeaseContract, WholeStateExcludesEverything) {
  EXPECT_FALSE(both(*first_, whole(), *second_, reads({"a.x"})));
  EXPECT_FALSE(both(*first_, reads({"a.x"}), *second_, whole()));
  EXPECT_FALSE(both(*first_, whole(), *second_, whole()));
}

TEST_P(LeaseContract, StatesDoNotExcludeEachOther) {
  const auto other = open_session(*store_, "other");
  EXPECT_TRUE(both(*first_, whole(), *other, whole()));
}

TEST_P(LeaseContract, RefusalNamesTheHolderAndTheWayOut) {
  const auto held = try_acquire(*first_, whole());
  ASSERT_OK(held);
  const auto refused = try_acquire(*second_, whole());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().category, ErrorCategory::Conflict);
  const std::string& message = refused.error().message;
  const LeaseInfo& info = (*held)->info();
  EXPECT_NE(message.find(info.owner), std::string::npos) << message;
  EXPECT_NE(message.find("apply"), std::string::npos) << message;
  EXPECT_NE(message.find("tenon force-unlock " + info.id), std::string::npos) << message;
  EXPECT_NE(message.find("-lock-timeout"), std::string::npos) << message;
}

TEST_P(LeaseContract, FencingTokensGrow) {
  auto held = try_acquire(*first_, whole());
  const auto token = (*held)->fencing_token();
  (*held)->release();
  const auto next = try_acquire(*second_, whole());
  EXPECT_GT((*next)->fencing_token(), token);
}

TEST_P(LeaseContract, ReleaseIsSeenAtOnceAndEndsRemaining) {
  const auto held = try_acquire(*first_, whole());
  EXPECT_GT((*held)->remaining(), milliseconds(50'000));
  EXPECT_EQ(first_->leases().value().size(), 1u);
  (*held)->release();
  (*held)->release();
  EXPECT_EQ((*held)->remaining(), milliseconds(0));
  EXPECT_TRUE(second_->leases().value().empty());
  EXPECT_TRUE(try_acquire(*second_, whole()));
}

TEST_P(LeaseContract, ForcedOpenLeaseIsRefusedByCommit) {
  if (!GetParam().forcible) GTEST_SKIP() << "the lock is the process's here";
  const auto held = try_acquire(*first_, whole());
  ASSERT_OK(second_->force_unlock((*held)->info().id));
  const auto next = try_acquire(*second_, whole());
  ASSERT_OK(next);
  Batch batch;
  batch.put_rows.push_back(make_row("a.x"));
  const Status stale = first_->commit(batch, held->get(), "run-1");
  ASSERT_FALSE(stale);
  EXPECT_EQ(stale.error().category, ErrorCategory::Conflict);
  EXPECT_EQ(snapshot_of(*second_)->size(), 0u);
  ASSERT_OK(second_->commit(batch, next->get(), "run-2"));
}

TEST_P(LeaseContract, ForcingOpenWhatIsAbsentIsNotFound) {
  if (!GetParam().forcible) GTEST_SKIP() << "the lock is the process's here";
  EXPECT_EQ(first_->force_unlock("0011223344556677").error().category, ErrorCategory::NotFound);
}

TEST_P(LeaseContract, ReleasedLeaseIsRefusedByCommit) {
  const auto held = try_acquire(*first_, whole());
  (*held)->release();
  Batch batch;
  batch.put_rows.push_back(make_row("a.x"));
  EXPECT_EQ(first_->commit(batch, held->get(), "run-1").error().category, ErrorCategory::Conflict);
}

TEST_P(LeaseContract, WaiterIsToldOnceAndGoesOnWhenTheHolderEnds) {
  auto held = try_acquire(*first_, whole());
  int told = 0;
  std::string owner;
  std::thread holder([&] {
    system_env().sleep(milliseconds(250));
    (*held)->release();
  });
  const auto lease =
      second_->acquire(whole(), "apply", milliseconds(10'000), {}, [&](const LeaseInfo& info) {
        ++told;
        owner = info.owner;
      });
  holder.join();
  ASSERT_OK(lease);
  EXPECT_EQ(told, 1);
  EXPECT_EQ(owner, (*held)->info().owner);
}

TEST_P(LeaseContract, WaitingEndsWithTheTimeoutOrWhenCancelled) {
  const auto held = try_acquire(*first_, whole());
  EXPECT_EQ(try_acquire(*second_, whole(), milliseconds(150)).error().category,
            ErrorCategory::Conflict);
  const auto cancelled =
      second_->acquire(whole(), "apply", milliseconds(10'000), [] { return true; }, {});
  EXPECT_EQ(cancelled.error().category, ErrorCategory::Cancelled);
}

TEST_P(LeaseContract, HeartbeatKeepsALeaseBeyondItsExpiry) {
  const OpenAs here{milliseconds(300), "here"};
  const OpenAs there{milliseconds(300), "there"};
  const auto mine = open_store(here);
  const auto theirs = open_store(there);
  const auto my_session = open_session(*mine);
  const auto their_session = open_session(*theirs);
  const auto held = try_acquire(*my_session, whole());
  system_env().sleep(milliseconds(900));
  EXPECT_GT((*held)->remaining(), milliseconds(0));
  EXPECT_FALSE(try_acquire(*their_session, whole()));
}

TEST_P(LeaseContract, LostLeaseHasNothingRemaining) {
  if (!GetParam().forcible) GTEST_SKIP() << "the lock is the process's here";
  const auto mine = open_store({milliseconds(150), ""});
  const auto session = open_session(*mine);
  const auto held = try_acquire(*session, whole());
  ASSERT_OK(second_->force_unlock((*held)->info().id));
  for (int i = 0; i < 40 && (*held)->remaining().count() > 0; ++i)
    system_env().sleep(milliseconds(25));
  EXPECT_EQ((*held)->remaining(), milliseconds(0));
}

INSTANTIATE_TEST_SUITE_P(Stores, LeaseContract, testing::ValuesIn(store_factories()),
                         [](const auto& store) { return store.param.name; });

}  // namespace
}  // namespace tenon
