// AwsSession: one provider configuration of AWS at work: region, account, tags, credentials, and
// how an operation of a service is called. Owner: the engine holds it as Configured; it shares the
// client's pieces with its sisters. Threads: any.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "providers/aws/catalog/declaration.h"
#include "providers/aws/protocol/caller.h"
#include "providers/provider.h"

namespace tenon::aws {

using Tags = std::map<std::string, std::string>;

struct SessionSettings {
  std::string region;
  Tags default_tags;
  std::vector<std::string> ignored_tag_keys;
  std::vector<std::string> ignored_tag_prefixes;
  std::map<std::string, std::string> endpoints;  // by service
  bool skip_account_id = false;
  std::vector<std::string> allowed_accounts;
  std::vector<std::string> forbidden_accounts;
  int max_attempts = 3;
  bool s3_path_style = false;
  bool known = true;  // false: parts are unknown at plan; then nothing is called
};

// What all sessions of a process share.
struct ClientParts {
  Env& env;
  HttpClient& http;
  Throttle& throttle;
  Guarded<CallStats>& stats;
  const ModelSource& models;
};

struct CallOptions {
  bool repeatable = false;
  std::string token;
  std::string region;  // "": the session's own
  std::function<bool()> cancelled;
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
};

class AwsSession final : public Configured {
 public:
  // Where there are none, every call says so: a plan of nothing needs none.
  AwsSession(ClientParts parts, SessionSettings settings,
             std::shared_ptr<CredentialSource> credentials);

  Digest128 plan_digest() const override { return digest_; }
  bool can_read() const override { return settings_.known; }

  const SessionSettings& settings() const { return settings_; }
  Env& env() const { return parts_.env; }
  const ModelSource& models() const { return parts_.models; }

  CallOutcome call(const std::shared_ptr<const ServiceModel>& model, const std::string& service,
                   const Operation& operation, const Node& input, const CallOptions& options) const;

  // "123456789012", asked for once by sts:GetCallerIdentity; "" where the configuration says not
  // to. Errors also where the account is not one that the configuration allows.
  Result<std::string> account() const;

  // `_region`, `_account` …: what expressions see beside attributes. The account is asked for only
  // where it is wanted.
  Status add_surroundings(Node& context, bool wants_account) const;

 private:
  ClientParts parts_;
  SessionSettings settings_;
  Digest128 digest_;
  mutable std::unique_ptr<Sender> sender_;
  mutable BucketRegions bucket_regions_;
  mutable std::mutex account_mutex_;
  mutable std::optional<Result<std::string>> account_;  // guarded by account_mutex_
};

}  // namespace tenon::aws
