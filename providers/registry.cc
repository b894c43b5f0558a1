#include "providers/registry.h"

#include <algorithm>

namespace tenon {

namespace {

std::string_view without_host(std::string_view source) {
  constexpr std::string_view kHost = "registry.terraform.io/";
  return source.substr(0, kHost.size()) == kHost ? source.substr(kHost.size()) : source;
}

}  // namespace

void Registry::add(std::unique_ptr<Provider> provider) {
  providers_.push_back(std::move(provider));
}

Provider* Registry::find(std::string_view source) const {
  const std::string_view wanted = without_host(source);
  for (const auto& provider : providers_) {
    if (provider->source() == wanted) return provider.get();
  }
  return nullptr;
}

std::vector<std::string> Registry::sources() const {
  std::vector<std::string> names;
  for (const auto& provider : providers_) names.emplace_back(provider->source());
  std::sort(names.begin(), names.end());
  return names;
}

std::string_view Registry::implied_local_name(std::string_view type) {
  return type.substr(0, type.find('_'));
}

std::string Registry::default_source(std::string_view local_name) {
  if (local_name == "terraform") return "terraform.io/builtin/terraform";
  return "hashicorp/" + std::string(local_name);
}

}  // namespace tenon
