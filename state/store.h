// StateStore: durable truth, as operations rather than SQL. One store holds many named states
// ("default", later every tenant's cell). The unit is one row per resource instance object; one
// Batch is one transaction and, where it asks for it, one fsync. Contract for every implementation
// (tests/stores runs one suite against all): a Batch is applied wholly or not at all; once commit()
// returned, what it wrote survives kill -9 and (durable) power loss; a Batch under a lease that is
// no longer the holder's is refused with ErrorCategory::Conflict and changes nothing. Threads: a
// Session belongs to one thread at a time; Lease heartbeats run by themselves. Errors: Corrupt
// (names the file and the way out), PermissionDenied (read-only), Exhausted (disk full), Conflict
// (held by somebody else: the message has who, since when, what for, and the way out), Unsupported
// (written by a newer tenon).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "schema/base/env.h"
#include "schema/base/result.h"
#include "state/journal.h"
#include "state/snapshot.h"

namespace tenon {

// An owned row, for writing.
struct Row {
  std::string address;
  std::string deposed_key;
  std::string provider;
  std::int64_t schema_version = 0;
  Type type;
  std::string value;
  std::string private_bytes;
  std::string dependencies;
  bool tainted = false;
  bool create_before_destroy = false;
};

struct RowKey {
  std::string address;
  std::string deposed_key;
};

// The dependents' new direct dependencies after a row was removed and its edges spliced.
struct Splice {
  std::string address;
  std::string deposed_key;
  std::string dependencies;
};

struct Progress {
  std::string intent;
  std::string identity;
  Type type;
  std::string partial;
};

struct Certificate {
  std::string address;
  std::optional<std::uint64_t> row_version;  // nothing: the version that this Batch writes
  Digest128 digest;
};

// What happened to one instance in a run, for `history` and for estimates: kept for every row write
// and removal.
struct HistoryNote {
  std::string address;
  std::string action;  // "create", "update", "delete", "forget", "state rm", …
  std::int64_t duration_ms = 0;
};

// What a state is known by outside of the store (Terraform's lineage and serial).
struct StateIdentity {
  std::string lineage;
  std::uint64_t serial = 0;
};

// Applied in the order of the fields.
struct Batch {
  std::vector<Intent> open_intents;
  std::vector<Progress> progress;
  std::vector<Row> put_rows;        // inserts or replaces by address and deposed key
  std::vector<RowKey> remove_rows;  // absent rows are no error
  std::vector<std::pair<RowKey, RowKey>> move_rows;
  std::vector<Splice> splices;
  std::vector<std::string> close_intents;
  std::vector<OutputRow> put_outputs;
  std::vector<std::string> remove_outputs;
  std::vector<Certificate> certificates;
  std::vector<HistoryNote> history;
  // Small texts that a state carries beside its rows, by name; an empty one removes the note. They
  // do not raise the serial.
  std::vector<std::pair<std::string, std::string>> put_notes;
  // Given to the state after everything else: a take-over of a state that has been elsewhere.
  std::optional<StateIdentity> identity;
  bool durable = true;
  bool empty() const;
};

struct LeaseScope {
  bool whole_state = false;
  std::vector<std::string> write;  // addresses
  std::vector<std::string> read;
};

struct LeaseInfo {
  std::string id;         // what `force-unlock` takes
  std::string owner;      // user@host pid
  std::string operation;  // "apply"
  std::int64_t since = 0;
  std::int64_t expires = 0;
};

// Held until it is destroyed or released. Renews itself by heartbeat while the process lives; an OS
// file lock beside the store tells others on the same machine at once that it died.
class Lease {
 public:
  virtual ~Lease() = default;
  virtual const LeaseInfo& info() const = 0;
  virtual std::uint64_t fencing_token() const = 0;
  // How long it is surely ours still; zero once lost. No request may be sent when this is shorter
  // than the request's timeout.
  virtual std::chrono::milliseconds remaining() const = 0;
  virtual void release() = 0;
};

struct RunInfo {
  std::string id;
  std::string operation;  // "plan", "apply", "destroy", "drift", …
  std::string who;
  std::int64_t started = 0;
  std::int64_t ended = 0;
  std::string summary;
  std::string status;  // "running", "done", "failed"
};

struct HistoryEntry {
  std::string run;
  std::string address;
  std::string action;
  std::int64_t at = 0;
  std::int64_t duration_ms = 0;
  std::uint64_t version = 0;
  Type type;
  std::string value;  // empty for a removal
};

struct DriftFinding {
  std::string address;
  std::string kind;    // "drifted", "gone", "unchecked"
  std::string detail;  // redacted text
  std::int64_t first_seen = 0;
  std::int64_t last_seen = 0;
};

// What is known of a state without reading its rows.
struct StateHead {
  bool exists = false;
  std::string lineage;
  std::uint64_t serial = 0;        // grows with every batch that changes rows or outputs
  std::uint64_t next_version = 1;  // what the next row will get
};

class Session {
 public:
  virtual ~Session() = default;
  virtual const std::string& state_name() const = 0;

