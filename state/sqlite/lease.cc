// Leases: who may write what. The rules are in docs/state.md, "Locking".
#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "state/sqlite/lock_file.h"
#include "state/sqlite/session.h"

namespace tenon {

namespace {

using std::chrono::milliseconds;

std::int64_t epoch_ms(Env& env) {
  return std::chrono::duration_cast<milliseconds>(env.now().time_since_epoch()).count();
}

// Which byte of the lock file stands for a lease: nobody else ever gets the same one.
std::uint64_t lock_byte(std::int64_t state, std::int64_t token) {
  return (static_cast<std::uint64_t>(state) & 0x3FFFFF) << 40 |
         (static_cast<std::uint64_t>(token) & 0xFFFFFFFFFF);
}

class SqliteLease final : public Lease {
 public:
  SqliteLease(std::shared_ptr<StoreFile> file, std::int64_t state, LeaseInfo info,
              std::int64_t token, LockFile lock, std::chrono::steady_clock::time_point held_until)
      : file_(std::move(file)),
        state_(state),
        info_(std::move(info)),
        token_(token),
        lock_(std::move(lock)),
        held_until_(held_until) {
    heart_ = std::thread([this] { beat(); });
  }
  ~SqliteLease() override { release(); }

  const LeaseInfo& info() const override { return info_; }
  std::uint64_t fencing_token() const override { return static_cast<std::uint64_t>(token_); }

  milliseconds remaining() const override {
    const std::lock_guard<std::mutex> guard(mutex_);
    if (lost_ || stopping_) return milliseconds(0);
    const auto left =
        std::chrono::duration_cast<milliseconds>(held_until_ - file_->env().monotonic());
    return std::max(left, milliseconds(0));
  }

