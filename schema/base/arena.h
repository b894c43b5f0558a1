// Arena: bump memory for Values, parsed trees and plans. What is allocated lives until the arena
// dies, nothing is freed singly, and destructors are never run, so only trivially destructible
// things go in. Owner: whoever holds the arena owns every Value and view made in it. Threads: one
// arena, one thread at a time; memory already handed out may be read from any thread. Cost: a
// pointer bump.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace tenon {

class Arena {
 public:
  Arena() = default;
  // For many small ones: the first block is that small; those that follow grow.
  explicit Arena(std::size_t first_block) : first_block_(first_block) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  Arena(Arena&& other) noexcept { swap(other); }
  Arena& operator=(Arena&& other) noexcept {
    swap(other);
    return *this;
  }

  void* allocate(std::size_t bytes, std::size_t alignment = alignof(std::max_align_t)) {
    auto at = (reinterpret_cast<std::uintptr_t>(cursor_) + alignment - 1) & ~(alignment - 1);
    if (at + bytes > reinterpret_cast<std::uintptr_t>(limit_) || cursor_ == nullptr) {
      return allocate_slow(bytes, alignment);
    }
    cursor_ = reinterpret_cast<std::byte*>(at + bytes);
    return reinterpret_cast<void*>(at);
  }

  template <typename T, typename... Args>
  T* create(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  // Uninitialised room for `count` elements.
  template <typename T>
  std::span<T> allocate_span(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (count == 0) return {};
    return {static_cast<T*>(allocate(sizeof(T) * count, alignof(T))), count};
  }

  template <typename T>
  std::span<T> copy_span(std::span<const T> from) {
    static_assert(std::is_trivially_copyable_v<T>);
    auto to = allocate_span<T>(from.size());
    if (!from.empty()) std::memcpy(to.data(), from.data(), from.size_bytes());
    return to;
  }

  std::string_view copy_string(std::string_view text) {
    auto to = copy_span(std::span<const char>(text.data(), text.size()));
    return {to.data(), to.size()};
  }

  // Forgets everything, keeping one block for reuse: nothing that was made in the arena may be used
  // afterwards.
  void clear();

  // Bytes reserved from the system so far.
  std::size_t bytes_reserved() const { return bytes_reserved_; }

 private:
  void* allocate_slow(std::size_t bytes, std::size_t alignment);
  void swap(Arena& other) noexcept {
    std::swap(cursor_, other.cursor_);
    std::swap(limit_, other.limit_);
    std::swap(bytes_reserved_, other.bytes_reserved_);
    std::swap(first_block_, other.first_block_);
    std::swap(last_size_, other.last_size_);
    std::swap(last_, other.last_);
    blocks_.swap(other.blocks_);
  }

  std::byte* cursor_ = nullptr;
  std::byte* limit_ = nullptr;
  std::size_t bytes_reserved_ = 0;
  std::size_t first_block_ = 4096;
  std::size_t last_size_ =
      0;  // of the block that the cursor is in, the last of blocks_ that was not dedicated
  std::byte* last_ = nullptr;
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
};

}  // namespace tenon
