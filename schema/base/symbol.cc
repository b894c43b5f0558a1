#include "schema/base/symbol.h"

#include <array>
#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "schema/base/arena.h"
#include "schema/base/check.h"

namespace tenon {

namespace {

// Texts by index live in fixed-size pages that never move, so view() needs no lock.
constexpr std::uint32_t kPageBits = 12;
constexpr std::uint32_t kPageSize = 1u << kPageBits;
constexpr std::uint32_t kPages = 1u << 14;

class SymbolTable {
 public:
  SymbolTable() { insert(""); }

  std::uint32_t find(std::string_view text) {
    std::shared_lock lock(mutex_);
    const auto found = index_.find(text);
    return found == index_.end() ? kAbsent : found->second;
  }

  std::uint32_t intern(std::string_view text) {
    const std::uint32_t known = find(text);
    if (known != kAbsent) return known;
    std::unique_lock lock(mutex_);
    const auto found = index_.find(text);
    if (found != index_.end()) return found->second;
    return insert(text);
  }

  std::string_view view(std::uint32_t index) const {
    const std::string_view* page = pages_[index >> kPageBits].load(std::memory_order_acquire);
    return page[index & (kPageSize - 1)];
  }

  static constexpr std::uint32_t kAbsent = ~0u;

 private:
  std::uint32_t insert(std::string_view text) {
    const std::uint32_t index = count_++;
    CHECK((index >> kPageBits) < kPages);
    auto& slot = pages_[index >> kPageBits];
    std::string_view* page = slot.load(std::memory_order_relaxed);
    if (page == nullptr) {
      page = new std::string_view[kPageSize];
      slot.store(page, std::memory_order_release);
    }
    const std::string_view kept = arena_.copy_string(text);
    page[index & (kPageSize - 1)] = kept;
    index_.emplace(kept, index);
    return index;
  }

  std::shared_mutex mutex_;
  Arena arena_;
  std::unordered_map<std::string_view, std::uint32_t> index_;
  std::array<std::atomic<std::string_view*>, kPages> pages_{};
  std::uint32_t count_ = 0;
};

// Never destroyed: symbols are used by static destructors of tests and by detached exits.
SymbolTable& table() {
  static SymbolTable* instance = new SymbolTable();
  return *instance;
}

}  // namespace

Symbol::Symbol(std::string_view text) : index_(text.empty() ? 0 : table().intern(text)) {}

Symbol Symbol::find(std::string_view text) {
  const std::uint32_t index = table().find(text);
  return index == SymbolTable::kAbsent ? Symbol() : from_index(index);
}

std::string_view Symbol::view() const {
  return index_ == 0 ? std::string_view() : table().view(index_);
}

}  // namespace tenon
