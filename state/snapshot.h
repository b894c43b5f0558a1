// Snapshot: the rows of one state as they were at one moment, columnar and read-only. Values stay
// encoded (schema/value/wire.h). Owner: the snapshot owns all bytes; views into it live as long as
// it does. Threads: immutable. Cost: one scan of the store; find() is a hash look-up.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/base/arena.h"
#include "schema/base/digest.h"
#include "schema/value/type.h"

namespace tenon {

inline constexpr std::uint32_t kNoRow = ~0u;

// One object: the current one of an instance, or (deposed_key not empty) one that a
// create-before-destroy has left to be removed.
struct RowView {
  std::string_view address;      // "module.a[0].aws_vpc.main[\"x\"]"
  std::string_view deposed_key;  // 8 hex digits, or empty
  std::string_view
      provider;  // `provider["registry.terraform.io/hashicorp/aws"].west`, module-prefixed
  std::int64_t schema_version = 0;
  Type type;               // that `value` is encoded as
  std::string_view value;  // wire bytes
  std::string_view private_bytes;
  std::string_view dependencies;  // direct ones, sorted: encoded list, see encode_dependencies()
  bool tainted = false;
  bool create_before_destroy = false;
  std::uint64_t version = 0;  // changes with every write of the row, never reused
};

struct OutputRow {
  std::string name;
  Type type;
  std::string value;  // wire bytes as `type`
  bool sensitive = false;
};

class Snapshot {
 public:
  std::size_t size() const { return rows_.size(); }
  const RowView& row(std::uint32_t index) const { return rows_[index]; }
  const std::vector<RowView>& rows() const {
    return rows_;
  }  // sorted by address bytes, then deposed key
  // The current object of an instance.
  std::uint32_t find(std::string_view address) const {
    const auto found = current_.find(address);
    return found == current_.end() ? kNoRow : found->second;
  }
  // The no-op certificate of a row, if one was issued for exactly this version of it.
  const Digest128* certificate(std::uint32_t row) const {
    return row < certificates_.size() && certificates_[row] ? &*certificates_[row] : nullptr;
  }
  const std::map<std::string, OutputRow>& outputs() const { return outputs_; }
  std::string_view lineage() const { return lineage_; }
  std::uint64_t serial() const { return serial_; }
  // Whether the store has ever held this state.
  bool exists() const { return exists_; }

  // For stores.
  Arena arena_;
  std::vector<RowView> rows_;
  std::vector<std::optional<Digest128>> certificates_;
  std::unordered_map<std::string_view, std::uint32_t> current_;
  std::map<std::string, OutputRow> outputs_;
  std::string lineage_;
  std::uint64_t serial_ = 0;
  bool exists_ = false;
};

std::string encode_dependencies(const std::vector<std::string>& addresses);
std::vector<std::string> decode_dependencies(std::string_view bytes);

}  // namespace tenon
