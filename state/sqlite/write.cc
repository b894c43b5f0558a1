// Batches: everything that one commit() writes, in one transaction.
#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "schema/value/wire.h"
#include "state/sqlite/address_kind.h"
#include "state/sqlite/session.h"

namespace tenon {

namespace {

constexpr std::size_t kSamplesKept = 31;

std::string bytes_of(const Digest128& digest) {
  std::string bytes;
  for (const std::uint64_t word : {digest.high, digest.low}) {
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>((word >> shift) & 0xFF);
  }
  return bytes;
}

std::int64_t flags_of(const Row& row) {
  return (row.tainted ? 1 : 0) | (row.create_before_destroy ? 2 : 0);
}

// Neighbours in the table are written after each other, whatever order the batch has.
template <typename Item, typename Key>
std::vector<std::uint32_t> order_of(const std::vector<Item>& items, Key key) {
  std::vector<std::uint32_t> order(items.size());
  std::iota(order.begin(), order.end(), 0u);
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    return key(items[a]) < key(items[b]);
  };
  if (!std::is_sorted(order.begin(), order.end(), before))
    std::stable_sort(order.begin(), order.end(), before);
  return order;
}

class BatchWriter {
 public:
  BatchWriter(sql::Database& database, Dictionary& dictionary, StateRow& state, const Batch& batch,
              std::int64_t now)
      : database_(database), dictionary_(dictionary), state_(state), batch_(batch), now_(now) {
    for (const HistoryNote& note : batch.history) notes_[note.address] = &note;
  }

  Status write(const std::string& run) {
    ASSIGN_OR_RETURN(run_, dictionary_.name_id(database_, run));
    RETURN_IF_ERROR(open_intents());
    RETURN_IF_ERROR(put_progress());
    RETURN_IF_ERROR(put_rows());
    RETURN_IF_ERROR(remove_rows());
    RETURN_IF_ERROR(move_rows());
    RETURN_IF_ERROR(splice());
    RETURN_IF_ERROR(close_intents());
    RETURN_IF_ERROR(put_outputs());
    RETURN_IF_ERROR(put_certificates());
    RETURN_IF_ERROR(put_notes());
    return put_durations();
  }
  Status write_certificates() { return put_certificates(); }

 private:
  std::int64_t next_version() { return state_.next_version++; }
  Result<std::int64_t> action_of(std::string_view address, std::string_view otherwise) {
    const auto note = notes_.find(address);
    return dictionary_.name_id(
        database_, note == notes_.end() ? otherwise : std::string_view(note->second->action));
  }
  std::int64_t duration_of(std::string_view address) const {
    const auto note = notes_.find(address);
    return note == notes_.end() ? 0 : note->second->duration_ms;
  }

  Status open_intents();
  Status put_progress();
  Status put_rows();
  Status remove_rows();
  Status move_rows();
  Status splice();
  Status close_intents();
  Status put_outputs();
  Status put_certificates();
  Status put_durations();
  Status put_notes();
  Status archive(std::string_view address, std::string_view deposed);
  Status leave_tombstone(std::string_view address, std::string_view deposed,
                         std::string_view otherwise);
  Status void_certificate(std::string_view address);

