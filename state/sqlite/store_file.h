// StoreFile: what all sessions of one store share: where the file is, how it is opened and checked,
// and who we are. Threads: any, a Database that it opened belongs to its opener.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "schema/base/digest.h"
#include "schema/base/env.h"
#include "schema/base/guarded.h"
#include "state/sqlite/counting_vfs.h"
#include "state/sqlite/sql.h"
#include "state/sqlite/store.h"

namespace tenon {

class StoreFile {
 public:
  static Result<std::shared_ptr<StoreFile>> open(Env& env, const std::string& path,
                                                 SqliteOptions options);
  // REQUIRES: what open() makes of path and options.
  StoreFile(Env& env, std::string path, SqliteOptions options);

  // Null where there is no file, or nothing in it yet: an empty store.
  Result<std::unique_ptr<sql::Database>> open_for_reading();
  // Makes the file and its tables where they are missing.
  Result<std::unique_ptr<sql::Database>> open_for_writing();
  // The error of whoever wants to write what may only be read.
  Error read_only_error() const;

  Result<DigestKey> digest_key();

  Env& env() const { return env_; }
  const std::string& path() const { return path_; }
  std::string lock_path() const { return path_ + "-lock"; }
  const std::string& machine() const { return options_.machine; }
  std::chrono::milliseconds lease_expiry() const { return options_.lease_expiry; }
  std::uint64_t syncs() const { return vfs_.syncs(); }

 private:
  Result<std::unique_ptr<sql::Database>> open_existing();
  Status check_content(sql::Database& database, bool closed_cleanly);
  Status store_identity(sql::Database& database);

  Env& env_;
  const std::string path_;
  SqliteOptions options_;
  CountingVfs vfs_;
  std::atomic<bool> checked_{false};
  Guarded<std::optional<DigestKey>> digest_key_;
};

}  // namespace tenon
