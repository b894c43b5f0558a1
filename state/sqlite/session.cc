#include "state/sqlite/session.h"

#include <algorithm>
#include <map>
#include <utility>

#include "schema/value/wire.h"

namespace tenon {

Result<std::optional<StateRow>> find_state(sql::Database& database, const std::string& name) {
  ASSIGN_OR_RETURN(sql::Statement select,
                   database.prepare("SELECT id, lineage, serial, next_version, next_fence, "
                                    "row_count FROM states WHERE name=?"));
  ASSIGN_OR_RETURN(const bool found, select.bind(name).step());
  if (!found) return std::optional<StateRow>();
  StateRow row;
  row.id = select.integer(0);
  row.lineage = select.text(1);
  row.serial = select.integer(2);
  row.next_version = select.integer(3);
  row.next_fence = select.integer(4);
  row.row_count = select.integer(5);
  return std::optional<StateRow>(std::move(row));
}

Result<StateRow> find_or_make_state(sql::Database& database, Env& env, const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<StateRow> found, find_state(database, name));
  if (found) return *std::move(found);
  StateRow row;
  row.lineage = random_uuid(env);
  ASSIGN_OR_RETURN(sql::Statement insert,
                   database.prepare("INSERT INTO states (name, lineage) VALUES (?, ?)"));
  RETURN_IF_ERROR(insert.bind(name).bind(row.lineage).run());
  row.id = database.last_id();
  return row;
}

Result<SqliteSession::Reading> SqliteSession::begin_reading() {
  Reading reading;
  if (database_ == nullptr) {
    ASSIGN_OR_RETURN(database_, file_->open_for_reading());
    if (database_ == nullptr) return reading;
  }
  ASSIGN_OR_RETURN(sql::Transaction transaction,
                   sql::Transaction::begin(*database_, sql::Access::Read));
  ASSIGN_OR_RETURN(reading.state, find_state(*database_, state_name_));
  if (!reading.state) return reading;
  reading.database = database_.get();
  reading.transaction.emplace(std::move(transaction));
  return reading;
}

Result<sql::Database*> SqliteSession::writer() {
  if (!may_write_) {
    database_.reset();
    ASSIGN_OR_RETURN(database_, file_->open_for_writing());
    may_write_ = true;
  }
  return database_.get();
}

Result<std::vector<Intent>> SqliteSession::open_intents() {
  std::vector<Intent> intents;
  ASSIGN_OR_RETURN(Reading reading, begin_reading());
  if (reading.database == nullptr) return intents;
  ASSIGN_OR_RETURN(
      sql::Statement select,
      reading.database->prepare("SELECT id, run, action, address, deposed, resource_type, "
                                "provider, token, siblings, i.type, planned, config, "
                                "provider_config, private, dependencies, schema_version, "
                                "create_before_destroy, at, identity, partial "
                                "FROM intents i LEFT JOIN progress p ON p.state=i.state AND "
                                "p.intent=i.id WHERE i.state=? ORDER BY position"));
  select.bind(reading.state->id);
  while (true) {
    ASSIGN_OR_RETURN(const bool found, select.step());
    if (!found) return intents;
    Intent intent;
    intent.id = select.text(0);
    intent.run = select.text(1);
    if (select.integer(2) < 0 ||
        select.integer(2) > static_cast<std::int64_t>(IntentAction::Remove)) {
      return make_error(ErrorCategory::Corrupt,
                        file_->path() + " is damaged: the journal's entry " + intent.id +
                            " has no valid action. Restore it from a backup");
    }
    intent.action = static_cast<IntentAction>(select.integer(2));
    intent.address = select.text(3);
    intent.deposed_key = select.text(4);
    intent.resource_type = select.text(5);
    intent.provider = select.text(6);
    intent.token = select.text(7);
    intent.siblings = select.blob(8);
    ASSIGN_OR_RETURN(intent.type, dictionary_.type(*reading.database, select.integer(9)));
    intent.planned = select.blob(10);
    intent.config = select.blob(11);
    intent.provider_config = select.blob(12);
    intent.private_bytes = select.blob(13);
    intent.dependencies = select.blob(14);
    intent.schema_version = select.integer(15);
    intent.create_before_destroy = select.integer(16) != 0;
    intent.at = select.integer(17);
    intent.identity = select.text(18);
    intent.partial = select.blob(19);
    intents.push_back(std::move(intent));
  }
}

