// Dictionary: the texts and types that rows refer to by number. Both ways are remembered, so that a
// batch of thousands of rows asks the tables a handful of times. Owner: a session; REQUIRES:
// forget() after a transaction that was rolled back, whose numbers never came to be.
#pragma once

#include <string>
#include <unordered_map>

#include "schema/value/type.h"
#include "state/sqlite/sql.h"

namespace tenon {

class Dictionary {
 public:
  // Adds what is not there. REQUIRES: a transaction for writing.
  Result<std::int64_t> name_id(sql::Database& database, std::string_view text);
  Result<std::int64_t> type_id(sql::Database& database, Type type);
  // Views live until forget().
  Result<std::string_view> name(sql::Database& database, std::int64_t id);
  Result<Type> type(sql::Database& database, std::int64_t id);
  void forget();

 private:
  std::unordered_map<std::string, std::int64_t> name_ids_;
  std::unordered_map<std::int64_t, std::string> names_;
  std::unordered_map<Type, std::int64_t> type_ids_;
  std::unordered_map<std::int64_t, Type> types_;
};

}  // namespace tenon
