// Propose: what one instance of a resource or data source should become.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "engine/plan/planner.h"

namespace tenon {

struct MovedState;
struct Imported;

// What all workers of a level share, read-only while they run.
struct ProposeContext {
  const PlanOptions* options = nullptr;
  Evaluation* evaluation = nullptr;
  const Snapshot* snapshot = nullptr;
  const Refresh* refresh = nullptr;
  const ProviderHandles* handles = nullptr;
  const std::set<std::string>* replace = nullptr;
  const std::vector<Change>* changes = nullptr;  // of earlier levels
  std::vector<std::uint8_t>* claimed = nullptr;  // by row
  const MovedState* moved = nullptr;
  const std::map<std::string, Imported, std::less<>>* imports = nullptr;
};

// Per declaration, computed once before its instances.
struct DeclarationFacts {
  const ProviderHandle* handle = nullptr;
  Digest128 digest;                 // schema, lifecycle, dependencies, provider configuration
  std::string dependencies;         // encoded
  bool pending_dependency = false;  // data: something behind depends_on changes in this plan
};

// One per worker.
struct ProposeWorker {
  Arena* keep = nullptr;  // for what the plan holds
  Arena scratch;
  Diagnostics diagnostics;
  std::vector<Change> changes;
  std::vector<std::pair<InstanceId, std::uint32_t>> change_of;  // index into `changes`
  std::vector<Drift> drift;
  std::vector<NotChecked> not_checked;
  std::vector<Certificate> certificates;
  std::string buffer;
  std::string address;
};

void propose_instance(const ProposeContext& context, const DeclarationFacts& facts, InstanceId id,
                      ProposeWorker& worker);

DeclarationFacts facts_of(const ProposeContext& context, DeclarationId id);

// `onto` with the marks that `marked` has at the same places.
Value merge_marks(Arena& arena, const Value& marked, const Value& onto);
// `config` with what `prior` has at the places of ignore_changes.
Value apply_ignore_changes(Arena& arena, const config::Lifecycle& lifecycle,
                           const BlockSchema& schema, const Value& config, const Value& prior);

// The certificate of a row of `version` under these circumstances; `buffer` is scratch.
Digest128 certificate_of(const DigestKey& key, const DeclarationFacts& facts, const Value& config,
                         Type type, std::uint64_t version, std::string& buffer);

}  // namespace tenon
