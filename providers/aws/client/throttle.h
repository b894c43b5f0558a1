// Throttle: at most so many requests in flight for each key (account, region, service), fewer after
// the service complained, slowly more again while it does not (additive increase, multiplicative
// decrease). Threads: any.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace tenon::aws {

class Throttle {
 public:
  explicit Throttle(double limit) : most_(limit) {}

  // Holds one place for as long as it lives.
  class Place {
   public:
    Place(Throttle& throttle, std::string key) : throttle_(throttle), key_(std::move(key)) {
      throttle_.enter(key_);
    }
    ~Place() { throttle_.leave(key_, complained_); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    void complained() { complained_ = true; }

   private:
    Throttle& throttle_;
    std::string key_;
    bool complained_ = false;
  };

 private:
  struct Lane {
    double limit = 0;
    int inside = 0;
  };

  void enter(const std::string& key) {
    std::unique_lock<std::mutex> lock(mutex_);
    Lane& lane = lanes_.try_emplace(key, Lane{most_, 0}).first->second;
    free_.wait(lock, [&] { return lane.inside < static_cast<int>(lane.limit); });
    ++lane.inside;
  }
  void leave(const std::string& key, bool complained) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      Lane& lane = lanes_[key];
      --lane.inside;
      lane.limit = complained ? (lane.limit > 2 ? lane.limit / 2 : 1)
                              : (lane.limit + 0.2 > most_ ? most_ : lane.limit + 0.2);
    }
    free_.notify_all();
  }

  const double most_;
  std::mutex mutex_;
  std::condition_variable free_;
  std::map<std::string, Lane> lanes_;
};

}  // namespace tenon::aws
