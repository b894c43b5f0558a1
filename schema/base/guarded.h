// Guarded<T>: shared mutable data that cannot be reached without its lock.
//   auto queue = guarded_queue.lock();  queue->push_back(x);
#pragma once

#include <mutex>
#include <utility>

namespace tenon {

template <typename T>
class Guarded {
 public:
  class Locked {
   public:
    Locked(std::mutex& mutex, T& value) : lock_(mutex), value_(&value) {}
    T* operator->() { return value_; }
    T& operator*() { return *value_; }
    std::unique_lock<std::mutex>& unique_lock() { return lock_; }  // for condition variables

   private:
    std::unique_lock<std::mutex> lock_;
    T* value_;
  };

  template <typename... Args>
  explicit Guarded(Args&&... args) : value_(std::forward<Args>(args)...) {}
  Locked lock() { return Locked(mutex_, value_); }

 private:
  std::mutex mutex_;
  T value_;
};

}  // namespace tenon
