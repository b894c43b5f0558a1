#include "state/sqlite/store.h"

#include <array>
#include <utility>

#include "state/sqlite/session.h"

namespace tenon {

namespace {

class SqliteStore final : public StateStore {
 public:
  explicit SqliteStore(std::shared_ptr<StoreFile> file) : file_(std::move(file)) {}

  Result<std::unique_ptr<Session>> open(const std::string& state_name) override {
    return std::unique_ptr<Session>(std::make_unique<SqliteSession>(file_, state_name));
  }

  Result<std::vector<std::string>> state_names() override {
    std::vector<std::string> names;
    ASSIGN_OR_RETURN(auto database, file_->open_for_reading());
    if (database == nullptr) return names;
    ASSIGN_OR_RETURN(sql::Statement select,
                     database->prepare("SELECT name FROM states ORDER BY name"));
    while (true) {
      ASSIGN_OR_RETURN(const bool found, select.step());
      if (!found) return names;
      names.emplace_back(select.text(0));
    }
  }

  Status remove_state(const std::string& state_name) override;
  Result<DigestKey> digest_key() override { return file_->digest_key(); }
  std::uint64_t sync_count() const override { return file_->syncs(); }

 private:
  const std::shared_ptr<StoreFile> file_;
};

Status SqliteStore::remove_state(const std::string& state_name) {
  const auto absent = [&] {
    return make_error(ErrorCategory::NotFound,
                      "there is no state \"" + state_name + "\" in " + file_->path());
  };
  {
    ASSIGN_OR_RETURN(const auto reader, file_->open_for_reading());
    if (reader == nullptr) return absent();
    ASSIGN_OR_RETURN(const std::optional<StateRow> known, find_state(*reader, state_name));
    if (!known) return absent();
  }
  SqliteSession session(file_, state_name);
  // Whoever works on it keeps it; and nobody starts while it goes.
  ASSIGN_OR_RETURN(const auto lease,
                   session.acquire({.whole_state = true, .write = {}, .read = {}},
                                   "remove the state", std::chrono::milliseconds(0), {}, {}));
  ASSIGN_OR_RETURN(auto database, file_->open_for_writing());
  ASSIGN_OR_RETURN(sql::Transaction transaction,
                   sql::Transaction::begin(*database, sql::Access::Write));
  ASSIGN_OR_RETURN(const std::optional<StateRow> state, find_state(*database, state_name));
  if (!state) return absent();
  static constexpr std::array<const char*, 12> kTables{
      "notes",   "progress",  "intents",        "observations", "outputs",      "resources",
      "history", "durations", "drift_findings", "runs",         "lease_scopes", "leases"};
  for (const char* table : kTables) {
    RETURN_IF_ERROR(database->execute("DELETE FROM " + std::string(table) +
                                      " WHERE state=" + std::to_string(state->id)));
  }
  RETURN_IF_ERROR(database->execute("DELETE FROM states WHERE id=" + std::to_string(state->id)));
  return transaction.commit();
}

}  // namespace

Result<std::unique_ptr<StateStore>> open_sqlite_store(Env& env, const std::string& path,
                                                      SqliteOptions options) {
  ASSIGN_OR_RETURN(std::shared_ptr<StoreFile> file, StoreFile::open(env, path, std::move(options)));
  // Damage and newer formats are reported here, rather than half-way through a run.
  ASSIGN_OR_RETURN(const auto probe, file->open_for_reading());
  return std::unique_ptr<StateStore>(std::make_unique<SqliteStore>(std::move(file)));
}

}  // namespace tenon
