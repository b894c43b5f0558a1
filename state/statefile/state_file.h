// Terraform's state format, version 4: its JSON text to rows and back, without loss of anything
// that Terraform wrote. Facts about the format: docs/state.md, "Terraform's state, version 4".
//
// Reading: an object's attributes are decoded by the type's schema where we have one of the same
// schema version that knows every attribute; otherwise (an unknown resource type, an older schema,
// an attribute that we do not model) by their own JSON, and such a row is upgraded when it is
// planned and written back as it was read. What rows have no column for is kept aside as JSON
// (StateFileRest) and given back to the writer.
//
// Writing: what tenon knows beyond v4 (versions, certificates, the journal, history) stays out.
// Direct dependencies are widened to transitive ones, as Terraform keeps them.
//
// Threads: both functions use several for large states, and may be called from any thread. Errors:
// Corrupt (no JSON, or not this format; with line and column), Unsupported (another version). Cost:
// 100,000 instances in a few tenths of a second.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/result.h"
#include "schema/resource/address.h"
#include "schema/resource/resource_schema.h"
#include "state/snapshot.h"
#include "state/store.h"

namespace tenon {

// What a v4 state says and rows do not.
struct StateFileRest {
  std::string check_results;  // JSON; "" for none
  // By row_name(): the members of an instance that have no column (identity, …), as JSON members
  // separated by commas. The digest is of the row that they belong to: once it was rewritten, they
  // are no longer said of it.
  struct Instance {
    std::string digest;
    std::string members;
  };
  std::map<std::string, Instance> instances;
  bool empty() const { return check_results.empty() && instances.empty(); }
};

struct StateFile {
  std::string terraform_version;
  std::uint64_t serial = 0;
  std::string lineage;
  std::vector<Row> rows;  // sorted by address bytes, then deposed key
  std::vector<OutputRow> outputs;
  StateFileRest rest;
};

// The schema of a resource type or data source of the provider configuration `provider` (as in
// RowView); nullptr where we have none. Called from several threads.
using SchemaLookup =
    std::function<const ResourceSchema*(ResourceMode mode, Symbol type, std::string_view provider)>;

Result<StateFile> read_state_file(std::string_view text, const SchemaLookup& schemas);

// Only serial, lineage and the number of resources: for questions and warnings.
struct StateFileHead {
  std::uint64_t serial = 0;
  std::string lineage;
  std::size_t resources = 0;
  std::size_t outputs = 0;
  bool empty() const { return resources == 0 && outputs == 0; }
};
Result<StateFileHead> read_state_file_head(std::string_view text);

struct StateFileIdentity {
  std::uint64_t serial = 0;
  std::string lineage;
};
// Pretty-printed as Terraform does it, with a newline at its end. Corrupt where a row's bytes are.
Result<std::string> write_state_file(const Snapshot& snapshot, const StateFileIdentity& identity,
                                     const StateFileRest& rest);

// "aws_vpc.main", "aws_vpc.main (deposed 0a1b2c3d)".
std::string row_name(std::string_view address, std::string_view deposed_key);
// Of everything that a row says, but for its version: equal rows have equal digests.
std::string row_digest(const RowView& row);
RowView view_of(const Row& row);

// Rest to bytes and back, for stores.
std::string encode_rest(const StateFileRest& rest);
Result<StateFileRest> decode_rest(std::string_view bytes);

// And back: everything that the rows say.
StateFile content_of(const Snapshot& snapshot, StateFileRest rest);

// A snapshot with the given content, as a store would give it: for comparisons and for texts that
// belong to no store (terraform_remote_state, state pull of another place).
std::shared_ptr<const Snapshot> snapshot_of(const StateFile& file);

}  // namespace tenon
