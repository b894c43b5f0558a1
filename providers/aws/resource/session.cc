#include "providers/aws/resource/session.h"

#include <algorithm>

#include "schema/base/text.h"

namespace tenon::aws {

AwsSession::AwsSession(ClientParts parts, SessionSettings settings,
                       std::shared_ptr<CredentialSource> credentials)
    : parts_(parts), settings_(std::move(settings)) {
  sender_ = std::make_unique<Sender>(parts_.env, parts_.http, parts_.throttle, parts_.stats,
                                     std::move(credentials), settings_.max_attempts);
  std::string seen = settings_.region;
  for (const auto& [key, value] : settings_.default_tags)
    seen += "|d" + json_quote(key) + json_quote(value);
  for (const std::string& key : settings_.ignored_tag_keys) seen += "|k" + json_quote(key);
  for (const std::string& key : settings_.ignored_tag_prefixes) seen += "|p" + json_quote(key);
  for (const auto& [service, url] : settings_.endpoints) seen += "|e" + service + json_quote(url);
  digest_ = keyed_digest({0x617773ULL, 0x73657373ULL}, seen);
}

CallOutcome AwsSession::call(const std::shared_ptr<const ServiceModel>& model,
                             const std::string& service, const Operation& operation,
                             const Node& input, const CallOptions& options) const {
  CallRequest request;
  request.model = model.get();
  request.service = service;
  request.operation = &operation;
  request.input = &input;
  request.endpoint =
      resolve_endpoint(parts_.env, {model->endpoint_prefix, model->service_id,
                                    options.region.empty() ? settings_.region : options.region,
                                    &settings_.endpoints, service});
  request.repeatable = options.repeatable;
  request.token = options.token;
  request.s3_path_style = settings_.s3_path_style;
  request.bucket_regions = &bucket_regions_;
  request.cancelled = options.cancelled;
  request.deadline = options.deadline;
  return tenon::aws::call(*sender_, request);
}

Result<std::string> AwsSession::account() const {
  if (settings_.skip_account_id) return std::string();
  const std::lock_guard<std::mutex> lock(account_mutex_);
  if (account_) return *account_;
  const auto ask = [&]() -> Result<std::string> {
    ASSIGN_OR_RETURN(const auto model, parts_.models.model("sts"));
    const Operation* operation = model->find("GetCallerIdentity");
    CHECK(operation != nullptr);
    CallOptions options;
    options.repeatable = true;
    const CallOutcome outcome = call(model, "sts", *operation, Node::map(), options);
    if (!outcome.ok()) return *outcome.error;
    const Node* found = outcome.output.find("Account");
    if (found == nullptr)
      return make_error(ErrorCategory::Corrupt, "sts:GetCallerIdentity names no account");
    const std::string account = found->scalar_text();
    const auto& allowed = settings_.allowed_accounts;
    const auto& forbidden = settings_.forbidden_accounts;
    if ((!allowed.empty() && std::find(allowed.begin(), allowed.end(), account) == allowed.end()) ||
        std::find(forbidden.begin(), forbidden.end(), account) != forbidden.end())
      return make_error(ErrorCategory::PermissionDenied,
                        "the credentials belong to the AWS account " + account +
                            ", which the provider block does not allow (allowed_account_ids, "
                            "forbidden_account_ids)");
    return account;
  };
  Result<std::string> answer = ask();
  // A refusal may pass; who we are does not.
  if (answer) account_ = answer;
  return answer;
}

Status AwsSession::add_surroundings(Node& context, bool wants_account) const {
  const Partition& partition = partition_of(settings_.region);
  context.set("_region", Node::string(settings_.region));
  context.set("_partition", Node::string(std::string(partition.name)));
  context.set("_dns_suffix", Node::string(std::string(partition.dns_suffix)));
  context.set("_reverse_dns", Node::string(std::string(partition.reverse_dns)));
  if (wants_account) {
    ASSIGN_OR_RETURN(std::string id, account());
    context.set("_account", Node::string(std::move(id)));
  }
  return ok_status();
}

}  // namespace tenon::aws
