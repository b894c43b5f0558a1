// Registry: which provider answers for a source address ("hashicorp/aws"), and which local name
// stands for which source where the configuration does not say. Owner: the registry owns the
// providers. Threads: filled before planning, read from any thread afterwards.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "providers/provider.h"

namespace tenon {

class Registry {
 public:
  void add(std::unique_ptr<Provider> provider);
  // "hashicorp/aws" or "registry.terraform.io/hashicorp/aws"; nullptr where there is none.
  Provider* find(std::string_view source) const;
  std::vector<std::string> sources() const;  // sorted
  // The local name that a resource type implies: "aws" of aws_vpc, "terraform" of terraform_data.
  static std::string_view implied_local_name(std::string_view type);
  // The source that a local name has where required_providers is silent:
  // "terraform.io/builtin/terraform" for terraform, "hashicorp/NAME" else.
  static std::string default_source(std::string_view local_name);

 private:
  std::vector<std::unique_ptr<Provider>> providers_;
};

}  // namespace tenon