  virtual Result<StateHead> head() = 0;
  // "" where there is none of that name.
  virtual Result<std::string> note(const std::string& name) = 0;

  virtual Result<std::shared_ptr<const Snapshot>> snapshot() = 0;
  // Versions of single rows now: for the check of a saved plan. kNoVersion where absent.
  static constexpr std::uint64_t kNoVersion = 0;
  virtual Result<std::vector<std::uint64_t>> row_versions(
      const std::vector<std::string>& addresses) = 0;

  // Waits up to `timeout` for overlapping leases of others to end, asking `cancelled` meanwhile.
  // `waiting` (may be empty) is told once who holds it.
  virtual Result<std::unique_ptr<Lease>> acquire(
      const LeaseScope& scope, const std::string& operation, std::chrono::milliseconds timeout,
      const std::function<bool()>& cancelled,
      const std::function<void(const LeaseInfo&)>& waiting) = 0;
  virtual Result<std::vector<LeaseInfo>> leases() = 0;
  virtual Status force_unlock(const std::string& id) = 0;

  // REQUIRES a lease for everything that touches rows, outputs or intents; only certificates may be
  // committed with nullptr.
  virtual Status commit(const Batch& batch, const Lease* lease, const std::string& run) = 0;
  // Brings what was committed under `lease` to where the state lies for others, if that is
  // elsewhere (state/blob). What could not be brought there is not lost: the next run tries again.
  virtual Status publish(const Lease& lease, const std::string& run);
  // Whether publish() would have something to bring there, of an earlier run that was cut off.
  virtual Result<bool> has_unpublished();
  // Oldest first.
  virtual Result<std::vector<Intent>> open_intents() = 0;

  virtual Status put_run(const RunInfo& run) = 0;
  virtual Result<std::vector<RunInfo>> runs(std::size_t limit) = 0;
  virtual Result<std::vector<HistoryEntry>> history(const std::string& address,
                                                    std::size_t limit) = 0;
  // Median of what creating, updating or removing each type took in earlier runs, in milliseconds:
  // "aws_vpc create" → 1200.
  virtual Result<std::vector<std::pair<std::string, std::int64_t>>> durations() = 0;
  virtual Status put_drift(
      const std::vector<DriftFinding>& findings) = 0;  // replaces the last ones
  virtual Result<std::vector<DriftFinding>> drift() = 0;
};

class StateStore {
 public:
  virtual ~StateStore() = default;
  virtual Result<std::unique_ptr<Session>> open(const std::string& state_name) = 0;
  virtual Result<std::vector<std::string>> state_names() = 0;
  virtual Status remove_state(const std::string& state_name) = 0;
  // A secret of this store alone, for the keyed digests of certificates.
  virtual Result<DigestKey> digest_key() = 0;
  // fsyncs so far, for benchmarks and `-stats`.
  virtual std::uint64_t sync_count() const = 0;
};

}  // namespace tenon
