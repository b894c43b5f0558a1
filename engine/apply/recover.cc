#include "engine/apply/recover.h"

#include <algorithm>

#include "engine/plan/propose.h"
#include "engine/plan/refresh.h"
#include "schema/resource/validate.h"
#include "schema/value/wire.h"

namespace tenon {

namespace {

class Recoverer {
 public:
  Recoverer(Session& session, const Lease& lease, const std::string& run_id,
            ProviderHandles& handles, const RecoveryOptions& options, Env& env,
            Diagnostics& diagnostics)
      : session_(session),
        lease_(lease),
        run_id_(run_id),
        handles_(handles),
        options_(options),
        env_(env),
        diagnostics_(diagnostics) {}

  Result<RecoveryReport> run() {
    ASSIGN_OR_RETURN(const std::vector<Intent> intents, session_.open_intents());
    for (const Intent& intent : intents) {
      if (!options_.address.empty() && intent.address != options_.address) continue;
      if (options_.only && options_.only->count(intent.address) == 0) continue;
      RETURN_IF_ERROR(one(intent));
    }
    return std::move(report_);
  }

 private:
  void tell(const Intent& intent, const std::string& what, bool resolved = true) {
    report_.lines.push_back({intent.address, what, resolved});
    report_.all_resolved = report_.all_resolved && resolved;
  }

  Status open_still(const Intent& intent, const std::string& why) {
    tell(intent,
         "UNKNOWN: " + why + ". Look for it, then say: tenon recover '" + intent.address +
             "' --id ID, or --absent",
         false);
    return ok_status();
  }

  Status close(const Intent& intent, Batch batch) {
    batch.close_intents.push_back(intent.id);
    return session_.commit(batch, &lease_, run_id_);
  }

  Status one(const Intent& intent) {
    const ProviderHandle* handle = handles_.find(intent.provider, arena_, diagnostics_);
    const Symbol type(intent.resource_type);
    const ResourceSchema* schema =
        handle == nullptr ? nullptr : handle->provider->schema(ResourceMode::Managed, type);
    if (handle == nullptr || handle->configured == nullptr || schema == nullptr) {
      return open_still(intent, "its provider configuration " + intent.provider +
                                    " is not in the configuration, or cannot be used");
    }
    if (options_.absent) return not_there(intent);
    if (!options_.id.empty()) return adopt_by_id(intent, *handle, *schema);
    switch (intent.action) {
      case IntentAction::Create:
        return find_create(intent, *handle, *schema);
      case IntentAction::Update:
      case IntentAction::Remove:
        return read_again(intent, *handle, *schema);
    }
    return ok_status();
  }

  Status not_there(const Intent& intent) {
    Batch batch;
    if (intent.action == IntentAction::Remove)
      batch.remove_rows.push_back({intent.address, intent.deposed_key});
    if (intent.action == IntentAction::Create) restore_deposed(intent, batch);
    tell(intent, intent.action == IntentAction::Create ? "was not created" : "is gone");
    return close(intent, std::move(batch));
  }

  // A create-before-destroy that created nothing: the old object takes its place again.
  void restore_deposed(const Intent& intent, Batch& batch) {
    const auto snapshot = session_.snapshot();
    if (!snapshot || (*snapshot)->find(intent.address) != kNoRow) return;
    for (const RowView& row : (*snapshot)->rows()) {
      if (row.address == intent.address && !row.deposed_key.empty()) {
        batch.move_rows.push_back(
            {{intent.address, std::string(row.deposed_key)}, {intent.address, ""}});
        return;
      }
    }
  }

  Row row_of(const Intent& intent, const ResourceSchema& schema, const Value& value,
             const std::string& private_bytes, bool tainted) {
    Row row;
    row.address = intent.address;
    row.provider = intent.provider;
    row.schema_version = schema.version;
    row.type = schema.block.type;
    encode(value, row.type, row.value);
    row.private_bytes = private_bytes;
    row.dependencies = intent.dependencies;
    row.create_before_destroy = intent.create_before_destroy;
    row.tainted = tainted;
    return row;
  }

  Status adopt(const Intent& intent, const ResourceSchema& schema, const Value& marked,
               const Value& found, const std::string& private_bytes, bool complete) {
    Batch batch;
    const Value value = with_schema_marks(
        arena_, schema.block,
        merge_marks(arena_, marked, without_write_only(arena_, schema.block, found)));
    batch.put_rows.push_back(row_of(intent, schema, value, private_bytes, !complete));
    batch.history.push_back(
        {intent.address, complete ? "create (recovered)" : "create (recovered, tainted)", 0});
    tell(intent, complete ? "was created: adopted"
                          : "was created, but not to its end: adopted and marked for replacement");
    return close(intent, std::move(batch));
  }

  Status adopt_by_id(const Intent& intent, const ProviderHandle& handle,
                     const ResourceSchema& schema) {
    auto imported = handle.provider->import(arena_, *handle.configured, schema.type, options_.id);
    if (!imported) return std::move(imported).error();
    if (imported->empty())
      return make_error(ErrorCategory::NotFound,
                        "there is no " + intent.resource_type + " with the id " + options_.id);
    Value value = imported->front().value;
    std::string private_bytes = imported->front().private_bytes;
    const ReadRequest request{schema.type, handle.configured.get(), intent.address, value,
                              private_bytes};
    const auto read = handle.provider->read(std::span<const ReadRequest>(&request, 1), arena_);
    if (!read.empty() && read[0].kind == ReadKind::Found) {
      value = read[0].value;
      private_bytes = read[0].private_bytes;
    }
    return adopt(intent, schema, Value::null(schema.block.type), value, private_bytes, true);
  }

