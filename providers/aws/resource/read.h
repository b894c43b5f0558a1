// read: what exists, one object at a time or many in one call.
#pragma once

#include <span>

#include "providers/aws/resource/listings.h"
#include "providers/aws/resource/session.h"

namespace tenon::aws {

// What expressions of read steps see: the attributes, what tenon knows of the surroundings.
Result<Node> read_context(const Declaration& declaration, const AwsSession& session,
                          const Value& object);

// One object. `reference` gives its identity and what AWS does not tell; its forms are kept where
// the meaning is the same. The result's category tells absent from not readable.
enum class ReadForm : std::uint8_t {
  Refresh,
  AfterEffect,
  AfterSuccess,  // every step was done: tags are as planned, and are not asked for
};
struct ReadOptions {
  ReadForm form = ReadForm::AfterEffect;
  CallOptions call;
  // An answer that was had just now: the first step does not ask for it again.
  struct Told {
    const Operation* operation = nullptr;
    const Node* input = nullptr;
    const Node* output = nullptr;
  } told;
};
ReadResult read_one(const Declaration& declaration, const AwsSession& session, Arena& arena,
                    const Node& context, const Value& reference, const ReadOptions& options);

// All of one type and session: by bulk calls where that is cheaper, the rest one by one on a few
// threads. One result per request, in order. `listings` is shared by all types of one refresh.
std::vector<ReadResult> read_many(const Declaration& declaration, const AwsSession& session,
                                  std::span<const ReadRequest* const> requests, Arena& arena,
                                  Listings& listings);

// Data sources: the read steps with the configuration as context.
Result<Value> read_data_source(const Declaration& declaration, const AwsSession& session,
                               const DataRequest& request);

// Every page of an operation's answers, one after the other. `on_page` returns false to stop.
CallOutcome for_each_page(const AwsSession& session,
                          const std::shared_ptr<const ServiceModel>& model,
                          const std::string& service, const Operation& operation, Node input,
                          const CallOptions& options,
                          const std::function<bool(const Node&)>& on_page);

// "Code", or "Code: part of the message" where the code alone says too little.
bool names_error(const std::vector<std::string>& codes, const Error& error);

bool names_code(const std::vector<std::string>& codes, const std::string& code);

}  // namespace tenon::aws
