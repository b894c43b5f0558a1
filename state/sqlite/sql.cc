#include "state/sqlite/sql.h"

#include <sqlite3.h>

#include <cerrno>

namespace tenon::sql {

namespace {

Error error_of(sqlite3* handle, int code, const std::string& path) {
  const int primary = code & 0xFF;
  const int system = handle != nullptr ? sqlite3_system_errno(handle) : 0;
  const std::string word = sqlite3_errstr(code);
  const std::string detail = handle != nullptr ? sqlite3_errmsg(handle) : word;
  const bool full =
      primary == SQLITE_FULL ||
      (primary == SQLITE_IOERR && (system == ENOSPC || system == EDQUOT || system == EFBIG));
  const auto error = [&](ErrorCategory category, const std::string& message) {
    return make_error(category, message, word);
  };
  if (full) {
    return error(ErrorCategory::Exhausted,
                 "cannot write " + path +
                     ": the disk is full (or a quota or size limit is reached); nothing was "
                     "changed. Free some "
                     "space in its folder and run the same command again");
  }
  switch (primary) {
    case SQLITE_CORRUPT:
      return error(ErrorCategory::Corrupt, path + " is damaged: " + detail +
                                               ". Nothing was changed. Restore it from a backup, "
                                               "or save what can be read with `sqlite3 " +
                                               path + " .recover` into a new file");
    case SQLITE_NOTADB:
      return error(ErrorCategory::Corrupt, path +
                                               " is not a state store of tenon, or its beginning "
                                               "was overwritten. Nothing was changed. "
                                               "Restore it from a backup, or name another file");
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return error(ErrorCategory::PermissionDenied,
                   "cannot write " + path +
                       ": the file, or the folder it is in, may not be written by this user. "
                       "Nothing was changed. "
                       "Change its permissions, or work as the user who owns it");
    case SQLITE_BUSY:
    case SQLITE_LOCKED: {
      Error busy = error(
          ErrorCategory::Unavailable,
          path +
              " is being written by another program and did not become free in time. Nothing was "
              "changed. Wait for that program (a backup, a database browser?) and try again");
      busy.retryable = true;
      return busy;
    }
    case SQLITE_CANTOPEN:
      return error(system == ENOENT ? ErrorCategory::NotFound : ErrorCategory::PermissionDenied,
                   "cannot open " + path +
                       (system == ENOENT
                            ? ": there is no such file or folder"
                            : ": the file or its folder may not be opened by this user; check the "
                              "permissions of both"));
    case SQLITE_NOMEM:
      return error(ErrorCategory::Exhausted, "not enough memory to work with " + path);
    default:
      return error(ErrorCategory::Unknown,
                   "cannot work with " + path + ": " + detail + " (" + word + ")");
  }
}

}  // namespace

Statement::~Statement() {
  if (statement_ != nullptr) reset();
}

void Statement::reset() {
  sqlite3_reset(statement_);
  // Bound texts belong to the caller and may be gone soon.
  sqlite3_clear_bindings(statement_);
  bound_ = 0;
  failed_ = 0;
}

Statement& Statement::bind(std::int64_t value) {
  if (const int code = sqlite3_bind_int64(statement_, ++bound_, value); code != SQLITE_OK)
    failed_ = code;
  return *this;
}

Statement& Statement::bind(std::string_view text) {
  // A null pointer would bind NULL, and an empty view may well be one.
  const char* data = text.data() != nullptr ? text.data() : "";
  if (const int code =
          sqlite3_bind_text64(statement_, ++bound_, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
      code != SQLITE_OK) {
    failed_ = code;
  }
  return *this;
}

Statement& Statement::bind_blob(std::string_view bytes) {
  const char* data = bytes.data() != nullptr ? bytes.data() : "";
  if (const int code = sqlite3_bind_blob64(statement_, ++bound_, data, bytes.size(), SQLITE_STATIC);
      code != SQLITE_OK) {
    failed_ = code;
  }
  return *this;
}

Statement& Statement::bind_null() {
  if (const int code = sqlite3_bind_null(statement_, ++bound_); code != SQLITE_OK) failed_ = code;
  return *this;
}

Result<bool> Statement::step() {
  sqlite3* handle = sqlite3_db_handle(statement_);
  if (failed_ != 0) return error_of(handle, failed_, *path_);
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return error_of(handle, code, *path_);
}

Status Statement::run() {
  sqlite3* handle = sqlite3_db_handle(statement_);
  int code = failed_;
  while (code == 0 || code == SQLITE_ROW) code = sqlite3_step(statement_);
  if (code != SQLITE_DONE) {
    Error error = error_of(handle, code, *path_);
    reset();
    return error;
  }
  reset();
  return ok_status();
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Statement::text(int column) const { return blob(column); }

std::string_view Statement::blob(int column) const {
  // The bytes of a text are its UTF-8: no conversion happens either way.
  const void* data = sqlite3_column_blob(statement_, column);
  if (data == nullptr) return {};
  return {static_cast<const char*>(data),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Result<std::unique_ptr<Database>> Database::open(Options options) {
  sqlite3* handle = nullptr;
  const int flags =
      (options.access == Access::Write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) |
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE;
  std::string uri = "file:";
  constexpr std::string_view kHex = "0123456789abcdef";
  for (const char c : options.path) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '%' || c == '?' || c == '#') {
      uri += '%';
      uri += kHex[byte >> 4];
      uri += kHex[byte & 0x0F];
    } else {
      uri += c;
    }
  }
  if (options.immutable) uri += "?immutable=1";
  const int code = sqlite3_open_v2(uri.c_str(), &handle, flags, options.vfs);
  if (code != SQLITE_OK) {
    Error error = error_of(handle, code, options.path);
    sqlite3_close(handle);
    return error;
  }
  sqlite3_busy_timeout(handle, options.busy_timeout_ms);
  return std::unique_ptr<Database>(new Database(handle, std::move(options)));
}

Database::~Database() {
  for (const auto& entry : statements_) sqlite3_finalize(entry.second);
  sqlite3_close(handle_);
}

Result<Statement> Database::prepare(std::string_view text) {
  sqlite3_stmt*& statement = statements_[text];
  if (statement == nullptr) {
    const int code = sqlite3_prepare_v3(handle_, text.data(), static_cast<int>(text.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) {
      statements_.erase(text);
      return error_of(handle_, code, options_.path);
    }
  }
  CHECK(!sqlite3_stmt_busy(statement));
  return Statement(statement, &options_.path);
}

Status Database::execute(const std::string& text) {
  const int code = sqlite3_exec(handle_, text.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error_of(handle_, code, options_.path);
  return ok_status();
}

Result<std::int64_t> Database::integer_of(const std::string& text) {
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(handle_, text.c_str(), -1, &statement, nullptr);
  std::int64_t value = 0;
  if (code == SQLITE_OK) {
    code = sqlite3_step(statement);
    if (code == SQLITE_ROW) value = sqlite3_column_int64(statement, 0);
  }
  Status status;
  if (code != SQLITE_ROW && code != SQLITE_DONE) status = error_of(handle_, code, options_.path);
  sqlite3_finalize(statement);
  RETURN_IF_ERROR(std::move(status));
  return value;
}

std::int64_t Database::changes() const { return sqlite3_changes64(handle_); }
std::int64_t Database::last_id() const { return sqlite3_last_insert_rowid(handle_); }
bool Database::is_read_only() const { return sqlite3_db_readonly(handle_, "main") == 1; }
bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

Status Database::set_durability(Durability durability) {
  if (durability_known_ && durability_ == durability) return ok_status();
  RETURN_IF_ERROR(execute(durability == Durability::Durable ? "PRAGMA synchronous=FULL"
                                                            : "PRAGMA synchronous=NORMAL"));
  durability_known_ = true;
  durability_ = durability;
  return ok_status();
}

Result<Transaction> Transaction::begin(Database& database, Access access, Durability durability) {
  CHECK(!database.in_transaction());
  if (access == Access::Read) {
    ASSIGN_OR_RETURN(Statement begin, database.prepare("BEGIN"));
    RETURN_IF_ERROR(begin.run());
  } else {
    // SQLite ignores a change of it inside a transaction.
    RETURN_IF_ERROR(database.set_durability(durability));
    ASSIGN_OR_RETURN(Statement begin, database.prepare("BEGIN IMMEDIATE"));
    RETURN_IF_ERROR(begin.run());
  }
  return Transaction(database);
}

Transaction::~Transaction() {
  // Some failures (a full disk) have rolled back already.
  if (database_ == nullptr || !database_->in_transaction()) return;
  auto rollback = database_->prepare("ROLLBACK");
  if (rollback) static_cast<void>(rollback->run());
}

Status Transaction::commit() {
  ASSIGN_OR_RETURN(Statement commit, database_->prepare("COMMIT"));
  RETURN_IF_ERROR(commit.run());
  database_ = nullptr;
  return ok_status();
}

}  // namespace tenon::sql
