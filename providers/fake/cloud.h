// Cloud: a folder that plays the cloud. One file for each object (objects/ID.json), a counter for
// ids, the script's rules that were used up, and calls.log with one line a call:
//   create fake_thing.web thing-1 ok BEGIN END      (microseconds of the monotonic clock)
// Owner: the provider. Threads and processes: whatever is done to objects is done while a Lock is
// held, which the operating system frees when its holder dies, so every operation is atomic for
// tenon, for its murderer and for a test that looks at the folder. Cost: a file for each object;
// made for tens of objects.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "providers/fake/script.h"
#include "schema/base/env.h"
#include "schema/value/value.h"

namespace tenon::fake {

struct Object {
  std::string type;
  std::string id;
  std::string token;            // of the create that made it
  std::string intent;           // its tag
  std::string secret_wo;        // what was written and is never read back
  bool active = true;           // fake_slow is not at first
  std::int64_t visible_at = 0;  // milliseconds since 1970
  Value value;
};

class Cloud {
 public:
  Cloud(Env& env, std::string folder, Type value_type);

  class Lock {
   public:
    explicit Lock(const std::string& path);
    ~Lock();
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

   private:
    int descriptor_ = -1;
  };
  Lock lock() const { return Lock(folder_ + "/lock"); }

  // --- all of these REQUIRE the lock
  Result<std::vector<Object>> objects(Arena& arena, std::string_view type) const;
  Result<std::optional<Object>> object(Arena& arena, const std::string& id) const;
  Status put(const Object& object);
  Status remove(const std::string& id);
  Result<std::string> next_id(const std::string& prefix);
  // The first rule of that kind for this call; one that happens once is used up by asking.
  Result<std::optional<Rule>> rule(RuleKind kind, std::string_view operation, std::string_view type,
                                   std::string_view name);
  void log(const std::string& line);

  bool is_visible(const Object& object) const;
  Env& env() const { return env_; }

 private:
  Result<Object> parse(Arena& arena, const std::string& text) const;
  std::string path_of(const std::string& id) const { return folder_ + "/objects/" + id + ".json"; }

  Env& env_;
  std::string folder_;
  Type record_type_;
};

}  // namespace tenon::fake
