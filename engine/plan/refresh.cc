#include "engine/plan/refresh.h"

#include "schema/resource/validate.h"
#include "schema/value/wire.h"

namespace tenon {

std::string_view type_in_address(std::string_view address, bool* is_data) {
  *is_data = false;
  while (true) {
    if (address.substr(0, 7) == "module.") {
      address.remove_prefix(7);
      // The module's name, then perhaps a key in brackets, whose text may hold anything in quotes.
      std::size_t at = 0;
      bool quoted = false;
      for (; at < address.size(); ++at) {
        const char c = address[at];
        if (quoted && c == '\\') {
          ++at;
        } else if (c == '"') {
          quoted = !quoted;
        } else if (c == '.' && !quoted) {
          break;
        }
      }
      if (at >= address.size()) return {};
      address.remove_prefix(at + 1);
      continue;
    }
    if (address.substr(0, 5) == "data.") {
      *is_data = true;
      address.remove_prefix(5);
    }
    return address.substr(0, address.find('.'));
  }
}

Result<Value> row_value(Arena& arena, const RowView& row, const Provider& provider,
                        const ResourceSchema& schema) {
  std::string_view bytes = row.value;
  auto value = decode(arena, bytes, row.type);
  if (!value)
    return std::move(value).error().with_context("the stored value of " + std::string(row.address) +
                                                 " cannot be read");
  if (row.type == schema.block.type && row.schema_version == schema.version) return value;
  ASSIGN_OR_RETURN(const Value upgraded,
                   provider.upgrade(arena, schema.type, row.schema_version, *value));
  // Whoever wrote the row need not have known what is secret in it.
  return upgraded.type() == schema.block.type ? with_schema_marks(arena, schema.block, upgraded)
                                              : upgraded;
}

Refresh::Refresh(std::shared_ptr<const Snapshot> snapshot) : snapshot_(std::move(snapshot)) {
  if (snapshot_ == nullptr) return;
  results_.resize(snapshot_->size());
  stored_.resize(snapshot_->size());
  has_.assign(snapshot_->size(), false);
  std::string_view last_key;
  std::vector<std::uint32_t>* last = nullptr;
  for (std::uint32_t i = 0; i < snapshot_->size(); ++i) {
    const RowView& row = snapshot_->row(i);
    if (last == nullptr || row.provider != last_key) {
      last = &rows_[row.provider];
      last_key = row.provider;
    }
    last->push_back(i);
  }
}

void Refresh::start(const std::string& key, const ProviderHandle& handle,
                    const std::vector<bool>& wanted) {
  const auto rows = rows_.find(key);
  if (rows == rows_.end() || handle.configured == nullptr || !handle.configured->can_read() ||
      !started_.insert(key).second)
    return;
  Running running;
  running.arena = std::make_unique<Arena>();
  std::vector<ReadRequest> requests;
  for (const std::uint32_t index : rows->second) {
    if (!wanted.empty() && !wanted[index]) continue;
    const RowView& row = snapshot_->row(index);
    bool is_data = false;
    const Symbol type(type_in_address(row.address, &is_data));
    if (is_data) continue;
    const ResourceSchema* schema = handle.provider->schema(ResourceMode::Managed, type);
    if (schema == nullptr || handle.provider->effect(type) == Effect::Store) continue;
    auto stored = row_value(*running.arena, row, *handle.provider, *schema);
    if (!stored) continue;  // proposing the instance reports it
    running.rows.push_back(index);
    running.stored.push_back(*stored);
    requests.push_back({type, handle.configured.get(), row.address, *stored, row.private_bytes});
  }
  if (requests.empty()) return;
  Provider* provider = handle.provider;
  Arena* arena = running.arena.get();
  running.results =
      std::async(std::launch::async, [provider, arena, requests = std::move(requests)] {
        return provider->read(requests, *arena);
      });
  running_.emplace(key, std::move(running));
}

void Refresh::finish(const std::string& key) {
  const auto found = running_.find(key);
  if (found == running_.end() || !found->second.results.valid()) return;
  Running& running = found->second;
  std::vector<ReadResult> results = running.results.get();
  for (std::size_t i = 0; i < running.rows.size() && i < results.size(); ++i) {
    results_[running.rows[i]] = std::move(results[i]);
    stored_[running.rows[i]] = running.stored[i];
    has_[running.rows[i]] = true;
  }
  rows_read_ += results.size();
  arenas_.push_back(std::move(running.arena));
}

void Refresh::finish_all() {
  for (auto& [key, unused] : running_) finish(key);
}

}  // namespace tenon
