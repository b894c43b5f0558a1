// What differs between the rows of a store and those of a v4 text.
#include <algorithm>

#include "state/blob/blob_store.h"

namespace tenon {

namespace {

bool same_row(const RowView& ours, const Row& theirs) {
  if (ours.value != theirs.value || ours.type != theirs.type || ours.provider != theirs.provider ||
      ours.private_bytes != theirs.private_bytes || ours.tainted != theirs.tainted ||
      ours.create_before_destroy != theirs.create_before_destroy ||
      ours.schema_version != theirs.schema_version)
    return false;
  if (ours.dependencies == theirs.dependencies) return true;
  const auto few = decode_dependencies(ours.dependencies);
  const auto many = decode_dependencies(theirs.dependencies);
  // None against some is a change: then nobody here knows the direct ones.
  return !few.empty() && std::includes(many.begin(), many.end(), few.begin(), few.end());
}

int order_of(const RowView& ours, const Row& theirs) {
  if (const int order = ours.address.compare(theirs.address); order != 0) return order;
  return ours.deposed_key.compare(theirs.deposed_key);
}

}  // namespace

void add_row_changes(const Snapshot& from, const StateFile& to, Batch& batch) {
  std::size_t theirs = 0;
  const auto put = [&](const Row& row) {
    batch.put_rows.push_back(row);
    batch.history.push_back({row.address, "sync", 0});
  };
  for (const RowView& ours : from.rows()) {
    int order = 1;
    while (theirs < to.rows.size() && (order = order_of(ours, to.rows[theirs])) > 0)
      put(to.rows[theirs++]);
    if (theirs < to.rows.size() && order == 0) {
      if (!same_row(ours, to.rows[theirs])) put(to.rows[theirs]);
      ++theirs;
      continue;
    }
    batch.remove_rows.push_back({std::string(ours.address), std::string(ours.deposed_key)});
    batch.history.push_back({std::string(ours.address), "sync", 0});
  }
  while (theirs < to.rows.size()) put(to.rows[theirs++]);
}

void add_output_changes(const Snapshot& from, const StateFile& to, Batch& batch) {
  for (const OutputRow& output : to.outputs) {
    const auto ours = from.outputs().find(output.name);
    if (ours == from.outputs().end() || ours->second.value != output.value ||
        ours->second.type != output.type || ours->second.sensitive != output.sensitive)
      batch.put_outputs.push_back(output);
  }
  for (const auto& [name, unused] : from.outputs()) {
    const bool kept =
        std::any_of(to.outputs.begin(), to.outputs.end(),
                    [&name = name](const OutputRow& output) { return output.name == name; });
    if (!kept) batch.remove_outputs.push_back(name);
  }
}

Result<StateFile> content_of(Session& session) {
  ASSIGN_OR_RETURN(const auto snapshot, session.snapshot());
  ASSIGN_OR_RETURN(const std::string bytes, session.note(kRestNote));
  ASSIGN_OR_RETURN(StateFileRest rest, decode_rest(bytes));
  return content_of(*snapshot, std::move(rest));
}

Result<Batch> batch_to_replace(Session& session, const StateFile& file) {
  ASSIGN_OR_RETURN(const auto snapshot, session.snapshot());
  Batch batch;
  add_row_changes(*snapshot, file, batch);
  add_output_changes(*snapshot, file, batch);
  batch.put_notes.emplace_back(kRestNote, encode_rest(file.rest));
  batch.identity = StateIdentity{file.lineage, file.serial};
  if (batch.identity->lineage.empty()) batch.identity->lineage = snapshot->lineage();
  return batch;
}

}  // namespace tenon
