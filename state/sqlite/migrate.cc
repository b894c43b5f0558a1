#include "state/sqlite/migrate.h"

#include <array>
#include <string>

#include "state/sqlite/schema_sql.h"

namespace tenon {

namespace {

// SQLite's application_id: tells tenon.db from any other database. "tnon" in ASCII.
constexpr std::int64_t kApplicationId = 0x746E6F6E;

// Format 2: small texts that a state carries beside its rows (state/store.h, Batch::put_notes).
constexpr std::string_view kNotes = R"sql(
CREATE TABLE notes (
  state INTEGER NOT NULL REFERENCES states(id),
  name  TEXT NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (state, name)
) STRICT, WITHOUT ROWID;
)sql";

constexpr std::array<std::string_view, 2> kSteps{kSchemaSql, kNotes};

// The format of what is there. 0: an empty file.
Result<std::int64_t> format_of(sql::Database& database, std::int64_t newest) {
  ASSIGN_OR_RETURN(const std::int64_t version, database.integer_of("PRAGMA user_version"));
  ASSIGN_OR_RETURN(const std::int64_t application, database.integer_of("PRAGMA application_id"));
  ASSIGN_OR_RETURN(const std::int64_t tables,
                   database.integer_of("SELECT count(*) FROM sqlite_schema"));
  if (tables == 0 && version == 0) return 0;
  if (application != kApplicationId) {
    return make_error(ErrorCategory::Corrupt,
                      database.path() +
                          " is an SQLite database, but not a state store of tenon. Nothing was "
                          "changed. Name another file");
  }
  if (version > newest) {
    return make_error(
        ErrorCategory::Unsupported,
        database.path() + " has format " + std::to_string(version) +
            ", written by a newer tenon; this one knows formats up to " + std::to_string(newest) +
            ". Nothing was changed. Install the newer tenon, or restore a copy from before");
  }
  if (version < 1) {
    return make_error(ErrorCategory::Corrupt,
                      database.path() + " names no valid format (" + std::to_string(version) +
                          "). Nothing was changed. Restore it from a backup");
  }
  return version;
}

}  // namespace

Status migrate(sql::Database& database) { return migrate(database, kSteps); }

Status migrate(sql::Database& database, std::span<const std::string_view> steps) {
  const auto newest = static_cast<std::int64_t>(steps.size());
  ASSIGN_OR_RETURN(const std::int64_t before, format_of(database, newest));
  if (before == newest) return ok_status();
  ASSIGN_OR_RETURN(sql::Transaction transaction,
                   sql::Transaction::begin(database, sql::Access::Write));
  // Somebody else may have come first.
  ASSIGN_OR_RETURN(const std::int64_t version, format_of(database, newest));
  if (version == newest) return ok_status();
  for (std::int64_t step = version; step < newest; ++step) {
    RETURN_IF_ERROR(database.execute(std::string(steps[static_cast<std::size_t>(step)])));
  }
  RETURN_IF_ERROR(database.execute("PRAGMA application_id=" + std::to_string(kApplicationId)));
  RETURN_IF_ERROR(database.execute("PRAGMA user_version=" + std::to_string(newest)));
  return transaction.commit();
}

Result<bool> check_format(sql::Database& database) {
  ASSIGN_OR_RETURN(const std::int64_t version,
                   format_of(database, static_cast<std::int64_t>(kSteps.size())));
  if (version == 0) return false;
  if (version < static_cast<std::int64_t>(kSteps.size())) {
    return make_error(
        ErrorCategory::Unsupported,
        database.path() + " has the older format " + std::to_string(version) +
            ", which can be brought up to date only where the file may be written. Run any command "
            "that may write it first");
  }
  return true;
}

}  // namespace tenon
