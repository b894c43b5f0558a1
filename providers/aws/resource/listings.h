// Listings: what several types want to know in one refresh, asked for once. Roles, their inline
// policies and their attachments are all told by one listing of the account; a queue and its policy
// by one call for the queue's attributes. Whoever needs it first asks, and the others wait for it.
// Owner: one refresh; it dies with it. Threads: any, once share() is done. Cost: one copy of each
// listed item, and of each answer to a shared call.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
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

  // Before the first call: a declaration whose objects are read. Calls that two of them make are
  // shared.
  void share(const Declaration& declaration);
  // The answer to a shared call, its first page; nullptr where `step`'s call is not shared.
  std::shared_ptr<const CallOutcome> call(const AwsSession& session, const ReadStep& step,
                                          const Node& input);

 private:
  struct Entry {
    std::once_flag once;
    Listing listing;
  };
  struct Call {
    std::once_flag once;
    CallOutcome outcome;
  };
  std::map<std::string, const Declaration*> users_;  // of an operation, while there is one
  std::set<std::string> shared_;                     // operations that two declarations call
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Call>> calls_;     // guarded by mutex_
  std::map<std::string, std::shared_ptr<Entry>> entries_;  // guarded by mutex_
};

}  // namespace tenon::aws
