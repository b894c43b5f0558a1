#include "providers/aws/catalog/catalog.h"

#include <algorithm>
#include <cstring>

namespace tenon::aws {

namespace {

constexpr std::string_view kMagic = "tenon catalog 1\n";

void put_number(std::string& to, std::uint64_t value) {
  for (int i = 0; i < 8; ++i) to += static_cast<char>((value >> (8 * i)) & 0xFF);
}

bool take_number(std::string_view& from, std::uint64_t& value) {
  if (from.size() < 8) return false;
  value = 0;
  for (std::size_t i = 0; i < 8; ++i)
    value |= static_cast<std::uint64_t>(static_cast<unsigned char>(from[i])) << (8 * i);
  from.remove_prefix(8);
  return true;
}

std::string_view prefix_of(ResourceMode mode) {
  return mode == ResourceMode::Data ? "data/" : "resource/";
}

}  // namespace

std::string catalog_bytes(const CatalogEntries& entries) {
  std::string names;
  std::string texts;
  std::string index;
  put_number(index, entries.size());
  for (const auto& [name, text] : entries) {
    for (const std::uint64_t number : {names.size(), name.size(), texts.size(), text.size()})
      put_number(index, number);
    names += name;
    texts += text;
  }
  std::string bytes(kMagic);
  put_number(bytes, names.size());
  return bytes + index + names + texts;
}

Result<std::unique_ptr<Catalog>> Catalog::open(Env& env, const std::string& path) {
  ASSIGN_OR_RETURN(auto bytes, env.map_file(path));
  auto catalog = from_bytes(std::move(bytes));
  if (!catalog) return std::move(catalog).error().with_context(path);
  return catalog;
}

Result<std::unique_ptr<Catalog>> Catalog::from_bytes(std::shared_ptr<const MappedBytes> bytes) {
  std::unique_ptr<Catalog> catalog(new Catalog);
  catalog->bytes_ = std::move(bytes);
  if (!catalog->read_index())
    return make_error(ErrorCategory::Corrupt,
                      "this is no catalogue of this version of tenon: build or install it again");
  return catalog;
}

bool Catalog::read_index() {
  std::string_view at = bytes_->view();
  if (at.substr(0, kMagic.size()) != kMagic) return false;
  at.remove_prefix(kMagic.size());
  std::uint64_t name_bytes = 0;
  std::uint64_t count = 0;
  if (!take_number(at, name_bytes) || !take_number(at, count)) return false;
  if (count > at.size() / 32 || name_bytes > at.size()) return false;
  std::string_view names = at.substr(count * 32);
  if (names.size() < name_bytes) return false;
  const std::string_view texts = names.substr(name_bytes);
  names = names.substr(0, name_bytes);
  const auto part = [](std::string_view of, std::uint64_t begin, std::uint64_t size) {
    return begin <= of.size() && size <= of.size() - begin ? of.substr(begin, size)
                                                           : std::string_view();
  };
  index_.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    std::uint64_t numbers[4];
    for (std::uint64_t& number : numbers) {
      if (!take_number(at, number)) return false;
    }
    index_.push_back({part(names, numbers[0], numbers[1]), part(texts, numbers[2], numbers[3])});
    if (index_.back().name.empty()) return false;
  }
  return true;
}

std::string_view Catalog::entry(std::string_view name) const {
  const auto found = std::lower_bound(
      index_.begin(), index_.end(), name,
      [](const Entry& entry, std::string_view wanted) { return entry.name < wanted; });
  return found == index_.end() || found->name != name ? std::string_view() : found->text;
}

std::vector<Symbol> Catalog::types(ResourceMode mode) const {
  const std::string_view prefix = prefix_of(mode);
  std::vector<Symbol> names;
  for (const Entry& entry : index_) {
    if (entry.name.substr(0, prefix.size()) == prefix)
      names.emplace_back(entry.name.substr(prefix.size()));
  }
  return names;
}

const Declaration* Catalog::find(ResourceMode mode, std::string_view type) const {
  if (mode == ResourceMode::Ephemeral) return nullptr;
  const std::string name = std::string(prefix_of(mode)) + std::string(type);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = declarations_.find(name);
    if (found != declarations_.end()) return found->second.get();
  }
  const std::string_view text = entry(name);
  if (text.empty()) return nullptr;
  const auto source = parse_json(text);
  CHECK(source.has_value());
  std::vector<DeclarationProblem> problems;
  auto loaded = load_declaration(*source, *this, problems);
  CHECK(loaded != nullptr);
  const std::lock_guard<std::mutex> lock(mutex_);
  return declarations_.try_emplace(name, std::move(loaded)).first->second.get();
}

Result<std::shared_ptr<const ServiceModel>> Catalog::model(const std::string& service) const {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = loaded_.find(service);
    if (found != loaded_.end()) return found->second;
  }
  const std::string_view text = entry("model/" + service);
  if (text.empty())
    return make_error(ErrorCategory::NotFound, "there is no model of the service " + service);
  ASSIGN_OR_RETURN(auto loaded, load_service_model(text));
  const std::lock_guard<std::mutex> lock(mutex_);
  return loaded_.try_emplace(service, std::move(loaded)).first->second;
}

}  // namespace tenon::aws
