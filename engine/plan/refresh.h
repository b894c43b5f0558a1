// Refresh: one bulk read for all rows of a provider configuration, in a thread of its own while
// evaluation goes on.
#pragma once

#include <future>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/plan/handles.h"

namespace tenon {

class Refresh {
 public:
  explicit Refresh(std::shared_ptr<const Snapshot> snapshot);

  // Starts reading what `wanted` says of the rows under `key`. REQUIRES: the handle is configured.
  // Only the first call for a key does anything: each resource of a provider asks for it.
  void start(const std::string& key, const ProviderHandle& handle, const std::vector<bool>& wanted);
  // Waits for that read; its results are then in result_of().
  void finish(const std::string& key);
  void finish_all();
  // What was read for a row; nullptr where it was not read.
  const ReadResult* result_of(std::uint32_t row) const {
    return row < results_.size() && has_[row] ? &results_[row] : nullptr;
  }
  // The row's stored value in the shape of today's schema, as the read was given it; for rows that
  // were read.
  const Value& stored_of(std::uint32_t row) const { return stored_[row]; }
  std::size_t rows_read() const { return rows_read_; }
  // Row numbers under each provider key, data sources left out.
  const std::map<std::string_view, std::vector<std::uint32_t>>& rows_by_provider() const {
    return rows_;
  }

 private:
  struct Running {
    std::vector<std::uint32_t> rows;
    std::vector<Value> stored;
    std::unique_ptr<Arena> arena;
    std::future<std::vector<ReadResult>> results;
  };

  std::shared_ptr<const Snapshot> snapshot_;
  std::map<std::string_view, std::vector<std::uint32_t>> rows_;
  std::map<std::string, Running> running_;
  std::set<std::string> started_;
  std::vector<std::unique_ptr<Arena>> arenas_;
  std::vector<ReadResult> results_;
  std::vector<Value> stored_;
  std::vector<bool> has_;
  std::size_t rows_read_ = 0;
};

// The resource type in an instance's address, without parsing all of it: "aws_vpc" of
// `module.a["x"].aws_vpc.main[0]`. Empty where it is no address.
std::string_view type_in_address(std::string_view address, bool* is_data);

// A row's value in the shape of `schema`: decoded, and upgraded where it was written under another.
Result<Value> row_value(Arena& arena, const RowView& row, const Provider& provider,
                        const ResourceSchema& schema);

}  // namespace tenon
