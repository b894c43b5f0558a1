#include "state/statefile/state_file.h"

#include "schema/base/digest.h"
#include "schema/value/wire.h"

namespace tenon {

std::string row_name(std::string_view address, std::string_view deposed_key) {
  std::string name(address);
  if (!deposed_key.empty()) name += " (deposed " + std::string(deposed_key) + ")";
  return name;
}

std::string row_digest(const RowView& row) {
  std::string bytes;
  put_bytes(bytes, row.provider);
  put_varint(bytes, static_cast<std::uint64_t>(row.schema_version));
  encode_type(row.type, bytes);
  put_bytes(bytes, row.value);
  put_bytes(bytes, row.private_bytes);
  put_bytes(bytes, row.dependencies);
  bytes += row.tainted ? 't' : '-';
  bytes += row.create_before_destroy ? 'c' : '-';
  return keyed_digest({0x7465'6E6F'6E20'726F, 0x7720'6469'6765'7374}, bytes).hex();
}

RowView view_of(const Row& row) {
  RowView view;
  view.address = row.address;
  view.deposed_key = row.deposed_key;
  view.provider = row.provider;
  view.schema_version = row.schema_version;
  view.type = row.type;
  view.value = row.value;
  view.private_bytes = row.private_bytes;
  view.dependencies = row.dependencies;
  view.tainted = row.tainted;
  view.create_before_destroy = row.create_before_destroy;
  return view;
}

std::string encode_rest(const StateFileRest& rest) {
  std::string bytes;
  if (rest.empty()) return bytes;
  put_bytes(bytes, rest.check_results);
  put_varint(bytes, rest.instances.size());
  for (const auto& [name, instance] : rest.instances) {
    put_bytes(bytes, name);
    put_bytes(bytes, instance.digest);
    put_bytes(bytes, instance.members);
  }
  return bytes;
}

Result<StateFileRest> decode_rest(std::string_view bytes) {
  StateFileRest rest;
  if (bytes.empty()) return rest;
  ASSIGN_OR_RETURN(const std::string_view checks, take_bytes(bytes));
  rest.check_results = checks;
  ASSIGN_OR_RETURN(const std::uint64_t count, take_varint(bytes));
  for (std::uint64_t i = 0; i < count; ++i) {
    ASSIGN_OR_RETURN(const std::string_view name, take_bytes(bytes));
    ASSIGN_OR_RETURN(const std::string_view digest, take_bytes(bytes));
    ASSIGN_OR_RETURN(const std::string_view members, take_bytes(bytes));
    rest.instances[std::string(name)] = {std::string(digest), std::string(members)};
  }
  return rest;
}

StateFile content_of(const Snapshot& snapshot, StateFileRest rest) {
  StateFile file;
  file.terraform_version = "1.11.4";
  file.serial = snapshot.serial();
  file.lineage = snapshot.lineage();
  file.rest = std::move(rest);
  file.rows.reserve(snapshot.size());
  for (const RowView& view : snapshot.rows()) {
    Row& row = file.rows.emplace_back();
    row.address = view.address;
    row.deposed_key = view.deposed_key;
    row.provider = view.provider;
    row.schema_version = view.schema_version;
    row.type = view.type;
    row.value = view.value;
    row.private_bytes = view.private_bytes;
    row.dependencies = view.dependencies;
    row.tainted = view.tainted;
    row.create_before_destroy = view.create_before_destroy;
  }
  for (const auto& [name, output] : snapshot.outputs()) file.outputs.push_back(output);
  return file;
}

std::shared_ptr<const Snapshot> snapshot_of(const StateFile& file) {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->exists_ = true;
  snapshot->lineage_ = file.lineage;
  snapshot->serial_ = file.serial;
  snapshot->rows_.reserve(file.rows.size());
  Arena& arena = snapshot->arena_;
  for (const Row& row : file.rows) {
    RowView view = view_of(row);
    view.address = arena.copy_string(view.address);
    view.deposed_key = arena.copy_string(view.deposed_key);
    view.provider = arena.copy_string(view.provider);
    view.value = arena.copy_string(view.value);
    view.private_bytes = arena.copy_string(view.private_bytes);
    view.dependencies = arena.copy_string(view.dependencies);
    snapshot->rows_.push_back(view);
    if (view.deposed_key.empty())
      snapshot->current_.emplace(view.address,
                                 static_cast<std::uint32_t>(snapshot->rows_.size() - 1));
  }
  for (const OutputRow& output : file.outputs) snapshot->outputs_.emplace(output.name, output);
  return snapshot;
}

}  // namespace tenon
