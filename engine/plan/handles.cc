#include "engine/plan/handles.h"

#include "schema/resource/validate.h"

namespace tenon {

std::string ProviderHandles::source_of(std::string_view key) {
  const auto open = key.find("provider[\"");
  if (open == std::string_view::npos) return {};
  const auto begin = open + 10;
  std::string_view source = key.substr(begin, key.find('"', begin) - begin);
  constexpr std::string_view kHost = "registry.terraform.io/";
  if (source.substr(0, kHost.size()) == kHost) source.remove_prefix(kHost.size());
  return std::string(source);
}

void ProviderHandles::configure(const Evaluation& evaluation, DeclarationId id, Arena& arena,
                                Diagnostics& diagnostics) {
  const Declaration& declaration = evaluation.graph().declarations[id];
  ProviderHandle& handle = handles_[declaration.provider_key];
  handle.provider = declaration.provider;
  if (declaration.provider == nullptr || declaration.body == nullptr) {
    handle.failed = true;
    return;
  }
  bool ok = true;
  const Value config = evaluation.evaluate_block(*declaration.body, declaration.node, 0,
                                                 kNoInstance, arena, diagnostics, &ok);
  if (ok)
    handle.configured = declaration.provider->configure(
        {config, declaration.address, &arena, offline_}, diagnostics);
  handle.failed = handle.configured == nullptr;
}

const ProviderHandle* ProviderHandles::known(const std::string& key) const {
  const auto found = handles_.find(key);
  return found == handles_.end() ? nullptr : &found->second;
}

const ProviderHandle* ProviderHandles::find(const std::string& key, Arena& arena,
                                            Diagnostics& diagnostics) {
  if (const ProviderHandle* have = known(key)) return have;
  if (key.empty() || key.back() != ']' || key.rfind("provider[", 0) != 0) return nullptr;
  Provider* provider = registry_.find(source_of(key));
  if (provider == nullptr) return nullptr;
  ProviderHandle& handle = handles_[key];
  handle.provider = provider;
  const Value config = empty_block(arena, provider->config_schema().block);
  handle.configured = provider->configure({config, key, &arena, offline_}, diagnostics);
  handle.failed = handle.configured == nullptr;
  return &handle;
}

}  // namespace tenon
