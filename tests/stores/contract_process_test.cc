// What must hold when processes die, and when several work at once. Children are forked before the
// parent has opened anything, talk through pipes, and never return into the test framework.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "tests/stores/store_factory.h"

namespace tenon {
namespace {

using std::chrono::milliseconds;

// A child process that ran `body` and is then killed without warning, or exits by itself.
class Child {
 public:
  template <typename Body>
  explicit Child(Body body) {
    EXPECT_EQ(::pipe(pipe_.data()), 0);
    id_ = ::fork();
    if (id_ == 0) {
      ::close(pipe_[0]);
      body(pipe_[1]);
      ::_exit(0);
    }
    ::close(pipe_[1]);
  }
  ~Child() {
    if (id_ > 0) kill();
    ::close(pipe_[0]);
  }
  // Waits for the next byte that the child writes; 0 when it has ended.
  char next() {
    char byte = 0;
    return ::read(pipe_[0], &byte, 1) == 1 ? byte : '\0';
  }
  void kill() {
    ::kill(id_, SIGKILL);
    wait();
  }
  void wait() {
    int status = 0;
    ::waitpid(id_, &status, 0);
    id_ = -1;
  }

 private:
  std::array<int, 2> pipe_{};
  pid_t id_ = -1;
};

void say(int pipe, char byte) { static_cast<void>(!::write(pipe, &byte, 1)); }

class ProcessContract : public StoreContract {};

TEST_P(ProcessContract, WhatWasCommittedSurvivesTheKillingOfItsProcess) {
  Child child([&](int pipe) {
    const auto store = open_store();
    const auto session = open_session(*store);
    const auto lease = acquire_all(*session);
    for (int i = 0;; ++i) {
      // Two rows belong together: a batch is there wholly or not at all.
      Batch batch;
      batch.put_rows.push_back(make_row("a.x[" + std::to_string(i) + "]"));
      batch.put_rows.push_back(make_row("b.x[" + std::to_string(i) + "]"));
      batch.durable = i % 2 == 0;
      if (!session->commit(batch, lease.get(), "run-1")) ::_exit(1);
      say(pipe, 'c');
    }
  });
  std::size_t reported = 0;
  while (reported < 20 && child.next() == 'c') ++reported;
  child.kill();
  while (child.next() == 'c') ++reported;
  ASSERT_GE(reported, 20u);
  const auto store = open_store();
  const auto snapshot = snapshot_of(*open_session(*store));
  EXPECT_EQ(snapshot->size() % 2, 0u);
  EXPECT_GE(snapshot->size() / 2, reported);
  EXPECT_LE(snapshot->size() / 2, reported + 1);
}

TEST_P(ProcessContract, KilledProcesssLeaseIsTakenOverAtOnce) {
  if (!GetParam().dead_let_go) GTEST_SKIP() << "a lock stays until it is forced open here";
  Child child([&](int pipe) {
    const auto store = open_store();
    const auto session = open_session(*store);
    const auto lease = acquire_all(*session);
    say(pipe, lease ? 'l' : 'f');
    ::pause();
  });
  ASSERT_EQ(child.next(), 'l');
  const auto store = open_store();
  const auto session = open_session(*store);
  EXPECT_FALSE(session->acquire({true, {}, {}}, "apply", milliseconds(0), {}, {}));
  child.kill();
  EXPECT_TRUE(session->leases().value().empty());
  EXPECT_TRUE(session->acquire({true, {}, {}}, "apply", milliseconds(0), {}, {}));
}

TEST_P(ProcessContract, OtherMachinesWaitUntilASilentHolderExpires) {
  if (!GetParam().dead_let_go) GTEST_SKIP() << "a lock stays until it is forced open here";
  Child child([&](int pipe) {
    const auto store = open_store({milliseconds(300), "there"});
    const auto session = open_session(*store);
    const auto lease = acquire_all(*session);
    say(pipe, lease ? 'l' : 'f');
    ::pause();
  });
  ASSERT_EQ(child.next(), 'l');
  child.kill();
  const auto store = open_store({milliseconds(300), "here"});
  const auto session = open_session(*store);
  EXPECT_FALSE(session->acquire({true, {}, {}}, "apply", milliseconds(0), {}, {}));
  EXPECT_TRUE(session->acquire({true, {}, {}}, "apply", milliseconds(5000), {}, {}));
}

TEST_P(ProcessContract, IntentOfAKilledProcessIsFound) {
  Child child([&](int pipe) {
    const auto store = open_store();
    const auto session = open_session(*store);
    const auto lease = acquire_all(*session);
    Batch batch;
    Intent intent;
    intent.id = "00000000000000aa";
    intent.address = "aws_vpc.main";
    batch.open_intents.push_back(intent);
    batch.progress.push_back({intent.id, "vpc-1", Type::string(), ""});
    if (!session->commit(batch, lease.get(), "run-1")) ::_exit(1);
    say(pipe, 'i');
    ::pause();
  });
  ASSERT_EQ(child.next(), 'i');
  child.kill();
  const auto store = open_store();
  const auto intents = open_session(*store)->open_intents().value();
  ASSERT_EQ(intents.size(), 1u);
  EXPECT_EQ(intents[0].address, "aws_vpc.main");
  EXPECT_EQ(intents[0].identity, "vpc-1");
}

TEST_P(ProcessContract, TwoProcessesMayMakeAndWriteAStoreAtOnce) {
  if (!GetParam().disjoint) GTEST_SKIP() << "leases are of the whole state here";
  constexpr int kBatches = 40;
  const auto work = [&](char name, int pipe) {
    const auto store = open_store();
    const auto session = open_session(*store);
    const std::string prefix(1, name);
    LeaseScope scope;
    for (int i = 0; i < kBatches; ++i)
      scope.write.push_back(prefix + ".x[" + std::to_string(i) + "]");
    auto lease = session->acquire(scope, "apply", milliseconds(0), {}, {});
    if (!lease) ::_exit(1);
    for (int i = 0; i < kBatches; ++i) {
      Batch batch;
      batch.put_rows.push_back(make_row(scope.write[static_cast<std::size_t>(i)]));
      if (!session->commit(batch, lease->get(), "run-1")) ::_exit(1);
    }
    say(pipe, 'd');
  };
  Child first([&](int pipe) { work('a', pipe); });
  Child second([&](int pipe) { work('b', pipe); });
  EXPECT_EQ(first.next(), 'd');
  EXPECT_EQ(second.next(), 'd');
  first.wait();
  second.wait();
  const auto store = open_store();
  const auto session = open_session(*store);
  EXPECT_EQ(snapshot_of(*session)->size(), 2u * kBatches);
  EXPECT_EQ(snapshot_of(*session)->serial(), 2u * kBatches);
}

INSTANTIATE_TEST_SUITE_P(Stores, ProcessContract, testing::ValuesIn(store_factories()),
                         [](const auto& store) { return store.param.name; });

}  // namespace
}  // namespace tenon