  sql::Database& database_;
  Dictionary& dictionary_;
  StateRow& state_;
  const Batch& batch_;
  const std::int64_t now_;
  std::int64_t run_ = 0;
  std::unordered_map<std::string_view, const HistoryNote*> notes_;
};

Status BatchWriter::open_intents() {
  if (batch_.open_intents.empty()) return ok_status();
  ASSIGN_OR_RETURN(sql::Statement insert,
                   database_.prepare("INSERT INTO intents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                     "?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  for (const Intent& intent : batch_.open_intents) {
    ASSIGN_OR_RETURN(const std::int64_t type, dictionary_.type_id(database_, intent.type));
    insert.bind(state_.id)
        .bind(intent.id)
        .bind(next_version())
        .bind(intent.run)
        .bind(static_cast<std::int64_t>(intent.action));
    insert.bind(intent.address)
        .bind(intent.deposed_key)
        .bind(intent.resource_type)
        .bind(intent.provider);
    insert.bind(intent.token).bind_blob(intent.siblings).bind(type).bind_blob(intent.planned);
    insert.bind_blob(intent.config)
        .bind_blob(intent.provider_config)
        .bind_blob(intent.private_bytes);
    insert.bind_blob(intent.dependencies)
        .bind(intent.schema_version)
        .bind(intent.create_before_destroy ? 1 : 0);
    RETURN_IF_ERROR(insert.bind(intent.at != 0 ? intent.at : now_).run());
  }
  return ok_status();
}

Status BatchWriter::put_progress() {
  if (batch_.progress.empty()) return ok_status();
  // A later entry tells more: it replaces the earlier one, but an identity once known stays known.
  ASSIGN_OR_RETURN(
      sql::Statement put,
      database_.prepare("INSERT INTO progress VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                        "identity=iif(excluded.identity='', identity, excluded.identity), "
                        "type=excluded.type, partial=excluded.partial"));
  for (const Progress& progress : batch_.progress) {
    ASSIGN_OR_RETURN(const std::int64_t type, dictionary_.type_id(database_, progress.type));
    put.bind(state_.id).bind(progress.intent).bind(progress.identity).bind(type);
    RETURN_IF_ERROR(put.bind_blob(progress.partial).run());
  }
  return ok_status();
}

Status BatchWriter::archive(std::string_view address, std::string_view deposed) {
  ASSIGN_OR_RETURN(
      sql::Statement copy,
      database_.prepare(
          "INSERT INTO history SELECT * FROM resources WHERE state=? AND address=? AND deposed=?"));
  return copy.bind(state_.id).bind(address).bind(deposed).run();
}

Status BatchWriter::leave_tombstone(std::string_view address, std::string_view deposed,
                                    std::string_view otherwise) {
  ASSIGN_OR_RETURN(const std::int64_t action, action_of(address, otherwise));
  ASSIGN_OR_RETURN(
      sql::Statement insert,
      database_.prepare(
          "INSERT INTO history VALUES (?, ?, ?, ?, 0, 0, 0, 0, NULL, NULL, NULL, ?, ?, ?, ?)"));
  insert.bind(state_.id)
      .bind(address)
      .bind(deposed)
      .bind(next_version())
      .bind(run_)
      .bind(action)
      .bind(now_);
  return insert.bind(duration_of(address)).run();
}

Status BatchWriter::void_certificate(std::string_view address) {
  // The version would void it anyway; this keeps the table small.
  ASSIGN_OR_RETURN(sql::Statement remove,
                   database_.prepare("DELETE FROM observations WHERE state=? AND address=?"));
  return remove.bind(state_.id).bind(address).run();
}

Status BatchWriter::put_rows() {
  if (batch_.put_rows.empty()) return ok_status();
  ASSIGN_OR_RETURN(sql::Statement insert,
                   database_.prepare(
                       "INSERT INTO resources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                       "ON CONFLICT DO NOTHING"));
  ASSIGN_OR_RETURN(
      sql::Statement update,
      database_.prepare(
          "UPDATE resources SET version=?4, flags=?5, schema_version=?6, provider=?7, type=?8, "
          "value=?9, private=?10, dependencies=?11, run=?12, action=?13, at=?14, duration_ms=?15 "
          "WHERE state=?1 AND address=?2 AND deposed=?3"));
  const auto key = [](const Row& row) {
    return std::pair<const std::string&, const std::string&>(row.address, row.deposed_key);
  };
  for (const std::uint32_t index : order_of(batch_.put_rows, key)) {
    const Row& row = batch_.put_rows[index];
    ASSIGN_OR_RETURN(const std::int64_t provider, dictionary_.name_id(database_, row.provider));
    ASSIGN_OR_RETURN(const std::int64_t type, dictionary_.type_id(database_, row.type));
    ASSIGN_OR_RETURN(const std::int64_t action, action_of(row.address, "write"));
    const std::int64_t version = next_version();
    const auto fill = [&](sql::Statement& statement) {
      statement.bind(state_.id)
          .bind(row.address)
          .bind(row.deposed_key)
          .bind(version)
          .bind(flags_of(row));
      statement.bind(row.schema_version).bind(provider).bind(type).bind_blob(row.value);
      statement.bind_blob(row.private_bytes)
          .bind_blob(row.dependencies)
          .bind(run_)
          .bind(action)
          .bind(now_);
      statement.bind(duration_of(row.address));
    };
    fill(insert);
    RETURN_IF_ERROR(insert.run());
    if (database_.changes() != 0) {
      ++state_.row_count;
      continue;
    }
    RETURN_IF_ERROR(archive(row.address, row.deposed_key));
    fill(update);
    RETURN_IF_ERROR(update.run());
    if (row.deposed_key.empty()) RETURN_IF_ERROR(void_certificate(row.address));
  }
  return ok_status();
}

Status BatchWriter::remove_rows() {
  if (batch_.remove_rows.empty()) return ok_status();
  ASSIGN_OR_RETURN(
      sql::Statement remove,
      database_.prepare("DELETE FROM resources WHERE state=? AND address=? AND deposed=?"));
  for (const RowKey& key : batch_.remove_rows) {
    RETURN_IF_ERROR(archive(key.address, key.deposed_key));
    RETURN_IF_ERROR(remove.bind(state_.id).bind(key.address).bind(key.deposed_key).run());
    if (database_.changes() == 0) continue;
    --state_.row_count;
    RETURN_IF_ERROR(leave_tombstone(key.address, key.deposed_key, "remove"));
    if (key.deposed_key.empty()) RETURN_IF_ERROR(void_certificate(key.address));
  }
  return ok_status();
}

// All at once: two rows may change places. First every row leaves, under a name that no key can
// have, then every row arrives.
Status BatchWriter::move_rows() {
  if (batch_.move_rows.empty()) return ok_status();
  ASSIGN_OR_RETURN(sql::Statement leave,
                   database_.prepare(
                       "UPDATE resources SET deposed=? WHERE state=? AND address=? AND deposed=?"));
  ASSIGN_OR_RETURN(sql::Statement depose,
                   database_.prepare("UPDATE OR IGNORE resources SET deposed=?, version=? WHERE "
                                     "state=? AND address=? AND deposed=?"));
  ASSIGN_OR_RETURN(
      sql::Statement arrive,
      database_.prepare(
          "UPDATE OR IGNORE resources SET address=?, deposed=?, version=?, run=?, action=?, at=?, "
          "duration_ms=? WHERE state=? AND address=? AND deposed=?"));
  std::size_t number = 0;
  for (const auto& [from, to] : batch_.move_rows) {
    if (from.address != to.address) RETURN_IF_ERROR(archive(from.address, from.deposed_key));
    const std::string away = ":" + std::to_string(number++);
    RETURN_IF_ERROR(
        leave.bind(away).bind(state_.id).bind(from.address).bind(from.deposed_key).run());
    if (database_.changes() == 0) {
      return make_error(ErrorCategory::NotFound,
                        "cannot move " + from.address + " to " + to.address +
                            ": the state holds no such object. Nothing was changed");
    }
  }
  number = 0;
  for (const auto& [from, to] : batch_.move_rows) {
    const std::string away = ":" + std::to_string(number++);
    const std::int64_t version = next_version();
    if (from.address == to.address) {
      RETURN_IF_ERROR(depose.bind(to.deposed_key)
                          .bind(version)
                          .bind(state_.id)
                          .bind(from.address)
                          .bind(away)
                          .run());
    } else {
      ASSIGN_OR_RETURN(const std::int64_t action, action_of(to.address, "move"));
      arrive.bind(to.address).bind(to.deposed_key).bind(version).bind(run_).bind(action).bind(now_);
      RETURN_IF_ERROR(
          arrive.bind(duration_of(to.address)).bind(state_.id).bind(from.address).bind(away).run());
    }
    if (database_.changes() == 0) {
      return make_error(ErrorCategory::AlreadyExists,
                        "cannot move " + from.address + " to " + to.address +
                            ": the state already holds an object there. Nothing was changed");
    }
    if (from.address != to.address)
      RETURN_IF_ERROR(leave_tombstone(from.address, from.deposed_key, "move"));
    RETURN_IF_ERROR(void_certificate(from.address));
    RETURN_IF_ERROR(void_certificate(to.address));
  }
  return ok_status();
}

// The value stays as it is, so the past gets no entry; the version changes, because plans that read
// the row go by it.
Status BatchWriter::splice() {
  if (batch_.splices.empty()) return ok_status();
  ASSIGN_OR_RETURN(
      sql::Statement update,
      database_.prepare("UPDATE resources SET dependencies=?, version=? WHERE state=? AND "
                        "address=? AND deposed=?"));
  for (const Splice& splice : batch_.splices) {
    update.bind_blob(splice.dependencies).bind(next_version()).bind(state_.id).bind(splice.address);
    RETURN_IF_ERROR(update.bind(splice.deposed_key).run());
  }
  return ok_status();
}

Status BatchWriter::close_intents() {
  if (batch_.close_intents.empty()) return ok_status();
  ASSIGN_OR_RETURN(sql::Statement remove,
                   database_.prepare("DELETE FROM intents WHERE state=? AND id=?"));
  for (const std::string& id : batch_.close_intents)
    RETURN_IF_ERROR(remove.bind(state_.id).bind(id).run());
  return ok_status();
}

Status BatchWriter::put_outputs() {
  for (const OutputRow& output : batch_.put_outputs) {
    ASSIGN_OR_RETURN(const std::int64_t type, dictionary_.type_id(database_, output.type));
    ASSIGN_OR_RETURN(sql::Statement put,
                     database_.prepare("INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?)"));
    put.bind(state_.id).bind(output.name).bind(type).bind_blob(output.value);
    RETURN_IF_ERROR(put.bind(output.sensitive ? 1 : 0).run());
  }
  for (const std::string& name : batch_.remove_outputs) {
    ASSIGN_OR_RETURN(sql::Statement remove,
                     database_.prepare("DELETE FROM outputs WHERE state=? AND name=?"));
    RETURN_IF_ERROR(remove.bind(state_.id).bind(name).run());
  }
  return ok_status();
}

Status BatchWriter::put_certificates() {
  if (batch_.certificates.empty()) return ok_status();
  ASSIGN_OR_RETURN(sql::Statement put,
                   database_.prepare("INSERT OR REPLACE INTO observations VALUES (?, ?, ?, ?)"));
  ASSIGN_OR_RETURN(sql::Statement current,
                   database_.prepare(
                       "SELECT version FROM resources WHERE state=? AND address=? AND deposed=''"));
  const auto key = [](const Certificate& certificate) {
    return std::string_view(certificate.address);
  };
  for (const std::uint32_t index : order_of(batch_.certificates, key)) {
    const Certificate& certificate = batch_.certificates[index];
    std::int64_t version = static_cast<std::int64_t>(certificate.row_version.value_or(0));
    if (!certificate.row_version) {
      ASSIGN_OR_RETURN(const bool found, current.bind(state_.id).bind(certificate.address).step());
      if (found) version = current.integer(0);
      current.reset();
      if (!found) continue;
    }
    const std::string digest = bytes_of(certificate.digest);
    RETURN_IF_ERROR(
        put.bind(state_.id).bind(certificate.address).bind(version).bind_blob(digest).run());
  }
  return ok_status();
}

Status BatchWriter::put_notes() {
  for (const auto& [name, value] : batch_.put_notes) {
    if (value.empty()) {
      ASSIGN_OR_RETURN(sql::Statement remove,
                       database_.prepare("DELETE FROM notes WHERE state=? AND name=?"));
      RETURN_IF_ERROR(remove.bind(state_.id).bind(name).run());
      continue;
    }
    ASSIGN_OR_RETURN(sql::Statement put,
                     database_.prepare("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)"));
    RETURN_IF_ERROR(put.bind(state_.id).bind(name).bind_blob(value).run());
  }
  return ok_status();
}

Status BatchWriter::put_durations() {
  std::map<std::string, std::vector<std::uint64_t>> fresh;
  for (const HistoryNote& note : batch_.history) {
    if (note.duration_ms <= 0) continue;
    const std::string_view type = resource_type_of(note.address);
    if (type.empty()) continue;
    fresh[std::string(type) + " " + note.action].push_back(
        static_cast<std::uint64_t>(note.duration_ms));
  }
  for (const auto& [what, samples] : fresh) {
    std::vector<std::uint64_t> all;
    ASSIGN_OR_RETURN(sql::Statement select,
                     database_.prepare("SELECT samples FROM durations WHERE state=? AND what=?"));
    ASSIGN_OR_RETURN(const bool found, select.bind(state_.id).bind(what).step());
    if (found) {
      for (std::string_view bytes = select.blob(0); !bytes.empty();) {
        const auto sample = take_varint(bytes);
        if (!sample) break;
        all.push_back(*sample);
      }
    }
    all.insert(all.end(), samples.begin(), samples.end());
    std::string bytes;
    for (std::size_t i = all.size() - std::min(all.size(), kSamplesKept); i < all.size(); ++i)
      put_varint(bytes, all[i]);
    ASSIGN_OR_RETURN(sql::Statement put,
                     database_.prepare("INSERT OR REPLACE INTO durations VALUES (?, ?, ?)"));
    RETURN_IF_ERROR(put.bind(state_.id).bind(what).bind_blob(bytes).run());
  }
  return ok_status();
}

bool only_certificates(const Batch& batch) {
  return batch.open_intents.empty() && batch.progress.empty() && batch.put_rows.empty() &&
         batch.remove_rows.empty() && batch.move_rows.empty() && batch.splices.empty() &&
         batch.close_intents.empty() && batch.put_outputs.empty() && batch.remove_outputs.empty() &&
         batch.history.empty() && batch.put_notes.empty() && !batch.identity;
}

bool changes_content(const Batch& batch) {
  return !(batch.put_rows.empty() && batch.remove_rows.empty() && batch.move_rows.empty() &&
           batch.splices.empty() && batch.put_outputs.empty() && batch.remove_outputs.empty());
}

// A lease that expired, was taken over or was forced open is no longer in the table.
Status check_lease(sql::Database& database, std::int64_t state, const Lease& lease) {
  ASSIGN_OR_RETURN(sql::Statement select,
                   database.prepare("SELECT 1 FROM leases WHERE state=? AND id=? AND token=?"));
  select.bind(state).bind(lease.info().id).bind(static_cast<std::int64_t>(lease.fencing_token()));
  ASSIGN_OR_RETURN(const bool held, select.step());
  if (held) return ok_status();
  return make_error(
      ErrorCategory::Conflict,
      "the lease " + lease.info().id + " for " + lease.info().operation +
          " is no longer held: it was forced open, or expired and was taken over by somebody else. "
          "Nothing of "
          "this step was written; run the command again, which first finds out what was done");
}

}  // namespace

Status SqliteSession::write_batch(sql::Database& database, const Batch& batch, const Lease* lease,
                                  const std::string& run) {
  const bool light = only_certificates(batch);
  CHECK(lease != nullptr || light);
  const auto durability =
      batch.durable && !light ? sql::Durability::Durable : sql::Durability::Ordered;
  ASSIGN_OR_RETURN(sql::Transaction transaction,
                   sql::Transaction::begin(database, sql::Access::Write, durability));
  ASSIGN_OR_RETURN(StateRow state, find_or_make_state(database, file_->env(), state_name_));
  if (lease != nullptr) RETURN_IF_ERROR(check_lease(database, state.id, *lease));
  const std::int64_t now =
      std::chrono::duration_cast<std::chrono::seconds>(file_->env().now().time_since_epoch())
          .count();
  BatchWriter writer(database, dictionary_, state, batch, now);
  if (light) {
    RETURN_IF_ERROR(writer.write_certificates());
  } else {
    RETURN_IF_ERROR(writer.write(run));
    ASSIGN_OR_RETURN(
        sql::Statement update,
        database.prepare("UPDATE states SET serial=?, next_version=?, row_count=? WHERE id=?"));
    update.bind(state.serial + (changes_content(batch) ? 1 : 0))
        .bind(state.next_version)
        .bind(state.row_count);
    RETURN_IF_ERROR(update.bind(state.id).run());
    if (batch.identity) {
      ASSIGN_OR_RETURN(sql::Statement name,
                       database.prepare("UPDATE states SET lineage=?, serial=? WHERE id=?"));
      name.bind(batch.identity->lineage).bind(static_cast<std::int64_t>(batch.identity->serial));
      RETURN_IF_ERROR(name.bind(state.id).run());
    }
  }
  return transaction.commit();
}

Status SqliteSession::commit(const Batch& batch, const Lease* lease, const std::string& run) {
  if (lease == nullptr && !may_write_) {
    // Certificates of a state that nobody has written are nobody's: they make no file.
    ASSIGN_OR_RETURN(const Reading reading, begin_reading());
    if (reading.database == nullptr || batch.empty()) return ok_status();
  }
  ASSIGN_OR_RETURN(sql::Database * database, writer());
  Status status = write_batch(*database, batch, lease, run);
  // Numbers that the transaction gave out never came to be.
  if (!status) dictionary_.forget();
  return status;
}

}  // namespace tenon
