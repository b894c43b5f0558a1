// Catalog: every declaration and service model in one file that is mapped, not read. Opening it
// costs one system call; a type or a model is parsed when it is first asked for. Format: a header
// line, an index sorted by name, then the texts (JSON), each where the index says. Made at build
// time by tenon-catalog. Threads: any.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "providers/aws/catalog/declaration.h"
#include "schema/base/env.h"

namespace tenon::aws {

// The entries are called "resource/aws_vpc", "data/aws_region", "model/ec2", "provider".
using CatalogEntries = std::map<std::string, std::string>;
std::string catalog_bytes(const CatalogEntries& entries);

class Catalog final : public ModelSource {
 public:
  // An Error where the file is missing or is no catalogue of this version.
  static Result<std::unique_ptr<Catalog>> open(Env& env, const std::string& path);
  static Result<std::unique_ptr<Catalog>> from_bytes(std::shared_ptr<const MappedBytes> bytes);

  // Sorted.
  std::vector<Symbol> types(ResourceMode mode) const;
  // nullptr where there is none. REQUIRES: the catalogue was made by tenon-catalog, which has
  // loaded each declaration once
  const Declaration* find(ResourceMode mode, std::string_view type) const;
  Result<std::shared_ptr<const ServiceModel>> model(const std::string& service) const override;
  std::string_view entry(std::string_view name) const;  // "" where there is none

 private:
  struct Entry {
    std::string_view name;
    std::string_view text;
  };
  bool read_index();

  std::shared_ptr<const MappedBytes> bytes_;
  std::vector<Entry> index_;
  // Guarded by mutex_.
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::unique_ptr<Declaration>, std::less<>> declarations_;
  mutable std::map<std::string, std::shared_ptr<const ServiceModel>, std::less<>> loaded_;
};

}  // namespace tenon::aws
