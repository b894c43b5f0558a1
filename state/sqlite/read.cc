// What a session reads of rows and of their past.
#include <algorithm>
#include <optional>
#include <utility>

#include "schema/base/parallel.h"
#include "state/sqlite/session.h"

namespace tenon {

namespace {

Digest128 digest_of(std::string_view bytes) {
  Digest128 digest;
  for (std::size_t i = 0; i < 8; ++i) {
    digest.high = digest.high << 8 | static_cast<unsigned char>(bytes[i]);
    digest.low = digest.low << 8 | static_cast<unsigned char>(bytes[i + 8]);
  }
  return digest;
}

// The previous answer again, without asking: neighbouring rows have the same provider and type
// nearly always.
template <typename Value>
struct Last {
  std::int64_t id = -1;
  Value value{};
};

Status read_rows(sql::Database& database, Dictionary& dictionary, std::int64_t state,
                 Snapshot& to) {
  ASSIGN_OR_RETURN(
      sql::Statement select,
      database.prepare(
          "SELECT address, deposed, version, flags, schema_version, provider, type, value, "
          "private, dependencies FROM resources WHERE state=? ORDER BY address, deposed"));
  select.bind(state);
  Last<std::string_view> provider;
  Last<Type> type;
  Arena& arena = to.arena_;
  while (true) {
    ASSIGN_OR_RETURN(const bool found, select.step());
    if (!found) return ok_status();
    if (select.integer(5) != provider.id) {
      provider.id = select.integer(5);
      ASSIGN_OR_RETURN(const std::string_view name, dictionary.name(database, provider.id));
      provider.value = arena.copy_string(name);
    }
    if (select.integer(6) != type.id) {
      type.id = select.integer(6);
      ASSIGN_OR_RETURN(type.value, dictionary.type(database, type.id));
    }
    RowView& row = to.rows_.emplace_back();
    row.address = arena.copy_string(select.text(0));
    row.deposed_key = arena.copy_string(select.text(1));
    row.version = static_cast<std::uint64_t>(select.integer(2));
    const std::int64_t flags = select.integer(3);
    row.tainted = (flags & 1) != 0;
    row.create_before_destroy = (flags & 2) != 0;
    row.schema_version = select.integer(4);
    row.provider = provider.value;
    row.type = type.value;
    row.value = arena.copy_string(select.blob(7));
    row.private_bytes = arena.copy_string(select.blob(8));
    row.dependencies = arena.copy_string(select.blob(9));
  }
}

// Both sides come in the order of addresses, so nearly every certificate belongs to the next row.
Status read_certificates(sql::Database& database, std::int64_t state,
                         const std::vector<RowView>& rows,
                         std::vector<std::optional<Digest128>>& to) {
  ASSIGN_OR_RETURN(sql::Statement select,
                   database.prepare("SELECT address, version, digest FROM observations WHERE "
                                    "state=? ORDER BY address"));
  select.bind(state);
  std::size_t at = 0;
  while (true) {
    ASSIGN_OR_RETURN(const bool found, select.step());
    if (!found) return ok_status();
    const std::string_view address = select.text(0);
    int order = -1;
    while (at < rows.size() && (order = rows[at].address.compare(address)) < 0) ++at;
    if (at == rows.size()) return ok_status();
    // The current object sorts before the deposed ones of its address.
    const RowView& row = rows[at];
    if (order != 0 || !row.deposed_key.empty()) continue;
    const std::string_view digest = select.blob(2);
    if (row.version == static_cast<std::uint64_t>(select.integer(1)) && digest.size() == 16) {
      if (to.empty()) to.resize(rows.size());
      to[at] = digest_of(digest);
    }
    ++at;
  }
}

void index_rows(Snapshot& snapshot) {
  snapshot.current_.reserve(snapshot.rows_.size());
  for (std::uint32_t i = 0; i < snapshot.rows_.size(); ++i) {
    const RowView& row = snapshot.rows_[i];
    if (row.deposed_key.empty()) snapshot.current_.emplace(row.address, i);
  }
}

// Below this, starting a thread costs more than it saves.
constexpr std::size_t kIndexedAside = 10'000;

}  // namespace

Result<StateHead> SqliteSession::head() {
  StateHead head;
  ASSIGN_OR_RETURN(Reading reading, begin_reading());
  if (reading.database == nullptr) return head;
  head.exists = true;
  head.lineage = reading.state->lineage;
  head.serial = static_cast<std::uint64_t>(reading.state->serial);
  head.next_version = static_cast<std::uint64_t>(reading.state->next_version);
  return head;
}

Result<std::string> SqliteSession::note(const std::string& name) {
  ASSIGN_OR_RETURN(Reading reading, begin_reading());
  if (reading.database == nullptr) return std::string();
  ASSIGN_OR_RETURN(sql::Statement select,
                   reading.database->prepare("SELECT value FROM notes WHERE state=? AND name=?"));
  ASSIGN_OR_RETURN(const bool found, select.bind(reading.state->id).bind(name).step());
  return found ? std::string(select.blob(0)) : std::string();
}

Result<std::shared_ptr<const Snapshot>> SqliteSession::snapshot() {
  auto snapshot = std::make_shared<Snapshot>();
  ASSIGN_OR_RETURN(Reading reading, begin_reading());
  if (reading.database == nullptr) return std::shared_ptr<const Snapshot>(std::move(snapshot));
  sql::Database& database = *reading.database;
  const std::int64_t state = reading.state->id;
  snapshot->exists_ = true;
  snapshot->lineage_ = reading.state->lineage;
  snapshot->serial_ = static_cast<std::uint64_t>(reading.state->serial);
  // A hint from the table, which nothing but this depends on.
  snapshot->rows_.reserve(
      static_cast<std::size_t>(std::clamp<std::int64_t>(reading.state->row_count, 0, 1'000'000)));
  RETURN_IF_ERROR(read_rows(database, dictionary_, state, *snapshot));
  Status certificates;
  const std::size_t threads = snapshot->rows_.size() < kIndexedAside ? 1 : 2;
  parallel_for(2, threads, 1, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t task = begin; task < end; ++task) {
      if (task == 0) index_rows(*snapshot);
      if (task == 1) {
        certificates = read_certificates(database, state, snapshot->rows_, snapshot->certificates_);
      }
    }
  });
  RETURN_IF_ERROR(std::move(certificates));
  ASSIGN_OR_RETURN(
      sql::Statement select,
      database.prepare("SELECT name, type, value, sensitive FROM outputs WHERE state=?"));
  select.bind(state);
  while (true) {
    ASSIGN_OR_RETURN(const bool found, select.step());
    if (!found) break;
    OutputRow output;
    output.name = select.text(0);
    ASSIGN_OR_RETURN(output.type, dictionary_.type(database, select.integer(1)));
    output.value = select.blob(2);
    output.sensitive = select.integer(3) != 0;
    std::string name = output.name;
    snapshot->outputs_.emplace(std::move(name), std::move(output));
  }
  return std::shared_ptr<const Snapshot>(std::move(snapshot));
}

