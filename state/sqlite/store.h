// The default state store: one SQLite file, no server. The contract is state/store.h's; tables and
// locking are explained in docs/state.md.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "schema/base/env.h"
#include "state/store.h"

namespace tenon {

struct SqliteOptions {
  bool read_only = false;  // nothing is ever written, not even beside the file
  bool create = true;      // the first write makes the file if it is not there; reading never does
  // How long others on other machines wait for a silent holder. Zero: TENON_LEASE_SECONDS, or a
  // minute.
  std::chrono::milliseconds lease_expiry{0};
  // What leases call this machine; empty asks the system. Tests play two machines with it.
  std::string machine = {};
};

// Opens nothing yet where the file does not exist: such a store holds no state. `env` must outlive
// the store, and its sessions may.
Result<std::unique_ptr<StateStore>> open_sqlite_store(Env& env, const std::string& path,
                                                      SqliteOptions options = {});

}  // namespace tenon
