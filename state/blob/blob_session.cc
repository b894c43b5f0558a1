#include "state/blob/blob_session.h"

#include <algorithm>

#include "schema/base/digest.h"
#include "schema/base/log.h"

namespace tenon {

namespace {

constexpr std::chrono::milliseconds kFirstPause{250};
constexpr std::chrono::milliseconds kLongestPause{4'000};

LeaseInfo lease_info(const LockNote& note) {
  LeaseInfo info;
  info.id = note.id;
  info.owner = note.who;
  info.operation = note.operation;
  return info;
}

Error held_error(const std::string& where, const LockNote& holder) {
  return make_error(ErrorCategory::Conflict,
                    "the state " + where + " is locked: " + lock_note_text(holder) +
                        ". Wait for it, with -lock-timeout=5m for example; if that run is "
                        "certainly dead, `tenon force-unlock " +
                        holder.id + "` takes the lock away");
}

// 64 bits of what the row says; never kNoVersion.
std::uint64_t content_version(const RowView& row) {
  const std::string hex = row_digest(row).substr(0, 16);
  return std::max<std::uint64_t>(1, std::stoull(hex, nullptr, 16));
}

bool changes_anything(const Batch& batch) {
  return !(batch.open_intents.empty() && batch.progress.empty() && batch.put_rows.empty() &&
           batch.remove_rows.empty() && batch.move_rows.empty() && batch.splices.empty() &&
           batch.close_intents.empty() && batch.put_outputs.empty() &&
           batch.remove_outputs.empty());
}

}  // namespace

BlobLease::BlobLease(BlobSession& session, std::unique_ptr<Lease> working,
                     std::unique_ptr<BlobLock> lock)
    : session_(session), working_(std::move(working)), lock_(std::move(lock)) {
  info_ = lock_ != nullptr ? lease_info(lock_->note()) : working_->info();
}

void BlobLease::release() {
  if (released_) return;
  released_ = true;
  if (const Status published = session_.publish_under(*working_, "release"); !published)
    log(LogLevel::Warn, published.error().message);
  working_->release();
  if (lock_ == nullptr) return;
  if (const Status released = lock_->release(); !released)
    log(LogLevel::Warn, "the lock was not released: " + released.error().message);
  lock_.reset();
}

Result<StateHead> BlobSession::head() {
  RETURN_IF_ERROR(sync_once());
  return working_->head();
}

Result<std::string> BlobSession::note(const std::string& name) {
  RETURN_IF_ERROR(sync_once());
  return working_->note(name);
}

void BlobSession::hide_versions(Snapshot& snapshot) {
  working_versions_.clear();
  working_versions_.reserve(snapshot.rows_.size());
  for (RowView& row : snapshot.rows_) {
    working_versions_.push_back(row.version);
    row.version = content_version(row);
  }
}

Result<std::shared_ptr<const Snapshot>> BlobSession::snapshot() {
  RETURN_IF_ERROR(sync_once());
  ASSIGN_OR_RETURN(std::shared_ptr<const Snapshot> snapshot, working_->snapshot());
  if (local_) return snapshot;
  // The working store made it for us alone.
  hide_versions(*std::const_pointer_cast<Snapshot>(snapshot));
  given_ = snapshot;
  return snapshot;
}

Result<std::vector<std::uint64_t>> BlobSession::row_versions(
    const std::vector<std::string>& addresses) {
  if (local_) {
    RETURN_IF_ERROR(sync_once());
    return working_->row_versions(addresses);
  }
  ASSIGN_OR_RETURN(const auto now, snapshot());
  std::vector<std::uint64_t> versions;
  for (const std::string& address : addresses) {
    const std::uint32_t row = now->find(address);
    versions.push_back(row == kNoRow ? kNoVersion : now->row(row).version);
  }
  return versions;
}

Result<std::unique_ptr<Lease>> BlobSession::acquire(
    const LeaseScope& scope, const std::string& operation, std::chrono::milliseconds timeout,
    const std::function<bool()>& cancelled, const std::function<void(const LeaseInfo&)>& waiting) {
  const bool unlocked = !scope.whole_state && scope.write.empty() && scope.read.empty();
  std::unique_ptr<BlobLock> lock;
  const auto deadline = env_.monotonic() + timeout;
  auto pause = kFirstPause;
  bool told = false;
  while (!unlocked && lock == nullptr) {
    LockNote holder;
    auto taken = blob_->try_lock(new_lock_note(env_, operation, blob_->where()), &holder);
    if (taken) {
      lock = *std::move(taken);
      break;
    }
    if (taken.error().category != ErrorCategory::Conflict) return std::move(taken).error();
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - env_.monotonic());
    if (left.count() <= 0) return held_error(blob_->where(), holder);
    if (!told && waiting) waiting(lease_info(holder));
    told = true;
    if (!env_.sleep(std::min(left, pause), cancelled)) {
      return make_error(ErrorCategory::Cancelled, "stopped while waiting for the lock of " +
                                                      blob_->where() + "; nothing was changed");
    }
    pause = std::min(pause * 2, kLongestPause);
  }
  // Whatever the scope: one text, one lock.
  ASSIGN_OR_RETURN(std::unique_ptr<Lease> working,
                   working_->acquire(unlocked ? LeaseScope() : all_of_it(), operation, timeout,
                                     cancelled, waiting));
  RETURN_IF_ERROR(sync(working.get()));
  return std::unique_ptr<Lease>(
      std::make_unique<BlobLease>(*this, std::move(working), std::move(lock)));
}

Result<std::vector<LeaseInfo>> BlobSession::leases() {
  ASSIGN_OR_RETURN(const auto holder, blob_->lock_holder());
  if (!holder) return std::vector<LeaseInfo>();
  return std::vector<LeaseInfo>{lease_info(*holder)};
}

Status BlobSession::force_unlock(const std::string& id) {
  RETURN_IF_ERROR(blob_->force_unlock(id));
  ASSIGN_OR_RETURN(const auto beside, working_->leases());
  for (const LeaseInfo& lease : beside) RETURN_IF_ERROR(working_->force_unlock(lease.id));
  return ok_status();
}

Status BlobSession::commit(const Batch& batch, const Lease* lease, const std::string& run) {
  const Lease* working =
      lease == nullptr ? nullptr : &static_cast<const BlobLease*>(lease)->working();
  done_.insert(done_.end(), batch.history.begin(), batch.history.end());
  Batch inner = batch;
  if (batch.identity) {
    // Above the last text's, so that what came is seen as unpublished.
    ASSIGN_OR_RETURN(const SyncPoint point, sync_point());
    wanted_serial_ = std::max(batch.identity->serial, point.serial + 1);
    inner.identity->serial = wanted_serial_;
  }
  if (local_) return working_->commit(inner, working, run);
  inner.durable = false;
  for (Certificate& certificate : inner.certificates) {
    if (!certificate.row_version || given_ == nullptr) continue;
    const std::uint32_t row = given_->find(certificate.address);
    if (row != kNoRow && given_->row(row).version == *certificate.row_version)
      certificate.row_version = working_versions_[row];
  }
  if (blob_->has_sidecar() && working != nullptr && changes_anything(batch)) {
    ASSIGN_OR_RETURN(SyncPoint point, sync_point());
    ASSIGN_OR_RETURN(const StateHead head, working_->head());
    JournalSegment segment;
    segment.run = run;
    segment.number = ++segments_;
    segment.lineage = head.lineage;
    segment.serial = point.serial;
    segment.batch = batch;
    encode_segment(segment, pending_);
    if (batch.durable) {
      RETURN_IF_ERROR(blob_->append_journal(run, pending_));
      point.journal = journal_digest(point.journal, pending_);
      pending_.clear();
      put_sync_point(point, inner);
    }
  }
  return working_->commit(inner, working, run);
}

Result<std::vector<Intent>> BlobSession::open_intents() {
  RETURN_IF_ERROR(sync_once());
  return working_->open_intents();
}

namespace {

class BlobStore final : public StateStore {
 public:
  BlobStore(Env& env, std::shared_ptr<StatePlace> place, std::unique_ptr<StateStore> working,
            SchemaLookup schemas)
      : env_(env),
        place_(std::move(place)),
        working_(std::move(working)),
        schemas_(std::move(schemas)) {}

