// StatePlace and StateBlob: the seam between tenon's working store and wherever a team keeps
// Terraform's own state objects (state v4, one text per workspace): a local file, an S3 object.
//
// Why: the store contract (state/store.h) is rows, journal and leases; a v4 state is one text and
// one lock. blob_store.h puts the first on top of the second, once for all kinds: it reads the text
// into rows of a working store, and writes it back with a higher serial when a run ends. What
// differs between kinds is only what is declared here:
//   - a StatePlace is one configured backend (a bucket and a key; a path). It knows its workspaces.
//   - a StateBlob is one workspace's text there, its lock, and its sidecar.
//
// The sidecar holds what v4 has no room for and another machine must find: the *journal* (what was
// begun and done since the text was last written; written before each effect, gone once the text
// has it) and the *history* (what runs did). A place whose working store lies beside the text
// itself and is durable (local files) needs none: has_sidecar() is false, and the sidecar calls are
// never made.
//
// Owner: the place outlives its blobs' users; blobs share what they need. Threads: one thread at a
// time, except heartbeat-free BlobLock, which is the caller's. Errors: NotFound (remove),
// Conflict (a lock is held: `*holder` is filled; a write whose `expected` is no longer true),
// PermissionDenied, Unavailable, Corrupt (the text is not what its digest says), Exhausted. Cost:
// each call is about one request, and blob_store.h makes no more than it needs:
//   plan:  read
//   apply: read, try_lock, read with known version (304), journal…, write, clear_journal, unlock
// `read` and `journal` are asked together: a kind may answer the second without a request where it
// knows from the first that there is no journal.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/arena.h"
#include "schema/base/diagnostic.h"
#include "schema/base/env.h"
#include "schema/base/result.h"
#include "schema/value/value.h"
#include "state/blob/lock_note.h"

namespace tenon {

// A v4 text as it was read. `version` is opaque and changes with every write (an ETag, a digest).
struct BlobContent {
  bool exists = false;
  bool unchanged = false;  // `known_version` is still the version; `text` was not fetched
  std::string text;
  std::string version;
};

// Held until released. The destructor releases too, ignoring errors.
class BlobLock {
 public:
  virtual ~BlobLock() = default;
  virtual const LockNote& note() const = 0;
  virtual Status release() = 0;
};

class StateBlob {
 public:
  virtual ~StateBlob() = default;
  // For people: "s3://bucket/env:/prod/app.tfstate", "states/app.tfstate".
  virtual std::string where() const = 0;

  // `known_version` may be empty. An absent text is no error: exists is false. A text whose digest
  // (DynamoDB's -md5 item) does not agree is Corrupt, after the patience that the kind has.
  virtual Result<BlobContent> read(const std::string& known_version) = 0;
  // Replaces the text if its version is still `expected` (empty: there was none); Conflict else.
  // Where the kind has no conditional write, under the lock alone. The new version.
  virtual Result<std::string> write(std::string_view text, const std::string& expected) = 0;

  // Takes the lock for `note`, at once or not at all: Conflict with *holder filled (as far as it
  // can be read) where somebody has it. Waiting for -lock-timeout is blob_store's. Kinds without
  // any lock configured give a lock that is always free.
  virtual Result<std::unique_ptr<BlobLock>> try_lock(const LockNote& note, LockNote* holder) = 0;
  // Who has it now; nothing where nobody does.
  virtual Result<std::optional<LockNote>> lock_holder() = 0;
  // Conflict where the lock has another id, NotFound where there is none.
  virtual Status force_unlock(const std::string& id) = 0;

  // --- sidecar
  virtual bool has_sidecar() const { return false; }
  // Durable once it returned: adds `segment` to the journal of `run`. Called for every durable
  // batch of a run (so: few and large, as group commit makes them), under the lock.
  virtual Status append_journal(const std::string& run, std::string_view segment);
  // Every segment of every run, in the order they were appended.
  virtual Result<std::vector<std::string>> journal();
  // The text holds it all now: removes every segment of every run. `history` (JSON; may be empty):
  // what `run` did, to be kept for `tenon history`. `keep` (may be empty): a segment that is put in
  // the journal before the others are removed, because something is still open.
  virtual Status clear_journal(const std::string& run, std::string_view history,
                               std::string_view keep);
  // The newest `limit` entries of the history that clear_journal() was given, newest first.
  virtual Result<std::vector<std::string>> history(std::size_t limit);
};

class StatePlace {
 public:
  virtual ~StatePlace() = default;
  virtual std::string where() const = 0;
  // Whether the working store beside it outlives the folder's caches: decides where blob_store
  // keeps it (local: tenon.db beside the configuration; S3: a cache in .terraform).
  virtual bool is_local() const { return false; }
  // Workspaces that have a text there, sorted; "default" is always among them.
  virtual Result<std::vector<std::string>> workspaces() = 0;
  virtual Result<std::unique_ptr<StateBlob>> open(const std::string& workspace) = 0;
  // Text, lock and sidecar of a workspace. NotFound where there is none.
  virtual Status remove(const std::string& workspace) = 0;
  // Terraform's arguments for this backend as it was configured, for .terraform/terraform.tfstate:
  // one JSON object, every argument of the kind in it, null where not given. Secrets that Terraform
  // itself would keep there included.
  virtual std::string config_json() const = 0;
};

// The arguments of a backend block merged with -backend-config, both literal. Strings from the
// command line stay strings: a kind converts ("true" → bool) as Terraform does.
struct BackendSettings {
  std::string type;  // "local", "s3"
  std::map<std::string, Value> arguments;
  std::shared_ptr<Arena> arena;  // owns the values
};

// One kind of backend; engine/cli/backends.cc lists them. A kind lives in its own room:
// state/s3/place.h declares `Result<std::unique_ptr<StatePlace>> open_s3_place(Env&, const
// BackendSettings&)` and `extern const BackendKind kS3Backend`.
struct BackendKind {
  std::string_view type;
  // Judges the arguments: unknown names (did you mean), wrong types, missing ones, those that
  // cannot be honoured. Codes E064x.
  void (*check)(Env& env, const BackendSettings& settings, Diagnostics& diagnostics);
  // REQUIRES: check() found no errors. Makes no request yet.
  Result<std::unique_ptr<StatePlace>> (*open)(Env& env, const BackendSettings& settings);
};

}  // namespace tenon
