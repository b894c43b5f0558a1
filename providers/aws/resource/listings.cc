#include "providers/aws/resource/listings.h"

#include <cstdint>

#include "providers/aws/resource/read.h"

namespace tenon::aws {

std::shared_ptr<const Listing> Listings::get(const AwsSession& session, const BulkRead& bulk,
                                             Node input) {
  const std::string key = std::to_string(reinterpret_cast<std::uintptr_t>(&session)) + ' ' +
                          bulk.service + ':' + bulk.operation->name + ' ' + bulk.list.text() + ' ' +
                          to_json(input);
  std::shared_ptr<Entry> entry;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::shared_ptr<Entry>& place = entries_[key];
    if (place == nullptr) place = std::make_shared<Entry>();
    entry = place;
  }
  std::call_once(entry->once, [&] {
    CallOptions options;
    options.repeatable = true;
    const CallOutcome outcome =
        for_each_page(session, bulk.model, bulk.service, *bulk.operation, std::move(input), options,
                      [&](const Node& page) {
                        entry->listing.pages.push_back(bulk.list.evaluate(page));
                        return true;
                      });
    entry->listing.error = outcome.error;
  });
  return {entry, &entry->listing};
}

}  // namespace tenon::aws