  Result<std::unique_ptr<Session>> open(const std::string& state_name) override {
    ASSIGN_OR_RETURN(auto blob, place_->open(state_name));
    // A slash is in no workspace's name, so these never meet the states that have no other place.
    ASSIGN_OR_RETURN(auto working, working_->open("at/" + blob->where()));
    return std::unique_ptr<Session>(std::make_unique<BlobSession>(
        env_, state_name, place_->is_local(), std::move(blob), std::move(working), schemas_));
  }
  Result<std::vector<std::string>> state_names() override { return place_->workspaces(); }
  Status remove_state(const std::string& state_name) override {
    ASSIGN_OR_RETURN(auto blob, place_->open(state_name));
    ASSIGN_OR_RETURN(const auto names, place_->workspaces());
    ASSIGN_OR_RETURN(auto working, working_->open("at/" + blob->where()));
    ASSIGN_OR_RETURN(const StateHead head, working->head());
    if (!head.exists && std::find(names.begin(), names.end(), state_name) == names.end())
      return make_error(ErrorCategory::NotFound, "there is no state " + blob->where());
    LockNote holder;
    auto lock = blob->try_lock(new_lock_note(env_, "remove the state", blob->where()), &holder);
    if (!lock) {
      if (lock.error().category == ErrorCategory::Conflict)
        return held_error(blob->where(), holder);
      return std::move(lock).error();
    }
    RETURN_IF_ERROR((*lock)->release());
    const Status there = place_->remove(state_name);
    if (!there && there.error().category != ErrorCategory::NotFound) return there.error();
    const Status beside = working_->remove_state("at/" + blob->where());
    if (!beside && (!there || beside.error().category != ErrorCategory::NotFound))
      return beside.error();
    return ok_status();
  }
  Result<DigestKey> digest_key() override { return working_->digest_key(); }
  std::uint64_t sync_count() const override { return working_->sync_count(); }

 private:
  Env& env_;
  const std::shared_ptr<StatePlace> place_;
  const std::unique_ptr<StateStore> working_;
  const SchemaLookup schemas_;
};

}  // namespace

std::unique_ptr<StateStore> make_blob_store(Env& env, std::shared_ptr<StatePlace> place,
                                            std::unique_ptr<StateStore> working,
                                            SchemaLookup schemas) {
  return std::make_unique<BlobStore>(env, std::move(place), std::move(working), std::move(schemas));
}

}  // namespace tenon
