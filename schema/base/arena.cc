#include "schema/base/arena.h"

#include <algorithm>

namespace tenon {

namespace {
constexpr std::size_t kLargestBlock = 1 << 20;
}  // namespace

void* Arena::allocate_slow(std::size_t bytes, std::size_t alignment) {
  const std::size_t grown = std::clamp(bytes_reserved_, first_block_, kLargestBlock);
  const std::size_t wanted = bytes + alignment;
  const bool dedicated = wanted > grown / 2;
  const std::size_t size = dedicated ? wanted : grown;
  // Uninitialised on purpose: a value-initialised block would touch every page.
  blocks_.push_back(std::unique_ptr<std::byte[]>(new std::byte[size]));
  bytes_reserved_ += size;
  std::byte* block = blocks_.back().get();
  const auto at = (reinterpret_cast<std::uintptr_t>(block) + alignment - 1) & ~(alignment - 1);
  if (!dedicated) {
    cursor_ = reinterpret_cast<std::byte*>(at + bytes);
    limit_ = block + size;
    last_ = block;
    last_size_ = size;
  }
  return reinterpret_cast<void*>(at);
}

void Arena::clear() {
  if (last_ == nullptr) {
    blocks_.clear();
    bytes_reserved_ = 0;
    return;
  }
  const auto kept = std::find_if(blocks_.begin(), blocks_.end(),
                                 [&](const auto& block) { return block.get() == last_; });
  std::iter_swap(blocks_.begin(), kept);
  blocks_.resize(1);
  cursor_ = last_;
  limit_ = last_ + last_size_;
  bytes_reserved_ = last_size_;
}

}  // namespace tenon
