// Provider: the contract between the engine and whoever knows a family of resource types. Pure
// where it plans, batched where it reads.
//
// What a provider owes the engine
// - schema, validate, plan, upgrade: no I/O, same answer for the same question.
// - plan() may only predict what apply will keep: whatever is known in `planned` must be so
// afterwards, the rest is unknown.
// - read() takes a whole batch and groups it itself; "absent" and "could not be checked" are
// results, not errors.
// - create, update and remove are called once per intent, from worker threads. They never sleep:
// where the cloud needs time they return Again, and are
//   called with `continuation` when that time has come. After a create's first answer they report
//   the identity through OperationContext::progress before any further call, which returns once
//   that is durable.
// - find() answers after a crash what became of a create whose result never came.
// Values handed in live as long as the call; values handed out are made in the arena of the
// request. Threads: every method may be called concurrently.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/arena.h"
#include "schema/base/diagnostic.h"
#include "schema/base/env.h"
#include "schema/base/result.h"
#include "schema/resource/resource_schema.h"
#include "schema/value/path.h"
#include "schema/value/value.h"

namespace tenon {

// One provider configuration, after configure(): region, account, role, default tags. Made by the
// provider, opaque to the engine.
class Configured {
 public:
  virtual ~Configured() = default;
  // Over everything of the configuration that plan() or read() looks at; part of every certificate.
  // No secrets in it.
  virtual Digest128 plan_digest() const = 0;
  // False where parts are unknown at plan: then nothing can be read through it yet.
  virtual bool can_read() const { return true; }
};

// `Store`: the row is the object (terraform_data, random): no intent is needed. `World`: there is
// something out there.
enum class Effect : std::uint8_t { Store, World };
enum class RecoveryKind : std::uint8_t { Store, Token, NaturalKey, Tag, Scan, None };

struct Recovery {
  RecoveryKind kind = RecoveryKind::Store;
  std::chrono::seconds settle{0};  // absence is believed only this long after the intent
  std::string reason;              // of None
};

struct PlanRequest {
  Symbol type;
  const Configured* configured = nullptr;
  const ResourceSchema* schema = nullptr;
  Value prior;     // null: create
  Value config;    // as configured; unmarked
  Value proposed;  // config completed from prior (schema/resource/validate.h); null: destroy
  std::string_view private_bytes;
  Arena* arena = nullptr;
};

struct PlanResponse {
  Value planned;
  std::vector<Path> replace;  // attributes that cannot be changed in place
  std::string private_bytes;  // kept in the plan, given to apply, stored in the row
};

struct ReadRequest {
  Symbol type;
  const Configured* configured = nullptr;
  std::string_view address;  // for messages
  Value prior;               // the stored value
  std::string_view private_bytes;
};

enum class ReadKind : std::uint8_t { Found, Absent, Unchecked };

struct ReadResult {
  ReadKind kind = ReadKind::Unchecked;
  Value value;                // Found
  std::string private_bytes;  // Found
  Error error;  // Unchecked: why, with the missing permission named where that is known
};

struct DataRequest {
  Symbol type;
  const Configured* configured = nullptr;
  const ResourceSchema* schema = nullptr;
  std::string_view address;
  Value config;
  Arena* arena = nullptr;
};

enum class OperationKind : std::uint8_t { Create, Update, Remove };

// What the engine gives an effect. All callbacks may be called from the worker thread only.
struct OperationContext {
  std::string token;   // idempotency token, journalled with the intent; the same after a crash
  std::string intent;  // id of the intent, for recovery by tag
  std::chrono::steady_clock::time_point deadline;
  std::function<bool()> cancelled;
  // Durable before it returns: `identity` is whatever find() needs to know the object again (an id,
  // an ARN …).
  std::function<Status(const Value& partial, std::string_view identity)> progress;
  std::string continuation;  // from the last Again; empty at first
};

struct OperationRequest {
  OperationKind kind = OperationKind::Create;
  Symbol type;
  const Configured* configured = nullptr;
  const ResourceSchema* schema = nullptr;
  std::string_view address;
  Value prior;    // Update, Remove
  Value planned;  // Create, Update: no unknown that the configuration could have set
  Value config;   // Create, Update: wholly known; the only place of write-only values
  std::string_view private_bytes;
  Arena* arena = nullptr;
};

struct OperationResult {
  enum class Kind : std::uint8_t { Done, Again, Failed };
  Kind kind = Kind::Done;
  // Done: the new value (ignored for Remove). Failed: what exists now all the same, null where
  // nothing does or nothing is known to.
  Value value;
  std::string private_bytes;
  std::chrono::milliseconds again_after{0};
  std::string continuation;
  Error error;
  // Failed: the call may have taken effect though no answer came; the intent stays open and
  // recovery finds out.
  bool ambiguous = false;
  Diagnostics diagnostics;  // warnings, or more about the failure
};

struct FindRequest {
  Symbol type;
  const Configured* configured = nullptr;
  const ResourceSchema* schema = nullptr;
  std::string_view address;
  std::string_view token;
  std::string_view intent;
  std::string_view identity;  // from progress, may be empty
  std::string_view siblings;  // from siblings() before the intent
  Value planned;
  Value config;
  std::string_view private_bytes;
  std::chrono::seconds since_intent{0};
  Arena* arena = nullptr;
};

struct FindResult {
  enum class Kind : std::uint8_t {
    Found,
    Absent,
    TooEarly,  // absence is not to be believed yet: ask again after again_after
    Unknown,  // several matches, a denied read, or nothing to recognise it by: `message` says which
              // and the way out
  };
  Kind kind = Kind::Unknown;
  Value value;
  std::string private_bytes;
  std::chrono::milliseconds again_after{0};
  std::string message;
  bool complete = true;  // Found: false where the create did not get to its end in a way that no
                         // update can mend: the row is then tainted
  // Found: not empty where something is left to tidy up that find() recognised it by. The engine
  // makes it durable, as progress would, and asks again with it.
  std::string identity;
};

struct ImportResult {
  Symbol type;
  Value value;
  std::string private_bytes;
};

// Calls made so far, for `-stats`.
struct ProviderStats {
  std::map<std::string, std::uint64_t> calls;  // "ssm:GetParameters" → count
  std::uint64_t retries = 0;
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
};

struct ConfigureRequest {
  Value config;              // of config_schema()'s type; parts may be unknown at plan
  std::string_view address;  // "provider.aws.west"
  Arena* arena = nullptr;
  bool offline = false;  // nothing will be asked or done through it: no credentials are needed
};

class Provider {
 public:
  virtual ~Provider() = default;

