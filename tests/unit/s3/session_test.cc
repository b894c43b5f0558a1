#include <gtest/gtest.h>

#include <filesystem>

#include "schema/value/wire.h"
#include "state/blob/batch_wire.h"
#include "state/blob/blob_store.h"
#include "state/s3/blob.h"
#include "state/sqlite/store.h"
#include "tests/unit/s3/fake_s3.h"

namespace tenon {
namespace {

class FakePlace final : public StatePlace {
 public:
  FakePlace(Env& env, std::shared_ptr<FakeS3World> world) : env_(env), world_(std::move(world)) {}
  std::string where() const override { return "s3://states/app.tfstate"; }
  Result<std::vector<std::string>> workspaces() override {
    return std::vector<std::string>{"default"};
  }
  Result<std::unique_ptr<StateBlob>> open(const std::string& workspace) override {
    S3Settings settings = fake_settings();
    settings.dynamodb_table.clear();
    return std::unique_ptr<StateBlob>(
        std::make_unique<S3Blob>(fake_connection(env_, world_, settings), workspace));
  }
  Status remove(const std::string&) override { return ok_status(); }
  std::string config_json() const override { return "{}"; }

 private:
  Env& env_;
  const std::shared_ptr<FakeS3World> world_;
};

// A machine that has seen nothing but what lies on S3.
class S3SessionTest : public testing::Test {
 protected:
  S3SessionTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "tenon-s3-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~S3SessionTest() override {
    session_.reset();
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  Row row(const std::string& id) {
    Row made;
    made.address = "fake_thing.a";
    made.provider = "provider[\"registry.terraform.io/tenon/fake\"]";
    const ObjectShape& shape = ObjectShape::of(std::vector<Symbol>{Symbol("id")});
    made.type = Type::object_of(shape, std::vector<Type>{Type::string()});
    Arena arena;
    encode(Value::object(arena, made.type, std::vector<Value>{Value::string(arena, id)}), made.type,
           made.value);
    return made;
  }
  // What a run that died had made, from serial 1 on.
  void leave_journal(const std::string& id) {
    JournalSegment segment;
    segment.run = "r1";
    segment.number = 1;
    segment.lineage = "l";
    segment.serial = 1;
    segment.batch.put_rows.push_back(row(id));
    std::string bytes;
    encode_segment(segment, bytes);
    world_->objects["app.tfstate.tenon/journal/0000000001"] =
        "r1 " + std::to_string(bytes.size()) + "\n" + bytes;
  }
  void leave_text(int serial, const std::string& id) {
    std::string text =
        "{\"version\":4,\"terraform_version\":\"1.11.4\",\"serial\":" + std::to_string(serial) +
        ",\"lineage\":\"l\",\"outputs\":{},\"resources\":[";
    if (!id.empty())
      text +=
          "{\"mode\":\"managed\",\"type\":\"fake_thing\",\"name\":\"a\",\"provider\":"
          "\"provider[\\\"registry.terraform.io/tenon/fake\\\"]\",\"instances\":[{"
          "\"schema_version\":0,\"attributes\":{\"id\":\"" +
          id + "\"}}]}";
    world_->objects["app.tfstate"] = text + "]}";
  }
  std::shared_ptr<const Snapshot> read() {
    auto working = open_sqlite_store(system_env(), folder_ + "/working.db", {});
    store_ = make_blob_store(system_env(), std::make_shared<FakePlace>(system_env(), world_),
                             *std::move(working), {});
    session_ = *store_->open("default");
    auto snapshot = session_->snapshot();
    EXPECT_TRUE(snapshot) << (snapshot ? "" : snapshot.error().message);
    return snapshot ? *snapshot : std::make_shared<Snapshot>();
  }

  const std::shared_ptr<FakeS3World> world_ = std::make_shared<FakeS3World>();
  std::string folder_;
  std::unique_ptr<StateStore> store_;
  std::unique_ptr<Session> session_;
};

TEST_F(S3SessionTest, WhatADeadRunHadMadeIsKnownElsewhere) {
  leave_text(1, "");
  leave_journal("thing-1");
  EXPECT_EQ(read()->size(), 1u);
  EXPECT_TRUE(*session_->has_unpublished());
}

TEST_F(S3SessionTest, WhatADeadRunHadMadeIsKnownThoughSomebodyWroteInBetween) {
  leave_text(5, "");
  leave_journal("thing-1");
  EXPECT_EQ(read()->size(), 1u);
}

TEST_F(S3SessionTest, OfTwoObjectsAtOneAddressTheUnknownOneIsToBeRemoved) {
  leave_text(5, "thing-2");
  leave_journal("thing-1");
  const auto snapshot = read();
  ASSERT_EQ(snapshot->size(), 2u);
  EXPECT_EQ(snapshot->row(0).deposed_key, "");
  EXPECT_EQ(snapshot->row(1).deposed_key.size(), 8u);
  EXPECT_EQ(snapshot->row(1).value, row("thing-1").value);
}

TEST_F(S3SessionTest, AnObjectThatTheTextHasIsNotKnownTwice) {
  leave_text(2, "thing-1");
  leave_journal("thing-1");
  EXPECT_EQ(read()->size(), 1u);
}

}  // namespace
}  // namespace tenon
