#include "providers/aws/resource/listings.h"

#include <cstdint>

#include "providers/aws/resource/read.h"

namespace tenon::aws {

namespace {

std::string call_key(const AwsSession& session, const std::string& service,
                     const std::string& operation, const Node& input) {
  return std::to_string(reinterpret_cast<std::uintptr_t>(&session)) + ' ' + service + ':' +
         operation + ' ' + to_json(input);
}

std::string operation_name(const ReadStep& step) {
  return step.service + ':' + step.operation->name;
}

}  // namespace

void Listings::share(const Declaration& declaration) {
  for (const ReadStep& step : declaration.read) {
    if (step.operation == nullptr) continue;
    const auto [user, first] = users_.emplace(operation_name(step), &declaration);
    if (!first && user->second != &declaration) shared_.insert(user->first);
  }
}

std::shared_ptr<const CallOutcome> Listings::call(const AwsSession& session, const ReadStep& step,
                                                  const Node& input) {
  if (shared_.count(operation_name(step)) == 0) return nullptr;
  std::shared_ptr<Call> entry;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::shared_ptr<Call>& place =
        calls_[call_key(session, step.service, step.operation->name, input)];
    if (place == nullptr) place = std::make_shared<Call>();
    entry = place;
  }
  std::call_once(entry->once, [&] {
    CallOptions options;
    options.repeatable = true;
    entry->outcome = session.call(step.model, step.service, *step.operation, input, options);
  });
  return {entry, &entry->outcome};
}

std::shared_ptr<const Listing> Listings::get(const AwsSession& session, const BulkRead& bulk,
                                             Node input) {
  const std::string key =
      call_key(session, bulk.service, bulk.operation->name, input) + ' ' + bulk.list.text();
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