  Result<Value> decoded(const std::string& bytes, const Intent& intent,
                        const ResourceSchema& schema) {
    if (bytes.empty()) return Value::null(schema.block.type);
    std::string_view view = bytes;
    return decode(arena_, view, intent.type);
  }

  Status find_create(const Intent& intent, const ProviderHandle& handle,
                     const ResourceSchema& schema) {
    ASSIGN_OR_RETURN(const Value planned, decoded(intent.planned, intent, schema));
    ASSIGN_OR_RETURN(const Value config, decoded(intent.config, intent, schema));
    FindRequest request;
    request.type = schema.type;
    request.configured = handle.configured.get();
    request.schema = &schema;
    request.address = intent.address;
    request.token = intent.token;
    request.intent = intent.id;
    request.identity = intent.identity;
    request.siblings = intent.siblings;
    request.planned = planned.without_marks(arena_);
    request.config = config.without_marks(arena_);
    request.private_bytes = intent.private_bytes;
    request.arena = &arena_;
    const auto recovery = handle.provider->recovery(schema.type);
    if (recovery.kind == RecoveryKind::None && intent.identity.empty())
      return open_still(intent, recovery.reason.empty() ? "nothing tells whether it was created"
                                                        : recovery.reason);
    std::string identity;
    for (int attempt = 0; attempt < 600; ++attempt) {
      const auto now =
          std::chrono::duration_cast<std::chrono::seconds>(env_.now().time_since_epoch()).count();
      request.since_intent = std::chrono::seconds(std::max<std::int64_t>(0, now - intent.at));
      const FindResult found = handle.provider->find(request);
      switch (found.kind) {
        case FindResult::Kind::Found:
          if (!found.identity.empty() && request.identity.empty()) {
            Batch batch;
            batch.progress.push_back({intent.id, found.identity, intent.type, {}});
            RETURN_IF_ERROR(session_.commit(batch, &lease_, run_id_));
            identity = found.identity;
            request.identity = identity;
            break;
          }
          return adopt(intent, schema, planned, found.value, found.private_bytes, found.complete);
        case FindResult::Kind::Absent:
          return not_there(intent);
        case FindResult::Kind::Unknown:
          return open_still(intent, found.message);
        case FindResult::Kind::TooEarly:
          env_.sleep(std::max(found.again_after, std::chrono::milliseconds(10)));
          break;
      }
    }
    return open_still(intent, "it did not settle in time");
  }

  Status read_again(const Intent& intent, const ProviderHandle& handle,
                    const ResourceSchema& schema) {
    ASSIGN_OR_RETURN(const auto snapshot, session_.snapshot());
    const RowView* row = nullptr;
    for (const RowView& each : snapshot->rows()) {
      if (each.address == intent.address && each.deposed_key == intent.deposed_key) row = &each;
    }
    if (row == nullptr) {
      tell(intent, "is gone from the state already");
      return close(intent, {});
    }
    ASSIGN_OR_RETURN(const Value stored, row_value(arena_, *row, *handle.provider, schema));
    const ReadRequest request{schema.type, handle.configured.get(), row->address, stored,
                              row->private_bytes};
    const auto read = handle.provider->read(std::span<const ReadRequest>(&request, 1), arena_);
    if (read.empty() || read[0].kind == ReadKind::Unchecked)
      return open_still(intent, read.empty() ? "it could not be read" : read[0].error.message);
    Batch batch;
    if (read[0].kind == ReadKind::Absent) {
      batch.remove_rows.push_back({intent.address, intent.deposed_key});
      batch.history.push_back({intent.address, "delete (recovered)", 0});
      tell(intent, "is gone");
      return close(intent, std::move(batch));
    }
    Row now =
        row_of(intent, schema,
               with_schema_marks(arena_, schema.block, merge_marks(arena_, stored, read[0].value)),
               read[0].private_bytes, row->tainted);
    now.deposed_key = intent.deposed_key;
    now.dependencies = std::string(row->dependencies);
    now.create_before_destroy = row->create_before_destroy;
    batch.put_rows.push_back(std::move(now));
    tell(intent, intent.action == IntentAction::Update
                     ? "was read again after an interrupted update"
                     : "is still there after an interrupted removal");
    return close(intent, std::move(batch));
  }

  Session& session_;
  const Lease& lease_;
  std::string run_id_;
  ProviderHandles& handles_;
  const RecoveryOptions& options_;
  Env& env_;
  Diagnostics& diagnostics_;
  Arena arena_;
  RecoveryReport report_;
};

}  // namespace

Result<RecoveryReport> recover_intents(Session& session, const Lease& lease,
                                       const std::string& run_id, ProviderHandles& handles,
                                       const RecoveryOptions& options, Env& env,
                                       Diagnostics& diagnostics) {
  return Recoverer(session, lease, run_id, handles, options, env, diagnostics).run();
}

}  // namespace tenon
