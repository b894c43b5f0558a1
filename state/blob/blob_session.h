// BlobSession: one user of one state of a blob store (see blob_store.h). sync.cc brings the text
// into the working rows, publish.cc the rows into the text; leases and the rest are in
// blob_session.cc.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "state/blob/batch_wire.h"
#include "state/blob/blob_store.h"
#include "state/store.h"

namespace tenon {

// Which text the working rows came from, as notes of the working state.
struct SyncPoint {
  std::string version;             // of the text; empty: none was ever read or written
  std::uint64_t serial = 0;        // of the working state then: later writes are unpublished
  std::uint64_t next_version = 0;  // rows with this version or a later one are unpublished
  std::string journal;             // digest of the segments that were brought in
  std::string content;             // digest of the text without its head
};

class BlobSession final : public Session {
 public:
  BlobSession(Env& env, std::string workspace, bool local, std::unique_ptr<StateBlob> blob,
              std::unique_ptr<Session> working, SchemaLookup schemas)
      : env_(env),
        workspace_(std::move(workspace)),
        local_(local),
        blob_(std::move(blob)),
        working_(std::move(working)),
        schemas_(std::move(schemas)) {}

  const std::string& state_name() const override { return workspace_; }
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
  Status publish(const Lease& lease, const std::string& run) override;
  Result<bool> has_unpublished() override;
  Result<std::vector<Intent>> open_intents() override;
  Status put_run(const RunInfo& run) override { return working_->put_run(run); }
  Result<std::vector<RunInfo>> runs(std::size_t limit) override { return working_->runs(limit); }
  Result<std::vector<HistoryEntry>> history(const std::string& address,
                                            std::size_t limit) override {
    return working_->history(address, limit);
  }
  Result<std::vector<std::pair<std::string, std::int64_t>>> durations() override {
    return working_->durations();
  }
  Status put_drift(const std::vector<DriftFinding>& findings) override {
    return working_->put_drift(findings);
  }
  Result<std::vector<DriftFinding>> drift() override { return working_->drift(); }

  // `working` is a lease of the working store.
  Status publish_under(const Lease& working, const std::string& run);
  StateBlob& blob() { return *blob_; }

 private:
  friend class BlobLease;
  Result<SyncPoint> sync_point();
  static void put_sync_point(const SyncPoint& point, Batch& batch);
  // Reads the text, and brings it into the working rows where it is another one. `held`: a lease of
  // the working store, or null.
  Status sync(const Lease* held);
  Status sync_once();
  Status bring_in(const BlobContent& content, const std::vector<std::string>& segments,
                  const SyncPoint& before, const Lease& lease);
  Status replay(const std::vector<std::string>& segments, const StateFile& file,
                const Lease& lease);
  void hide_versions(Snapshot& snapshot);
  Status write_text(const Snapshot& snapshot, const SyncPoint& before, const Lease& lease,
                    const std::string& run);
  std::string history_json(const std::string& run, std::uint64_t serial) const;

  Env& env_;
  const std::string workspace_;
  const bool local_;
  const std::unique_ptr<StateBlob> blob_;
  const std::unique_ptr<Session> working_;
  const SchemaLookup schemas_;
  bool synced_ = false;
  std::uint64_t wanted_serial_ = 0;  // of the next text, at least
  std::uint64_t segments_ = 0;       // made by this session
  std::string pending_;              // segments that need not be durable, until one does
  std::vector<HistoryNote> done_;
  // The last snapshot that was given out, with the working store's own versions by row.
  std::shared_ptr<const Snapshot> given_;
  std::vector<std::uint64_t> working_versions_;
};

class BlobLease final : public Lease {
 public:
  BlobLease(BlobSession& session, std::unique_ptr<Lease> working, std::unique_ptr<BlobLock> lock);
  ~BlobLease() override { release(); }
  const LeaseInfo& info() const override { return info_; }
  std::uint64_t fencing_token() const override { return working_->fencing_token(); }
  std::chrono::milliseconds remaining() const override { return working_->remaining(); }
  void release() override;
  const Lease& working() const { return *working_; }

 private:
  BlobSession& session_;
  std::unique_ptr<Lease> working_;
  std::unique_ptr<BlobLock> lock_;  // null under -lock=false
  LeaseInfo info_;
  bool released_ = false;
};

// The working store's lease for the whole text: as an address that no object has, so that whoever
// wants no lock (-lock=false) is not kept out by it.
LeaseScope all_of_it();

// Everything after serial and lineage: equal where nothing but those differ.
std::string content_digest(std::string_view text);
std::string journal_digest(const std::string& before, std::string_view segment);

}  // namespace tenon