  // "hashicorp/aws"; and the version that it stands in for, "5.100.0".
  virtual std::string_view source() const = 0;
  virtual std::string_view version() const = 0;

  virtual const ResourceSchema& config_schema() const = 0;
  // Sorted names.
  virtual std::vector<Symbol> types(ResourceMode mode) const = 0;
  // nullptr where it has no such type. Loads the type at the first call; the pointer stays valid.
  virtual const ResourceSchema* schema(ResourceMode mode, Symbol type) const = 0;

  // nullptr with diagnostics where it cannot be.
  virtual std::shared_ptr<const Configured> configure(const ConfigureRequest& request,
                                                      Diagnostics& diagnostics) = 0;

  // Beyond what the schema says: exclusive arguments, enums, lengths, service rules. `config` may
  // hold unknowns. Diagnostics carry attribute paths through `at`: the span of an attribute of the
  // configuration.
  using SpanOf = std::function<SourceSpan(const Path&)>;
  virtual void validate(ResourceMode mode, Symbol type, const Value& config, const SpanOf& at,
                        Diagnostics& diagnostics) const = 0;

  virtual PlanResponse plan(const PlanRequest& request, Diagnostics& diagnostics) const = 0;
  // A row of schema version `version` in today's shape.
  virtual Result<Value> upgrade(Arena& arena, Symbol type, std::int64_t version,
                                const Value& value) const = 0;
  // A row of another type taken over by a `moved` block; an Error where this is not supported.
  virtual Result<Value> move(Arena& arena, Symbol from, Symbol to, const Value& value) const = 0;

  virtual Effect effect(Symbol type) const = 0;
  virtual Recovery recovery(Symbol type) const = 0;

  // One result per request, made in `arena`. Called for managed resources of effect World only.
  virtual std::vector<ReadResult> read(std::span<const ReadRequest> requests, Arena& arena) = 0;
  // `Error.category == PermissionDenied` where the read was refused.
  virtual Result<Value> read_data(const DataRequest& request) = 0;

  virtual OperationResult operate(const OperationRequest& request, OperationContext& context) = 0;
  // What find() will want to know of the time before the create (recovery by scan); empty for other
  // recoveries.
  virtual Result<std::string> siblings(const OperationRequest& request) = 0;
  virtual FindResult find(const FindRequest& request) = 0;
  virtual Result<std::vector<ImportResult>> import(Arena& arena, const Configured& configured,
                                                   Symbol type, std::string_view id) = 0;
  // Objects that exist, whoever made them, as import ids with what the list says of them.
  virtual Result<std::vector<ImportResult>> list(Arena& arena, const Configured& configured,
                                                 Symbol type) = 0;

  // Ephemeral resources. `open` gives the value and bytes for renew and close; nothing of it is
  // ever stored.
  struct Opened {
    Value value;
    std::string private_bytes;
    std::optional<std::chrono::system_clock::time_point> renew_at;
  };
  virtual Result<Opened> open(const DataRequest& request) = 0;
  virtual Result<Opened> renew(const DataRequest& request, std::string_view private_bytes) = 0;
  virtual Status close(const DataRequest& request, std::string_view private_bytes) = 0;

  virtual ProviderStats stats() const { return {}; }
};

// The answers of a provider that has no such thing: derive from it and override what there is.
class BasicProvider : public Provider {
 public:
  void validate(ResourceMode, Symbol, const Value&, const SpanOf&, Diagnostics&) const override {}
  Result<Value> upgrade(Arena& arena, Symbol type, std::int64_t version,
                        const Value& value) const override;
  Result<Value> move(Arena& arena, Symbol from, Symbol to, const Value& value) const override;
  std::vector<ReadResult> read(std::span<const ReadRequest> requests,
                               Arena& arena) override;  // Found, as stored
  Result<Value> read_data(const DataRequest& request) override;
  Result<std::string> siblings(const OperationRequest& request) override;
  FindResult find(const FindRequest& request) override;
  Result<std::vector<ImportResult>> import(Arena& arena, const Configured& configured, Symbol type,
                                           std::string_view id) override;
  Result<std::vector<ImportResult>> list(Arena& arena, const Configured& configured,
                                         Symbol type) override;
  Result<Opened> open(const DataRequest& request) override;
  Result<Opened> renew(const DataRequest& request, std::string_view private_bytes) override;
  Status close(const DataRequest& request, std::string_view private_bytes) override;
};

}  // namespace tenon
