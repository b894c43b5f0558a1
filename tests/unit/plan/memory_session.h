// MemorySession: a state in memory, which can refuse to write from some commit on. For tests of
// planning and applying; tests/stores holds what real stores must do.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "state/store.h"

namespace tenon {

class MemoryLease final : public Lease {
 public:
  const LeaseInfo& info() const override { return info_; }
  std::uint64_t fencing_token() const override { return 1; }
  std::chrono::milliseconds remaining() const override { return std::chrono::hours(1); }
  void release() override {}

 private:
  LeaseInfo info_{"1", "ann@test 1", "apply", 0, 0};
};

class MemorySession final : public Session {
 public:
  using Key = std::pair<std::string, std::string>;  // address, deposed key
  struct Stored {
    Row row;
    std::uint64_t version = 0;
  };

  std::map<Key, Stored> rows;
  std::map<std::string, OutputRow> outputs;
  std::map<std::string, Digest128> certificates;  // by address, for the current version
  std::vector<Intent> intents;
  std::vector<std::string> log;  // "intent create x", "progress x", "put x", "close" …
  std::size_t commits = 0;
  std::size_t commits_allowed = ~0ul;  // later ones fail as on a full disk

  const std::string& state_name() const override { return name_; }
  Result<StateHead> head() override { return StateHead{true, "lineage", commits, commits + 1}; }
  Result<std::string> note(const std::string&) override { return std::string(); }

  Result<std::shared_ptr<const Snapshot>> snapshot() override {
    auto made = std::make_shared<Snapshot>();
    Arena& arena = made->arena_;
    for (const auto& [key, stored] : rows) {
      RowView view;
      view.address = arena.copy_string(stored.row.address);
      view.deposed_key = arena.copy_string(stored.row.deposed_key);
      view.provider = arena.copy_string(stored.row.provider);
      view.schema_version = stored.row.schema_version;
      view.type = stored.row.type;
      view.value = arena.copy_string(stored.row.value);
      view.private_bytes = arena.copy_string(stored.row.private_bytes);
      view.dependencies = arena.copy_string(stored.row.dependencies);
      view.tainted = stored.row.tainted;
      view.create_before_destroy = stored.row.create_before_destroy;
      view.version = stored.version;
      if (view.deposed_key.empty())
        made->current_.emplace(view.address, static_cast<std::uint32_t>(made->rows_.size()));
      const auto certificate = certificates.find(stored.row.address);
      made->certificates_.push_back(certificate == certificates.end() || !view.deposed_key.empty()
                                        ? std::optional<Digest128>()
                                        : certificate->second);
      made->rows_.push_back(view);
    }
    made->outputs_ = outputs;
    made->exists_ = true;
    return std::shared_ptr<const Snapshot>(made);
  }

  Result<std::vector<std::uint64_t>> row_versions(
      const std::vector<std::string>& addresses) override {
    std::vector<std::uint64_t> versions;
    for (const std::string& address : addresses) {
      const auto found = rows.find({address, ""});
      versions.push_back(found == rows.end() ? kNoVersion : found->second.version);
    }
    return versions;
  }

  Result<std::unique_ptr<Lease>> acquire(const LeaseScope&, const std::string&,
                                         std::chrono::milliseconds, const std::function<bool()>&,
                                         const std::function<void(const LeaseInfo&)>&) override {
    return std::unique_ptr<Lease>(std::make_unique<MemoryLease>());
  }
  Result<std::vector<LeaseInfo>> leases() override { return std::vector<LeaseInfo>(); }
  Status force_unlock(const std::string&) override { return ok_status(); }

  Status commit(const Batch& batch, const Lease*, const std::string&) override {
    if (commits++ >= commits_allowed)
      return make_error(ErrorCategory::Exhausted, "the disk is full");
    for (const Intent& intent : batch.open_intents) {
      static constexpr const char* kWords[] = {"create ", "update ", "remove "};
      log.push_back("intent " + std::string(kWords[static_cast<int>(intent.action)]) +
                    intent.address);
      intents.push_back(intent);
    }
    for (const Progress& progress : batch.progress) {
      for (Intent& intent : intents) {
        if (intent.id != progress.intent) continue;
        intent.identity = progress.identity;
        intent.partial = progress.partial;
        log.push_back("progress " + intent.address);
      }
    }
    for (const Row& row : batch.put_rows) put(row);
    for (const RowKey& key : batch.remove_rows) {
      if (rows.erase({key.address, key.deposed_key}) > 0) log.push_back("remove " + key.address);
      if (key.deposed_key.empty()) certificates.erase(key.address);
    }
    move(batch);
    for (const Splice& splice : batch.splices) {
      const auto found = rows.find({splice.address, splice.deposed_key});
      if (found != rows.end()) found->second.row.dependencies = splice.dependencies;
    }
    for (const std::string& id : batch.close_intents) {
      std::erase_if(intents, [&](const Intent& intent) { return intent.id == id; });
      log.push_back("close");
    }
    for (const OutputRow& output : batch.put_outputs) outputs[output.name] = output;
    for (const std::string& name : batch.remove_outputs) outputs.erase(name);
    for (const Certificate& each : batch.certificates) certificates[each.address] = each.digest;
    return ok_status();
  }
  Result<std::vector<Intent>> open_intents() override { return intents; }

  Status put_run(const RunInfo&) override { return ok_status(); }
  Result<std::vector<RunInfo>> runs(std::size_t) override { return std::vector<RunInfo>(); }
  Result<std::vector<HistoryEntry>> history(const std::string&, std::size_t) override {
    return std::vector<HistoryEntry>();
  }
  Result<std::vector<std::pair<std::string, std::int64_t>>> durations() override {
    return std::vector<std::pair<std::string, std::int64_t>>();
  }
  Status put_drift(const std::vector<DriftFinding>&) override { return ok_status(); }
  Result<std::vector<DriftFinding>> drift() override { return std::vector<DriftFinding>(); }

 private:
  void put(const Row& row) {
    rows[{row.address, row.deposed_key}] = {row, ++version_};
    if (row.deposed_key.empty()) certificates.erase(row.address);
    log.push_back("put " + row.address);
  }
  void move(const Batch& batch) {
    std::map<Key, Stored> moved;
    for (const auto& [from, to] : batch.move_rows) {
      auto found = rows.extract({from.address, from.deposed_key});
      if (found.empty()) continue;
      found.mapped().row.address = to.address;
      found.mapped().row.deposed_key = to.deposed_key;
      found.mapped().version = ++version_;
      moved[{to.address, to.deposed_key}] = found.mapped();
      log.push_back("move " + from.address);
    }
    for (auto& [key, stored] : moved) rows[key] = stored;
  }

  std::string name_ = "default";
  std::uint64_t version_ = 0;
};

}  // namespace tenon