Status SqliteSession::put_run(const RunInfo& run) {
  ASSIGN_OR_RETURN(sql::Database * database, writer());
  // What a run was is told to people; nothing is decided by it.
  ASSIGN_OR_RETURN(
      sql::Transaction transaction,
      sql::Transaction::begin(*database, sql::Access::Write, sql::Durability::Ordered));
  ASSIGN_OR_RETURN(const StateRow state, find_or_make_state(*database, file_->env(), state_name_));
  ASSIGN_OR_RETURN(
      sql::Statement put,
      database->prepare("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
  put.bind(state.id)
      .bind(run.id)
      .bind(run.operation)
      .bind(run.who)
      .bind(run.started)
      .bind(run.ended);
  RETURN_IF_ERROR(put.bind(run.summary).bind(run.status).run());
  return transaction.commit();
}

Result<std::vector<RunInfo>> SqliteSession::runs(std::size_t limit) {
  std::vector<RunInfo> runs;
  ASSIGN_OR_RETURN(Reading reading, begin_reading());
  if (reading.database == nullptr) return runs;
  ASSIGN_OR_RETURN(sql::Statement select,
                   reading.database->prepare(
                       "SELECT id, operation, who, started, ended, summary, status FROM runs "
                       "WHERE state=? ORDER BY started DESC, id DESC LIMIT ?"));
  select.bind(reading.state->id)
      .bind(static_cast<std::int64_t>(std::min<std::size_t>(limit, 1u << 30)));
  while (true) {
    ASSIGN_OR_RETURN(const bool found, select.step());
    if (!found) return runs;
    RunInfo run;
    run.id = select.text(0);
    run.operation = select.text(1);
    run.who = select.text(2);
    run.started = select.integer(3);
    run.ended = select.integer(4);
    run.summary = select.text(5);
    run.status = select.text(6);
    runs.push_back(std::move(run));
  }
}

Result<std::vector<std::pair<std::string, std::int64_t>>> SqliteSession::durations() {
  std::vector<std::pair<std::string, std::int64_t>> medians;
  ASSIGN_OR_RETURN(Reading reading, begin_reading());
  if (reading.database == nullptr) return medians;
  ASSIGN_OR_RETURN(
      sql::Statement select,
      reading.database->prepare("SELECT what, samples FROM durations WHERE state=? ORDER BY what"));
  select.bind(reading.state->id);
  while (true) {
    ASSIGN_OR_RETURN(const bool found, select.step());
    if (!found) return medians;
    std::vector<std::int64_t> samples;
    for (std::string_view bytes = select.blob(1); !bytes.empty();) {
      const auto sample = take_varint(bytes);
      if (!sample) break;
      samples.push_back(static_cast<std::int64_t>(*sample));
    }
    if (samples.empty()) continue;
    const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
    std::nth_element(samples.begin(), middle, samples.end());
    medians.emplace_back(select.text(0), *middle);
  }
}

Status SqliteSession::put_drift(const std::vector<DriftFinding>& findings) {
  ASSIGN_OR_RETURN(std::vector<DriftFinding> before, drift());
  // What is still as it was found keeps the day on which it was first seen.
  std::map<std::pair<std::string, std::string>, std::int64_t> first_seen;
  for (const DriftFinding& finding : before) {
    first_seen.emplace(std::make_pair(finding.address, finding.kind), finding.first_seen);
  }
  ASSIGN_OR_RETURN(sql::Database * database, writer());
  ASSIGN_OR_RETURN(
      sql::Transaction transaction,
      sql::Transaction::begin(*database, sql::Access::Write, sql::Durability::Ordered));
  ASSIGN_OR_RETURN(const StateRow state, find_or_make_state(*database, file_->env(), state_name_));
  ASSIGN_OR_RETURN(sql::Statement clear,
                   database->prepare("DELETE FROM drift_findings WHERE state=?"));
  RETURN_IF_ERROR(clear.bind(state.id).run());
  ASSIGN_OR_RETURN(sql::Statement put,
                   database->prepare("INSERT INTO drift_findings VALUES (?, ?, ?, ?, ?, ?, ?)"));
  std::int64_t position = 0;
  for (const DriftFinding& finding : findings) {
    std::int64_t first = finding.first_seen;
    const auto known = first_seen.find({finding.address, finding.kind});
    if (known != first_seen.end() && (first == 0 || known->second < first)) first = known->second;
    put.bind(state.id)
        .bind(position++)
        .bind(finding.address)
        .bind(finding.kind)
        .bind(finding.detail);
    RETURN_IF_ERROR(put.bind(first).bind(finding.last_seen).run());
  }
  return transaction.commit();
}

Result<std::vector<DriftFinding>> SqliteSession::drift() {
  std::vector<DriftFinding> findings;
  ASSIGN_OR_RETURN(Reading reading, begin_reading());
  if (reading.database == nullptr) return findings;
  ASSIGN_OR_RETURN(sql::Statement select,
                   reading.database->prepare(
                       "SELECT address, kind, detail, first_seen, last_seen FROM drift_findings "
                       "WHERE state=? ORDER BY position"));
  select.bind(reading.state->id);
  while (true) {
    ASSIGN_OR_RETURN(const bool found, select.step());
    if (!found) return findings;
    DriftFinding finding;
    finding.address = select.text(0);
    finding.kind = select.text(1);
    finding.detail = select.text(2);
    finding.first_seen = select.integer(3);
    finding.last_seen = select.integer(4);
    findings.push_back(std::move(finding));
  }
}

}  // namespace tenon
