// Format versions of tenon.db, kept in SQLite's user_version. Step n of a list leads from format n
// to n + 1, in one transaction each; there is no way back. A file of a newer format is refused,
// unread.
#pragma once

#include <span>
#include <string_view>

#include "state/sqlite/sql.h"

namespace tenon {

// REQUIRES: the database is open for writing.
Status migrate(sql::Database& database);
Status migrate(sql::Database& database, std::span<const std::string_view> steps);
// For readers, who migrate nothing. False: there are no tables yet.
Result<bool> check_format(sql::Database& database);

}  // namespace tenon
