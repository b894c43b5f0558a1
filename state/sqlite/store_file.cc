#include "state/sqlite/store_file.h"

#include <array>
#include <charconv>
#include <utility>

#include "state/sqlite/lock_file.h"
#include "state/sqlite/migrate.h"

namespace tenon {

namespace {

// Small files are always checked, in a few milliseconds.
constexpr std::int64_t kAlwaysCheckedBytes = 2 << 20;
constexpr int kPageBytes = 8192;

std::string bytes_of(DigestKey key) {
  std::string bytes;
  for (const std::uint64_t word : {key.k0, key.k1}) {
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>((word >> shift) & 0xFF);
  }
  return bytes;
}

DigestKey key_of(std::string_view bytes) {
  DigestKey key;
  for (std::size_t i = 0; i < 8; ++i) {
    key.k0 = key.k0 << 8 | static_cast<unsigned char>(bytes[i]);
    key.k1 = key.k1 << 8 | static_cast<unsigned char>(bytes[i + 8]);
  }
  return key;
}

DigestKey random_key(Env& env) {
  std::array<std::uint8_t, 16> bytes{};
  env.random_bytes(bytes);
  std::string text(bytes.begin(), bytes.end());
  return key_of(text);
}

// Shorter would make every hiccup a lost lease; longer would block others for days.
constexpr std::int64_t kShortestLease = 3;
constexpr std::int64_t kLongestLease = 86400;

Result<std::chrono::milliseconds> expiry_of(Env& env) {
  const auto text = env.variable("TENON_LEASE_SECONDS");
  if (!text) return std::chrono::milliseconds(60'000);
  std::int64_t seconds = 0;
  const char* end = text->data() + text->size();
  const auto parsed = std::from_chars(text->data(), end, seconds);
  if (parsed.ec != std::errc() || parsed.ptr != end || seconds < kShortestLease ||
      seconds > kLongestLease) {
    return make_error(
        ErrorCategory::InvalidArgument,
        "the environment variable TENON_LEASE_SECONDS is \"" + *text +
            "\", but must be a whole number of seconds from 3 to 86400. Correct or unset it");
  }
  return std::chrono::milliseconds(seconds * 1000);
}

// The kernel's own name of this boot, and the host's: file locks are shared exactly by those who
// have both in common.
std::string machine_of(Env& env) {
  const auto boot = env.read_file("/proc/sys/kernel/random/boot_id", 256);
  if (!boot) return {};
  const std::string user_and_host = env.user_and_host();
  const auto at = user_and_host.rfind('@');
  std::string machine = at == std::string::npos ? user_and_host : user_and_host.substr(at + 1);
  machine += ' ';
  for (const char c : *boot) {
    if (c != '\n') machine += c;
  }
  return machine;
}

}  // namespace

Result<std::shared_ptr<StoreFile>> StoreFile::open(Env& env, const std::string& path,
                                                   SqliteOptions options) {
  // Two names of one file must share one lock file.
  ASSIGN_OR_RETURN(std::string absolute, env.absolute_path(path));
  if (options.lease_expiry.count() <= 0) {
    ASSIGN_OR_RETURN(options.lease_expiry, expiry_of(env));
  }
  return std::make_shared<StoreFile>(env, std::move(absolute), std::move(options));
}

StoreFile::StoreFile(Env& env, std::string path, SqliteOptions options)
    : env_(env), path_(std::move(path)), options_(std::move(options)) {
  if (options_.machine.empty()) options_.machine = machine_of(env_);
}

Error StoreFile::read_only_error() const {
  return make_error(
      ErrorCategory::PermissionDenied,
      options_.read_only
          ? "cannot write " + path_ + ": it was opened for reading only"
          : "cannot write " + path_ +
                ": the file, or the folder it is in, may not be written by this user. Nothing was "
                "changed. Change its permissions, or work as the user who owns it");
}

Result<std::unique_ptr<sql::Database>> StoreFile::open_existing() {
  // SQLite removes its log when the last user closes the file: one that is there has other users,
  // or was left by a crash.
  const bool has_log = env_.file_exists(path_ + "-wal");
  sql::Database::Options options;
  options.path = path_;
  options.access = options_.read_only ? sql::Access::Read : sql::Access::Write;
  options.vfs = vfs_.name();
  ASSIGN_OR_RETURN(auto database, sql::Database::open(options));
  auto probe = database->integer_of("PRAGMA schema_version");
  const bool may_not = !probe && probe.error().category == ErrorCategory::PermissionDenied;
  if (may_not && !has_log && (options_.read_only || database->is_read_only())) {
    // Where nobody can write, SQLite needs no log and no locks, but it has to be told.
    options.access = sql::Access::Read;
    options.immutable = true;
    ASSIGN_OR_RETURN(database, sql::Database::open(options));
    probe = database->integer_of("PRAGMA schema_version");
  }
  RETURN_IF_ERROR(std::move(probe));
  RETURN_IF_ERROR(check_content(*database, !has_log));
  return database;
}

Status StoreFile::check_content(sql::Database& database, bool closed_cleanly) {
  if (checked_.load()) return ok_status();
  ASSIGN_OR_RETURN(const std::int64_t pages, database.integer_of("PRAGMA page_count"));
  ASSIGN_OR_RETURN(const std::int64_t page_size, database.integer_of("PRAGMA page_size"));
  if (!closed_cleanly || pages * page_size <= kAlwaysCheckedBytes) {
    ASSIGN_OR_RETURN(sql::Statement check, database.prepare("PRAGMA quick_check(1)"));
    ASSIGN_OR_RETURN(const bool found, check.step());
    if (found && check.text(0) != "ok") {
      return make_error(
          ErrorCategory::Corrupt,
          path_ + " is damaged: " + std::string(check.text(0)) +
              ". Nothing was changed. Restore it from a backup, or save what can be read with "
              "`sqlite3 " +
              path_ + " .recover` into a new file");
    }
  }
  checked_.store(true);
  return ok_status();
}

Result<std::unique_ptr<sql::Database>> StoreFile::open_for_reading() {
  if (!env_.file_exists(path_)) {
    if (env_.directory_exists(path_)) {
      return make_error(ErrorCategory::InvalidArgument,
                        "cannot open " + path_ + ": it is a folder, not a state store");
    }
    return std::unique_ptr<sql::Database>();
  }
  ASSIGN_OR_RETURN(auto database, open_existing());
  if (!database->is_read_only()) {
    ASSIGN_OR_RETURN(const std::int64_t version, database->integer_of("PRAGMA user_version"));
    if (version > 0) RETURN_IF_ERROR(migrate(*database));
  }
  ASSIGN_OR_RETURN(const bool has_tables, check_format(*database));
  if (!has_tables) return std::unique_ptr<sql::Database>();
  return database;
}

Result<std::unique_ptr<sql::Database>> StoreFile::open_for_writing() {
  if (options_.read_only) return read_only_error();
  if (!env_.file_exists(path_)) {
    if (!options_.create) {
      return make_error(ErrorCategory::NotFound, "there is no state store " + path_);
    }
    RETURN_IF_ERROR(create_private_file(path_));
  }
  ASSIGN_OR_RETURN(auto database, open_existing());
  if (database->is_read_only()) return read_only_error();
  // The size of pages can be chosen only before the first one: 8 KiB keep rows of common size out
  // of overflow pages.
  RETURN_IF_ERROR(database->execute("PRAGMA page_size=" + std::to_string(kPageBytes)));
  for (int attempt = 0;; ++attempt) {
    // Not waited for by the busy timeout: two processes may both be making the file.
    const Status status = database->execute("PRAGMA journal_mode=WAL");
    if (status) break;
    if (!status.error().retryable || attempt == 200) return status.error();
    env_.sleep(std::chrono::milliseconds(25));
  }
  RETURN_IF_ERROR(database->execute("PRAGMA foreign_keys=ON; PRAGMA journal_size_limit=67108864"));
  RETURN_IF_ERROR(migrate(*database));
  RETURN_IF_ERROR(store_identity(*database));
  return database;
}

Status StoreFile::store_identity(sql::Database& database) {
  ASSIGN_OR_RETURN(const std::int64_t known,
                   database.integer_of("SELECT count(*) FROM meta WHERE name='digest_key'"));
  if (known != 0) return ok_status();
  ASSIGN_OR_RETURN(sql::Transaction transaction,
                   sql::Transaction::begin(database, sql::Access::Write));
  DigestKey key;
  {
    auto ours = digest_key_.lock();
    if (!ours->has_value()) *ours = random_key(env_);
    key = **ours;
  }
  const std::string key_bytes = bytes_of(key);
  const std::string id = random_uuid(env_);
  ASSIGN_OR_RETURN(sql::Statement insert,
                   database.prepare("INSERT OR IGNORE INTO meta VALUES (?, ?)"));
  RETURN_IF_ERROR(insert.bind("digest_key").bind_blob(key_bytes).run());
  RETURN_IF_ERROR(insert.bind("store_id").bind_blob(id).run());
  return transaction.commit();
}

Result<DigestKey> StoreFile::digest_key() {
  ASSIGN_OR_RETURN(auto database, open_for_reading());
  auto ours = digest_key_.lock();
  if (database != nullptr) {
    ASSIGN_OR_RETURN(sql::Statement select,
                     database->prepare("SELECT value FROM meta WHERE name='digest_key'"));
    ASSIGN_OR_RETURN(const bool found, select.step());
    if (found && select.blob(0).size() == 16) *ours = key_of(select.blob(0));
  }
  // The key that the file gets once something makes it.
  if (!ours->has_value()) *ours = random_key(env_);
  return **ours;
}

}  // namespace tenon
