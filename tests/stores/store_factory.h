// StoreFactory: how the contract suite makes a store of one kind, empty, in a place of its own, and
// opens it again as another process or another machine would. A new kind of store joins by adding
// itself to kFactories.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "schema/base/env.h"
#include "state/store.h"

namespace tenon {

struct OpenAs {
  std::chrono::milliseconds lease_expiry{60'000};
  std::string machine = {};  // empty: this one
};

struct StoreFactory {
  std::string name;
  // `place` is a fresh folder of the test's own.
  std::function<Result<std::unique_ptr<StateStore>>(const std::string& place, const OpenAs& as)>
      open;
  bool disjoint =
      true;  // leases of disjoint addresses go together; else every lease is the whole state
  bool forcible = true;     // a living holder's lease can be taken away
  bool dead_let_go = true;  // a killed holder's lease ends by itself
  bool counted = true;      // versions of rows count writes; else they are digests of the content
};

// The fixture of all contract tests.
class StoreContract : public testing::TestWithParam<StoreFactory> {
 protected:
  StoreContract();
  ~StoreContract() override;

  std::unique_ptr<StateStore> open_store(const OpenAs& as = {});
  std::unique_ptr<Session> open_session(StateStore& store, const std::string& name = "default");
  std::unique_ptr<Lease> acquire_all(Session& session);

  std::string place_;
};

// A row with recognisable content.
Row make_row(const std::string& address, const std::string& value = "value");
// The first current row at `address`; fails the test where there is none.
RowView row_at(const Snapshot& snapshot, const std::string& address);
std::shared_ptr<const Snapshot> snapshot_of(Session& session);

#define ASSERT_OK(expression)                                    \
  do {                                                           \
    const auto& tenon_checked = (expression);                    \
    ASSERT_TRUE(tenon_checked) << tenon_checked.error().message; \
  } while (false)

std::vector<StoreFactory> store_factories();

}  // namespace tenon
