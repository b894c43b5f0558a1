// Intents, progress, runs, durations, drift.
#include "tests/stores/store_factory.h"

namespace tenon {
namespace {

class JournalContract : public StoreContract {
 protected:
  void SetUp() override {
    store_ = open_store();
    session_ = open_session(*store_);
    lease_ = acquire_all(*session_);
  }
  static Intent make_intent(const std::string& id) {
    Intent intent;
    intent.id = id;
    intent.run = "run-1";
    intent.action = IntentAction::Update;
    intent.address = "aws_vpc.main";
    intent.deposed_key = "00000001";
    intent.resource_type = "aws_vpc";
    intent.provider = "provider[\"x\"]";
    intent.token = "token-" + id;
    intent.siblings = "siblings";
    intent.type = Type::set_of(Type::string());
    intent.planned = "planned";
    intent.config = "config";
    intent.provider_config = "provider";
    intent.private_bytes = "private";
    intent.dependencies = "dependencies";
    intent.schema_version = 3;
    intent.create_before_destroy = true;
    intent.at = 1700000000;
    return intent;
  }
  Status commit(const Batch& batch) { return session_->commit(batch, lease_.get(), "run-1"); }

  std::unique_ptr<StateStore> store_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<Lease> lease_;
};

TEST_P(JournalContract, OpenIntentComesBackWhole) {
  Batch batch;
  batch.open_intents.push_back(make_intent("00000000000000aa"));
  ASSERT_OK(commit(batch));
  const auto intents = session_->open_intents().value();
  ASSERT_EQ(intents.size(), 1u);
  const Intent& read = intents[0];
  const Intent want = make_intent("00000000000000aa");
  EXPECT_EQ(read.id, want.id);
  EXPECT_EQ(read.run, want.run);
  EXPECT_EQ(read.action, want.action);
  EXPECT_EQ(read.address, want.address);
  EXPECT_EQ(read.deposed_key, want.deposed_key);
  EXPECT_EQ(read.resource_type, want.resource_type);
  EXPECT_EQ(read.provider, want.provider);
  EXPECT_EQ(read.token, want.token);
  EXPECT_EQ(read.siblings, want.siblings);
  EXPECT_EQ(read.type, want.type);
  EXPECT_EQ(read.planned, want.planned);
  EXPECT_EQ(read.config, want.config);
  EXPECT_EQ(read.provider_config, want.provider_config);
  EXPECT_EQ(read.private_bytes, want.private_bytes);
  EXPECT_EQ(read.dependencies, want.dependencies);
  EXPECT_EQ(read.schema_version, want.schema_version);
  EXPECT_TRUE(read.create_before_destroy);
  EXPECT_EQ(read.at, want.at);
  EXPECT_EQ(read.identity, "");
}

TEST_P(JournalContract, IntentsComeInTheOrderOfOpening) {
  for (const char* id : {"cc", "aa", "bb"}) {
    Batch batch;
    batch.open_intents.push_back(make_intent(id));
    ASSERT_OK(commit(batch));
  }
  Batch close;
  close.close_intents.push_back("aa");
  ASSERT_OK(commit(close));
  const auto intents = session_->open_intents().value();
  ASSERT_EQ(intents.size(), 2u);
  EXPECT_EQ(intents[0].id, "cc");
  EXPECT_EQ(intents[1].id, "bb");
}

TEST_P(JournalContract, LaterProgressReplacesButKeepsTheIdentity) {
  Batch batch;
  batch.open_intents.push_back(make_intent("aa"));
  batch.progress.push_back({"aa", "vpc-1", Type::string(), "half"});
  ASSERT_OK(commit(batch));
  Batch second;
  second.progress.push_back({"aa", "", Type::string(), "more"});
  ASSERT_OK(commit(second));
  const auto intents = session_->open_intents().value();
  ASSERT_EQ(intents.size(), 1u);
  EXPECT_EQ(intents[0].identity, "vpc-1");
  EXPECT_EQ(intents[0].partial, "more");
}

TEST_P(JournalContract, ProgressOfNoIntentIsRefused) {
  Batch batch;
  batch.progress.push_back({"absent", "vpc-1", Type::string(), "half"});
  EXPECT_FALSE(commit(batch));
  EXPECT_TRUE(session_->open_intents().value().empty());
}

TEST_P(JournalContract, ResultAndEndOfItsIntentAreOne) {
  Batch open;
  open.open_intents.push_back(make_intent("aa"));
  open.progress.push_back({"aa", "vpc-1", Type::string(), "half"});
  ASSERT_OK(commit(open));
  Batch result;
  result.put_rows.push_back(make_row("aws_vpc.main"));
  result.close_intents.push_back("aa");
  result.move_rows.push_back({{"absent.x", ""}, {"y.x", ""}});
  ASSERT_FALSE(commit(result));
  EXPECT_EQ(session_->open_intents().value().size(), 1u);
  EXPECT_EQ(snapshot_of(*session_)->size(), 0u);
  result.move_rows.clear();
  ASSERT_OK(commit(result));
  EXPECT_TRUE(session_->open_intents().value().empty());
  EXPECT_EQ(snapshot_of(*session_)->size(), 1u);
}

TEST_P(JournalContract, SameIntentTwiceIsRefused) {
  Batch batch;
  batch.open_intents.push_back(make_intent("aa"));
  ASSERT_OK(commit(batch));
  EXPECT_FALSE(commit(batch));
}

TEST_P(JournalContract, RunsAreUpdatedAndListedNewestFirst) {
  ASSERT_OK(session_->put_run({"r1", "plan", "ann", 100, 0, "", "running"}));
  ASSERT_OK(session_->put_run({"r2", "apply", "bob", 200, 0, "", "running"}));
  ASSERT_OK(session_->put_run({"r1", "plan", "ann", 100, 110, "1 to add", "done"}));
  const auto runs = session_->runs(10).value();
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[0].id, "r2");
  EXPECT_EQ(runs[1].status, "done");
  EXPECT_EQ(runs[1].ended, 110);
  EXPECT_EQ(runs[1].summary, "1 to add");
  EXPECT_EQ(session_->runs(1).value().size(), 1u);
}

TEST_P(JournalContract, DurationsAreMediansByTypeAndAction) {
  for (const std::int64_t ms : {100, 9000, 300}) {
    Batch batch;
    batch.history.push_back({"module.a[\"x.y\"].aws_vpc.main[0]", "create", ms});
    batch.history.push_back({"random_id.x", "create", 0});
    ASSERT_OK(commit(batch));
  }
  const auto durations = session_->durations().value();
  ASSERT_EQ(durations.size(), 1u);
  EXPECT_EQ(durations[0].first, "aws_vpc create");
  EXPECT_EQ(durations[0].second, 300);
}

TEST_P(JournalContract, DriftIsReplacedAndKeepsItsFirstDay) {
  ASSERT_OK(
      session_->put_drift({{"a.x", "drifted", "tags", 100, 100}, {"b.x", "gone", "", 100, 100}}));
  ASSERT_OK(session_->put_drift({{"a.x", "drifted", "tags, name", 200, 200}}));
  const auto findings = session_->drift().value();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].address, "a.x");
  EXPECT_EQ(findings[0].detail, "tags, name");
  EXPECT_EQ(findings[0].first_seen, 100);
  EXPECT_EQ(findings[0].last_seen, 200);
}

INSTANTIATE_TEST_SUITE_P(Stores, JournalContract, testing::ValuesIn(store_factories()),
                         [](const auto& store) { return store.param.name; });

}  // namespace
}  // namespace tenon
