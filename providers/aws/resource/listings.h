// Listings: what calls that list everything gave in one refresh. Roles, their inline policies and
// their attachments are all told by one listing of the account; it is asked for once, by whoever
// needs it first, and the others wait for it. Owner: one refresh; it dies with it. Threads: any.
// Cost: one copy of each listed item.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "providers/aws/resource/session.h"

namespace tenon::aws {

struct Listing {
  std::vector<Node> pages;  // what the list expression finds on each page
  std::optional<Error> error;
};

class Listings {
 public:
  // All pages of `bulk`'s operation with `input`.
  std::shared_ptr<const Listing> get(const AwsSession& session, const BulkRead& bulk, Node input);

 private:
  struct Entry {
    std::once_flag once;
    Listing listing;
  };
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Entry>> entries_;  // guarded by mutex_
};

}  // namespace tenon::aws