Result<std::vector<std::uint64_t>> SqliteSession::row_versions(
    const std::vector<std::string>& addresses) {
  std::vector<std::uint64_t> versions(addresses.size(), kNoVersion);
  ASSIGN_OR_RETURN(Reading reading, begin_reading());
  if (reading.database == nullptr) return versions;
  ASSIGN_OR_RETURN(sql::Statement select,
                   reading.database->prepare(
                       "SELECT version FROM resources WHERE state=? AND address=? AND deposed=''"));
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    ASSIGN_OR_RETURN(const bool found, select.bind(reading.state->id).bind(addresses[i]).step());
    if (found) versions[i] = static_cast<std::uint64_t>(select.integer(0));
    select.reset();
  }
  return versions;
}

Result<std::vector<HistoryEntry>> SqliteSession::history(const std::string& address,
                                                         std::size_t limit) {
  std::vector<HistoryEntry> entries;
  ASSIGN_OR_RETURN(Reading reading, begin_reading());
  if (reading.database == nullptr) return entries;
  sql::Database& database = *reading.database;
  ASSIGN_OR_RETURN(sql::Statement select,
                   database.prepare("SELECT version, run, action, at, duration_ms, type, value "
                                    "FROM resources WHERE state=?1 AND address=?2 "
                                    "UNION ALL "
                                    "SELECT version, run, action, at, duration_ms, type, value "
                                    "FROM history WHERE state=?1 AND address=?2 "
                                    "ORDER BY version DESC LIMIT ?3"));
  select.bind(reading.state->id)
      .bind(address)
      .bind(static_cast<std::int64_t>(std::min<std::size_t>(limit, 1u << 30)));
  while (true) {
    ASSIGN_OR_RETURN(const bool found, select.step());
    if (!found) return entries;
    HistoryEntry entry;
    entry.address = address;
    entry.version = static_cast<std::uint64_t>(select.integer(0));
    ASSIGN_OR_RETURN(const std::string_view run, dictionary_.name(database, select.integer(1)));
    entry.run = run;
    ASSIGN_OR_RETURN(const std::string_view action, dictionary_.name(database, select.integer(2)));
    entry.action = action;
    entry.at = select.integer(3);
    entry.duration_ms = select.integer(4);
    if (!select.is_null(6)) {
      ASSIGN_OR_RETURN(entry.type, dictionary_.type(database, select.integer(5)));
      entry.value = select.blob(6);
    }
    entries.push_back(std::move(entry));
  }
}

}  // namespace tenon
