// Database, Statement, Transaction: as much of SQLite as the store needs, with owners and Results.
// A statement is prepared once per database and found again by its text. Owner: a Database owns its
// statements; a Statement is a borrowed cursor that resets itself. Threads: one database, one
// thread at a time. Errors: SQLite's answers by our categories, with the file's name and the way
// out; a full disk, a damaged or a read-only file never changes what is stored.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "schema/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace tenon::sql {

enum class Access { Read, Write };
// Durable: survives power loss once committed. Ordered: survives the death of the process, and
// power loss keeps or loses it together with all that came later.
enum class Durability { Durable, Ordered };

// One use of a prepared statement: bind in order, step, read columns. It is given back, reset, at
// the end of its scope.
class Statement {
 public:
  Statement(sqlite3_stmt* statement, const std::string* path)
      : statement_(statement), path_(path) {}
  Statement(Statement&& other) noexcept
      : statement_(other.statement_), path_(other.path_), bound_(other.bound_) {
    other.statement_ = nullptr;
  }
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  // The text or bytes must live until the statement is reset.
  Statement& bind(std::int64_t value);
  Statement& bind(std::string_view text);
  Statement& bind_blob(std::string_view bytes);
  Statement& bind_null();

  // Whether there is a row.
  Result<bool> step();
  // For what answers no rows; the statement can then be bound anew.
  Status run();
  void reset();

  // Views are good until the next step.
  std::int64_t integer(int column) const;
  std::string_view text(int column) const;
  std::string_view blob(int column) const;
  bool is_null(int column) const;

 private:
  sqlite3_stmt* statement_;
  const std::string* path_;
  int bound_ = 0;
  int failed_ = 0;  // the first failure of a bind, which step() reports
};

class Database {
 public:
  struct Options {
    std::string path;
    Access access = Access::Write;
    bool immutable = false;  // nobody writes it: no locks, no files beside it
    const char* vfs = nullptr;
    int busy_timeout_ms = 10'000;
  };
  static Result<std::unique_ptr<Database>> open(Options options);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  // REQUIRES: `text` is a literal, and no other use of the same text is alive.
  Result<Statement> prepare(std::string_view text);
  // One or more statements without parameters or answers.
  Status execute(const std::string& text);
  // The first column of the first row; 0 where there is none.
  Result<std::int64_t> integer_of(const std::string& text);
  std::int64_t changes() const;
  std::int64_t last_id() const;
  bool is_read_only() const;
  const std::string& path() const { return options_.path; }
  Status set_durability(Durability durability);
  // Inside a transaction that has not failed.
  bool in_transaction() const;

 private:
  Database(sqlite3* handle, Options options) : handle_(handle), options_(std::move(options)) {}

  sqlite3* handle_;
  Options options_;
  std::unordered_map<std::string_view, sqlite3_stmt*> statements_;
  bool durability_known_ = false;
  Durability durability_ = Durability::Durable;
};

// Rolls back unless committed.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database, Access access,
                                   Durability durability = Durability::Durable);
  Transaction(Transaction&& other) noexcept : database_(other.database_) {
    other.database_ = nullptr;
  }
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Status commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace tenon::sql
