#include "providers/aws/client/throttle.h"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <thread>
#include <vector>

namespace tenon::aws {
namespace {

// Whether another request of `key` would be let in now; it waits in a thread of its own, and `free`
// lets it out.
template <typename Free>
bool waits(Throttle& throttle, const std::string& key, Free free) {
  std::atomic<bool> inside{false};
  std::thread thread([&] {
    Throttle::Place place(throttle, key);
    inside = true;
  });
  for (int i = 0; i < 20 && !inside; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  const bool waited = !inside;
  free();
  thread.join();
  return waited;
}

TEST(Throttle, LetsInAsManyAsTheLimitForEachKey) {
  Throttle throttle(2);
  std::optional<Throttle::Place> first(std::in_place, throttle, "a");
  Throttle::Place second(throttle, "a");
  EXPECT_FALSE(waits(throttle, "b", [] {}));
  EXPECT_TRUE(waits(throttle, "a", [&] { first.reset(); }));
}

TEST(Throttle, HalvesAfterAComplaintAndGrowsBack) {
  Throttle throttle(4);
  {
    Throttle::Place place(throttle, "a");
    place.complained();
  }
  {
    std::optional<Throttle::Place> first(std::in_place, throttle, "a");
    Throttle::Place second(throttle, "a");
    EXPECT_TRUE(waits(throttle, "a", [&] { first.reset(); }));
  }
  for (int i = 0; i < 10; ++i) Throttle::Place place(throttle, "a");
  Throttle::Place one(throttle, "a");
  Throttle::Place two(throttle, "a");
  Throttle::Place three(throttle, "a");
  EXPECT_FALSE(waits(throttle, "a", [] {}));
}

TEST(Throttle, NeverFallsBelowOne) {
  Throttle throttle(4);
  for (int i = 0; i < 10; ++i) {
    Throttle::Place place(throttle, "a");
    place.complained();
  }
  Throttle::Place place(throttle, "a");
  SUCCEED();
}

}  // namespace
}  // namespace tenon::aws
