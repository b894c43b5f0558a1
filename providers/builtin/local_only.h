// LocalOnlyProvider: what providers without a cloud have in common: an empty configuration, and
// types by name.
#pragma once

#include <map>

#include "providers/provider.h"

namespace tenon {

// A configuration with nothing in it.
class NothingConfigured final : public Configured {
 public:
  Digest128 plan_digest() const override { return {}; }
};

class LocalOnlyProvider : public BasicProvider {
 public:
  explicit LocalOnlyProvider(std::string_view name);
  const ResourceSchema& config_schema() const override { return config_schema_; }
  std::vector<Symbol> types(ResourceMode mode) const override;
  const ResourceSchema* schema(ResourceMode mode, Symbol type) const override;
  std::shared_ptr<const Configured> configure(const ConfigureRequest&, Diagnostics&) override {
    return std::make_shared<NothingConfigured>();
  }
  Effect effect(Symbol) const override { return Effect::Store; }
  Recovery recovery(Symbol) const override { return {}; }

 protected:
  void add_type(ResourceSchema schema);

 private:
  ResourceSchema config_schema_;
  std::map<std::pair<ResourceMode, std::string_view>, ResourceSchema> types_;
};

// The slot of an attribute in a value of `schema`'s type; the attribute must exist.
Value slot_of(const Value& object, std::string_view name);
// `object` with one attribute replaced.
Value with_slot(Arena& arena, const Value& object, std::string_view name, const Value& value);

}  // namespace tenon
