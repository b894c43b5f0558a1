// ProviderHandles: the provider configurations of one run, by the key that state has for them.
// Threads: filled between barriers by one thread, read from any.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "engine/plan/evaluation.h"
#include "providers/provider.h"
#include "providers/registry.h"

namespace tenon {

struct ProviderHandle {
  Provider* provider = nullptr;
  std::shared_ptr<const Configured>
      configured;  // null: it could not be configured, and a diagnostic says why
  bool failed = false;
};

class ProviderHandles {
 public:
  // `offline`: they are configured for looking at the configuration only (validate).
  explicit ProviderHandles(const Registry& registry, bool offline = false)
      : registry_(registry), offline_(offline) {}

  // Evaluates the configuration block of a declaration and configures the provider with it.
  void configure(const Evaluation& evaluation, DeclarationId id, Arena& arena,
                 Diagnostics& diagnostics);
  // The handle for a key; one without a declaration is made from an empty configuration. nullptr
  // where no provider has that source, or where the key names an alias or a module's own
  // configuration that does not exist any more.
  const ProviderHandle* find(const std::string& key, Arena& arena, Diagnostics& diagnostics);
  const ProviderHandle* known(const std::string& key) const;
  // "hashicorp/aws" of `module.a.provider["registry.terraform.io/hashicorp/aws"].west`.
  static std::string source_of(std::string_view key);
  const std::map<std::string, ProviderHandle>& all() const { return handles_; }

 private:
  const Registry& registry_;
  bool offline_;
  std::map<std::string, ProviderHandle> handles_;
};

}  // namespace tenon
