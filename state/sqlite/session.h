// SqliteSession: one user of one state. What it reads is in read.cc, batches in write.cc, leases in
// lease.cc, the small tables here. It opens the file when it first needs it, and makes it when it
// first writes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "state/sqlite/dictionary.h"
#include "state/sqlite/sql.h"
#include "state/sqlite/store_file.h"
#include "state/store.h"

namespace tenon {

struct StateRow {
  std::int64_t id = 0;
  std::string lineage;
  std::int64_t serial = 0;
  std::int64_t next_version = 1;
  std::int64_t next_fence = 1;
  std::int64_t row_count = 0;
};

// Nothing where the store never held this state.
Result<std::optional<StateRow>> find_state(sql::Database& database, const std::string& name);
// REQUIRES: a transaction for writing.
Result<StateRow> find_or_make_state(sql::Database& database, Env& env, const std::string& name);

class SqliteSession final : public Session {
 public:
  SqliteSession(std::shared_ptr<StoreFile> file, std::string state_name)
      : file_(std::move(file)), state_name_(std::move(state_name)) {}

  const std::string& state_name() const override { return state_name_; }
  Result<StateHead> head() override;
  Result<std::string> note(const std::string& name) override;
  Result<std::shared_ptr<const Snapshot>> snapshot() override;
  Result<std::vector<std::uint64_t>> row_versions(
      const std::vector<std::string>& addresses) override;
  Result<std::unique_ptr<Lease>> acquire(
      const LeaseScope& scope, const std::string& operation, std::chrono::milliseconds timeout,
      const std::function<bool()>& cancelled,
      const std::function<void(const LeaseInfo&)>& waiting) override;
  Result<std::vector<LeaseInfo>> leases() override;
  Status force_unlock(const std::string& id) override;
  Status commit(const Batch& batch, const Lease* lease, const std::string& run) override;
  Result<std::vector<Intent>> open_intents() override;
  Status put_run(const RunInfo& run) override;
  Result<std::vector<RunInfo>> runs(std::size_t limit) override;
  Result<std::vector<HistoryEntry>> history(const std::string& address, std::size_t limit) override;
  Result<std::vector<std::pair<std::string, std::int64_t>>> durations() override;
  Status put_drift(const std::vector<DriftFinding>& findings) override;
  Result<std::vector<DriftFinding>> drift() override;

 private:
  // A read transaction and the state in it; `database` is null where there is no file or no such
  // state, and everything is empty.
  struct Reading {
    sql::Database* database = nullptr;
    std::optional<StateRow> state;
    std::optional<sql::Transaction> transaction;
  };
  Result<Reading> begin_reading();
  Result<sql::Database*> writer();
  Result<std::unique_ptr<Lease>> try_acquire(const LeaseScope& scope, const std::string& operation,
                                             std::optional<LeaseInfo>& holder);
  Status write_batch(sql::Database& database, const Batch& batch, const Lease* lease,
                     const std::string& run);

  const std::shared_ptr<StoreFile> file_;
  const std::string state_name_;
  std::unique_ptr<sql::Database> database_;
  bool may_write_ = false;  // database_ was opened for writing
  Dictionary dictionary_;
};

}  // namespace tenon
