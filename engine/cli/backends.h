// Backends: where the configuration says that its state lies, and what .terraform/terraform.tfstate
// remembers of it (Terraform's own file, so that both tools see the same). The rule: a state is
// only ever planned from the place where it is known to lie; where configuration and memory differ,
// `init` has to say what is meant.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/config/model.h"
#include "schema/base/diagnostic.h"
#include "schema/base/env.h"
#include "state/blob/place.h"

namespace tenon::cli {

// What the folder remembers of its backend.
struct BackendRecord {
  BackendSettings settings;  // merged: block, -backend-config
  // -backend-config alone, where tenon wrote the record: with the block of today it tells what is
  // meant today.
  std::optional<BackendSettings> given;
};

// Nothing where the folder remembers none.
Result<std::optional<BackendRecord>> read_backend_record(Env& env, const std::string& path);
Status write_backend_record(Env& env, const std::string& path, const std::string& type,
                            const std::string& config_json, const BackendSettings& given);

const BackendKind* find_backend_kind(const std::string& type);  // null: not ours to use
std::string backend_kind_names();                               // "local, s3"

// The arguments of the block; nothing for a configuration whose state lies in tenon.db alone: no
// block, or a local one that names no place.
std::optional<BackendSettings> block_settings(const config::Config& config,
                                              Diagnostics& diagnostics);
// KEY=VALUE or a file, in order.
BackendSettings given_settings(Env& env, const std::vector<std::string>& texts,
                               Diagnostics& diagnostics);
// `over` wins.
BackendSettings merged(const BackendSettings& under, const BackendSettings& over);
// Whether both name the same place, whatever the spelling of their values.
bool same_settings(const BackendSettings& a, const BackendSettings& b);

// Checked and opened; null with diagnostics.
std::shared_ptr<StatePlace> open_place(Env& env, const BackendSettings& settings,
                                       Diagnostics& diagnostics);

// The outputs of the state that lies there, as one object (terraform_remote_state). `config` is an
// object, a map or null.
Result<Value> remote_outputs(Env& env, Arena& arena, const std::string& backend,
                             const Value& config, const std::string& workspace);

}  // namespace tenon::cli