  void release() override {
    {
      const std::lock_guard<std::mutex> guard(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    if (!heart_.joinable()) return;
    heart_.join();
    // If the row cannot be removed, the lock below still tells others that nobody holds it.
    if (connect()) static_cast<void>(remove_row());
    database_.reset();
    lock_.unlock();
  }

 private:
  // Used by the heartbeat, and by release() once that has ended.
  Status connect() {
    if (database_ != nullptr) return ok_status();
    ASSIGN_OR_RETURN(database_, file_->open_for_writing());
    return ok_status();
  }

  Status remove_row() {
    ASSIGN_OR_RETURN(
        sql::Transaction transaction,
        sql::Transaction::begin(*database_, sql::Access::Write, sql::Durability::Ordered));
    ASSIGN_OR_RETURN(sql::Statement remove,
                     database_->prepare("DELETE FROM leases WHERE state=? AND id=? AND token=?"));
    RETURN_IF_ERROR(remove.bind(state_).bind(info_.id).bind(token_).run());
    return transaction.commit();
  }

  // Whether the lease is still ours; an error says nothing either way.
  Result<bool> renew() {
    RETURN_IF_ERROR(connect());
    ASSIGN_OR_RETURN(
        sql::Transaction transaction,
        sql::Transaction::begin(*database_, sql::Access::Write, sql::Durability::Ordered));
    ASSIGN_OR_RETURN(
        sql::Statement update,
        database_->prepare("UPDATE leases SET expires=? WHERE state=? AND id=? AND token=?"));
    update.bind(epoch_ms(file_->env()) + file_->lease_expiry().count()).bind(state_).bind(info_.id);
    RETURN_IF_ERROR(update.bind(token_).run());
    const bool ours = database_->changes() != 0;
    RETURN_IF_ERROR(transaction.commit());
    return ours;
  }

  void beat() {
    std::unique_lock<std::mutex> guard(mutex_);
    while (!wake_.wait_for(guard, file_->lease_expiry() / 3, [this] { return stopping_; })) {
      guard.unlock();
      // Counted from before the write: what others see ends later than what we rely on.
      const auto until = file_->env().monotonic() + file_->lease_expiry();
      const auto renewed = renew();
      guard.lock();
      if (!renewed) continue;  // tried again; remaining() runs down meanwhile
      if (!*renewed) {
        lost_ = true;
        return;
      }
      held_until_ = until;
    }
  }

  const std::shared_ptr<StoreFile> file_;
  const std::int64_t state_;
  const LeaseInfo info_;
  const std::int64_t token_;
  LockFile lock_;
  std::unique_ptr<sql::Database> database_;
  std::thread heart_;
  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  std::chrono::steady_clock::time_point held_until_;
  bool stopping_ = false;
  bool lost_ = false;
};

struct Held {
  LeaseInfo info;
  std::int64_t token = 0;
  std::string machine;
  std::int64_t expires_ms = 0;
  bool whole_state = false;
};

Result<std::vector<Held>> held_leases(sql::Database& database, std::int64_t state) {
  std::vector<Held> all;
  ASSIGN_OR_RETURN(
      sql::Statement select,
      database.prepare(
          "SELECT id, token, owner, operation, machine, since, expires, whole_state FROM leases "
          "WHERE state=? ORDER BY token"));
  select.bind(state);
  while (true) {
    ASSIGN_OR_RETURN(const bool found, select.step());
    if (!found) return all;
    Held held;
    held.info.id = select.text(0);
    held.token = select.integer(1);
    held.info.owner = select.text(2);
    held.info.operation = select.text(3);
    held.machine = select.text(4);
    held.info.since = select.integer(5);
    held.expires_ms = select.integer(6);
    held.info.expires = held.expires_ms / 1000;
    held.whole_state = select.integer(7) != 0;
    all.push_back(std::move(held));
  }
}

// On this machine the lock is the truth: held means alive, even while the process is stopped or the
// lid was closed. Elsewhere only time tells, with a third on top, because clocks differ.
bool is_dead(const StoreFile& file, std::int64_t state, const Held& held) {
  if (!held.machine.empty() && held.machine == file.machine()) {
    const auto locked = LockFile::is_locked(file.lock_path(), lock_byte(state, held.token));
    if (locked) return !*locked;
  }
  return epoch_ms(file.env()) > held.expires_ms + file.lease_expiry().count() / 3;
}

// REQUIRES: both sorted.
bool overlap(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  auto left = a.begin();
  auto right = b.begin();
  while (left != a.end() && right != b.end()) {
    const int order = left->compare(*right);
    if (order == 0) return true;
    if (order < 0) {
      ++left;
    } else {
      ++right;
    }
  }
  return false;
}

// A writer excludes writers and readers of the same address; readers exclude nobody. A whole state
// excludes all.
Result<bool> conflicts(sql::Database& database, std::int64_t state, const LeaseScope& wanted,
                       const Held& held) {
  if (wanted.whole_state || held.whole_state) return true;
  ASSIGN_OR_RETURN(
      sql::Statement select,
      database.prepare("SELECT writes, reads FROM lease_scopes WHERE state=? AND lease=?"));
  ASSIGN_OR_RETURN(const bool found, select.bind(state).bind(held.info.id).step());
  if (!found) return true;
  const auto writes = decode_dependencies(select.blob(0));
  const auto reads = decode_dependencies(select.blob(1));
  return overlap(wanted.write, writes) || overlap(wanted.write, reads) ||
         overlap(wanted.read, writes);
}

Status remove_lease(sql::Database& database, std::int64_t state, const std::string& id) {
  ASSIGN_OR_RETURN(sql::Statement remove,
                   database.prepare("DELETE FROM leases WHERE state=? AND id=?"));
  return remove.bind(state).bind(id).run();
}

std::string random_id(Env& env) {
  std::array<std::uint8_t, 8> bytes{};
  env.random_bytes(bytes);
  return to_hex(std::string(bytes.begin(), bytes.end()));
}

Error held_error(const std::string& state, const LeaseInfo& holder, bool waited) {
  return make_error(
      ErrorCategory::Conflict,
      "the state \"" + state + "\" is in use: " + holder.owner + " has been running " +
          holder.operation + " since " +
          format_utc(std::chrono::system_clock::time_point(std::chrono::seconds(holder.since))) +
          " (lease " + holder.id +
          (waited ? "), and did not finish in time. Wait for it" : "). Wait for it") +
          ", with -lock-timeout=5m for example; if that run is certainly dead, `tenon "
          "force-unlock " +
          holder.id + "` ends its lease");
}

void sort_unique(std::vector<std::string>& addresses) {
  std::sort(addresses.begin(), addresses.end());
  addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
}

}  // namespace

Result<std::unique_ptr<Lease>> SqliteSession::try_acquire(const LeaseScope& scope,
                                                          const std::string& operation,
                                                          std::optional<LeaseInfo>& holder) {
  ASSIGN_OR_RETURN(sql::Database * database, writer());
  Env& env = file_->env();
  const auto held_until = env.monotonic() + file_->lease_expiry();
  ASSIGN_OR_RETURN(
      sql::Transaction transaction,
      sql::Transaction::begin(*database, sql::Access::Write, sql::Durability::Ordered));
  ASSIGN_OR_RETURN(const StateRow state, find_or_make_state(*database, env, state_name_));
  ASSIGN_OR_RETURN(const std::vector<Held> others, held_leases(*database, state.id));
  for (const Held& held : others) {
    if (is_dead(*file_, state.id, held)) {
      RETURN_IF_ERROR(remove_lease(*database, state.id, held.info.id));
      continue;
    }
    ASSIGN_OR_RETURN(const bool conflict, conflicts(*database, state.id, scope, held));
    if (conflict) {
      holder = held.info;
      return std::unique_ptr<Lease>();
    }
  }
  const std::int64_t token = state.next_fence;
  const std::int64_t now = epoch_ms(env);
  LeaseInfo info;
  info.id = random_id(env);
  info.owner = env.user_and_host() + " " + std::to_string(env.process_id());
  info.operation = operation;
  info.since = now / 1000;
  info.expires = (now + file_->lease_expiry().count()) / 1000;
  // Held before anybody can see the row, or the row would look like a dead holder's.
  auto lock = LockFile::try_lock(file_->lock_path(), lock_byte(state.id, token));
  ASSIGN_OR_RETURN(sql::Statement insert,
                   database->prepare("INSERT INTO leases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  insert.bind(state.id).bind(info.id).bind(token).bind(info.owner).bind(operation);
  insert.bind(lock ? std::string_view(file_->machine()) : std::string_view()).bind(info.since);
  RETURN_IF_ERROR(
      insert.bind(now + file_->lease_expiry().count()).bind(scope.whole_state ? 1 : 0).run());
  ASSIGN_OR_RETURN(sql::Statement scopes,
                   database->prepare("INSERT INTO lease_scopes VALUES (?, ?, ?, ?)"));
  const std::string writes = encode_dependencies(scope.write);
  const std::string reads = encode_dependencies(scope.read);
  RETURN_IF_ERROR(scopes.bind(state.id).bind(info.id).bind_blob(writes).bind_blob(reads).run());
  ASSIGN_OR_RETURN(sql::Statement fence,
                   database->prepare("UPDATE states SET next_fence=? WHERE id=?"));
  RETURN_IF_ERROR(fence.bind(token + 1).bind(state.id).run());
  RETURN_IF_ERROR(transaction.commit());
  return std::unique_ptr<Lease>(std::make_unique<SqliteLease>(
      file_, state.id, std::move(info), token, lock ? std::move(*lock) : LockFile(), held_until));
}

Result<std::unique_ptr<Lease>> SqliteSession::acquire(
    const LeaseScope& scope, const std::string& operation, milliseconds timeout,
    const std::function<bool()>& cancelled, const std::function<void(const LeaseInfo&)>& waiting) {
  LeaseScope sorted = scope;
  sort_unique(sorted.write);
  sort_unique(sorted.read);
  Env& env = file_->env();
  const auto deadline = env.monotonic() + timeout;
  bool waited = false;
  while (true) {
    std::optional<LeaseInfo> holder;
    ASSIGN_OR_RETURN(std::unique_ptr<Lease> lease, try_acquire(sorted, operation, holder));
    if (lease != nullptr) return lease;
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - env.monotonic());
    if (left.count() <= 0) return held_error(state_name_, *holder, waited);
    if (!waited && waiting) waiting(*holder);
    waited = true;
    if (!env.sleep(std::min(left, milliseconds(100)), cancelled)) {
      return make_error(ErrorCategory::Cancelled, "stopped while waiting for " + holder->owner +
                                                      " to finish " + holder->operation +
                                                      "; nothing was changed");
    }
  }
}

Result<std::vector<LeaseInfo>> SqliteSession::leases() {
  std::vector<LeaseInfo> infos;
  ASSIGN_OR_RETURN(Reading reading, begin_reading());
  if (reading.database == nullptr) return infos;
  ASSIGN_OR_RETURN(const std::vector<Held> all, held_leases(*reading.database, reading.state->id));
  for (const Held& held : all) {
    if (!is_dead(*file_, reading.state->id, held)) infos.push_back(held.info);
  }
  return infos;
}

Status SqliteSession::force_unlock(const std::string& id) {
  const auto absent = [&] {
    return make_error(ErrorCategory::NotFound, "the state \"" + state_name_ + "\" has no lease " +
                                                   id +
                                                   ": it has ended, or belongs to another state");
  };
  {
    ASSIGN_OR_RETURN(const Reading reading, begin_reading());
    if (reading.database == nullptr) return absent();
  }
  ASSIGN_OR_RETURN(sql::Database * database, writer());
  ASSIGN_OR_RETURN(sql::Transaction transaction,
                   sql::Transaction::begin(*database, sql::Access::Write));
  ASSIGN_OR_RETURN(const std::optional<StateRow> state, find_state(*database, state_name_));
  if (!state) return absent();
  RETURN_IF_ERROR(remove_lease(*database, state->id, id));
  if (database->changes() == 0) return absent();
  return transaction.commit();
}

}  // namespace tenon
