#include "tests/stores/store_factory.h"

#include <array>
#include <cstdlib>
#include <filesystem>

#include "state/blob/blob_store.h"
#include "state/blob/local_place.h"
#include "state/s3/place.h"
#include "state/sqlite/store.h"

namespace tenon {

namespace {

// Against a server that speaks S3 at AWS_ENDPOINT_URL and has the bucket "states": each machine
// with a working store of its own.
StoreFactory on_s3() {
  return {"s3",
          [](const std::string& place, const OpenAs& as) {
            SqliteOptions options;
            options.lease_expiry = as.lease_expiry;
            options.machine = as.machine;
            auto working =
                open_sqlite_store(system_env(), place + "/tenon" + as.machine + ".db", options);
            if (!working) return working;
            BackendSettings settings;
            settings.type = "s3";
            settings.arena = std::make_shared<Arena>();
            const auto set = [&](const char* name, const std::string& text) {
              settings.arguments[name] = Value::string(*settings.arena, text);
            };
            set("bucket", "states");
            set("key", std::filesystem::path(place).filename().string());
            set("region", "us-east-1");
            set("use_lockfile", "true");
            auto at = open_s3_place(system_env(), settings);
            if (!at) return Result<std::unique_ptr<StateStore>>(std::move(at).error());
            return Result<std::unique_ptr<StateStore>>(
                make_blob_store(system_env(), *std::move(at), *std::move(working), {}));
          },
          false,
          true,
          false,
          false};
}

}  // namespace

std::vector<StoreFactory> store_factories() {
  if (system_env().variable("TENON_TEST_S3").value_or("") == "1") return {on_s3()};
  return {{"sqlite",
           [](const std::string& place, const OpenAs& as) {
             SqliteOptions options;
             options.lease_expiry = as.lease_expiry;
             options.machine = as.machine;
             return open_sqlite_store(system_env(), place + "/tenon.db", options);
           }},
          {"local",
           [](const std::string& place, const OpenAs& as) {
             SqliteOptions options;
             options.lease_expiry = as.lease_expiry;
             options.machine = as.machine;
             auto working = open_sqlite_store(system_env(), place + "/tenon.db", options);
             if (!working) return working;
             LocalOptions local;
             local.path = place + "/x.tfstate";
             local.workspace_dir = place + "/states";
             return Result<std::unique_ptr<StateStore>>(make_blob_store(
                 system_env(), make_local_place(system_env(), local), *std::move(working), {}));
           },
           false, false}};
}

StoreContract::StoreContract() {
  std::string pattern = (std::filesystem::temp_directory_path() / "tenon-store-XXXXXX").string();
  place_ = ::mkdtemp(pattern.data());
}

StoreContract::~StoreContract() {
  std::error_code ignored;
  std::filesystem::remove_all(place_, ignored);
}

std::unique_ptr<StateStore> StoreContract::open_store(const OpenAs& as) {
  auto store = GetParam().open(place_, as);
  if (!store) ADD_FAILURE() << store.error().message;
  return store ? *std::move(store) : nullptr;
}

std::unique_ptr<Session> StoreContract::open_session(StateStore& store, const std::string& name) {
  auto session = store.open(name);
  if (!session) ADD_FAILURE() << session.error().message;
  return session ? *std::move(session) : nullptr;
}

std::unique_ptr<Lease> StoreContract::acquire_all(Session& session) {
  LeaseScope scope;
  scope.whole_state = true;
  auto lease = session.acquire(scope, "apply", std::chrono::milliseconds(0), {}, {});
  if (!lease) ADD_FAILURE() << lease.error().message;
  return lease ? *std::move(lease) : nullptr;
}

Row make_row(const std::string& address, const std::string& value) {
  Row row;
  row.address = address;
  row.provider = "provider[\"registry.terraform.io/hashicorp/aws\"]";
  row.schema_version = 1;
  row.type = Type::list_of(Type::string());
  row.value = value;
  row.private_bytes = "private";
  row.dependencies = encode_dependencies({"aws_vpc.a", "aws_vpc.b"});
  return row;
}

std::shared_ptr<const Snapshot> snapshot_of(Session& session) {
  auto snapshot = session.snapshot();
  if (!snapshot) {
    ADD_FAILURE() << snapshot.error().message;
    return std::make_shared<Snapshot>();
  }
  return *std::move(snapshot);
}

RowView row_at(const Snapshot& snapshot, const std::string& address) {
  const std::uint32_t index = snapshot.find(address);
  if (index == kNoRow) {
    ADD_FAILURE() << "no row " << address;
    return {};
  }
  return snapshot.row(index);
}

}  // namespace tenon
