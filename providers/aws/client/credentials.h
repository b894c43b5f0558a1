// Where credentials and the region come from: the provider block, the environment, the shared
// files, and whoever stands behind those: STS, IAM Identity Center, a program, the container, the
// machine. The order is that of the AWS SDKs and of Terraform's AWS provider. Source: AWS SDKs and
// Tools Reference Guide. A CredentialSource keeps what it found and gets new ones before they run
// out. Errors: an Error whose message names every place that was looked at and the way out. Nothing
// that it returns or reports holds a secret but Credentials themselves. Threads: a source, any; the
// rest, one.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "providers/aws/client/sigv4.h"
#include "providers/aws/client/throttle.h"
#include "providers/http/http_client.h"
#include "schema/base/env.h"
#include "schema/base/guarded.h"
#include "schema/base/process.h"
#include "schema/base/result.h"

namespace tenon::aws {

struct CallStats;

// A role to take on, with what the session shall be.
struct RoleSettings {
  std::string role_arn;
  std::string session_name;  // "": one is made up
  std::string external_id;
  std::chrono::seconds duration{0};  // 0: as the service does without
  std::string policy;
  std::vector<std::string> policy_arns;
  std::map<std::string, std::string> tags;
  std::vector<std::string> transitive_tag_keys;
  std::string source_identity;
};

// The same by somebody else's token (OpenID Connect): no credentials are needed for it.
struct WebIdentitySettings {
  RoleSettings role;
  std::string token;
  std::string token_file;
};

// What the provider block says; "" and empty lists where it is silent.
struct CredentialSettings {
  std::string access_key;
  std::string secret_key;
  std::string token;
  std::string profile;
  std::vector<std::string> config_files;
  std::vector<std::string> credentials_files;
  std::optional<WebIdentitySettings> web_identity;
  std::vector<RoleSettings> roles;  // one after the other
  bool skip_metadata = false;       // do not ask the machine
  std::string metadata_endpoint;
  std::string metadata_mode;  // "IPv4", "IPv6"
  std::string region;         // for STS, where sts_region is silent
  std::string sts_region;
  std::map<std::string, std::string> endpoints;  // by service: "sts", "sso", "ssooidc"
};

struct FoundCredentials {
  Credentials credentials;
  std::string source;  // "the provider block", "environment variables", "profile dev" …
  std::optional<std::chrono::system_clock::time_point> expires;
};

// What finding them needs beside the settings.
struct CredentialParts {
  Env& env;
  HttpClient& http;
  Throttle& throttle;
  Guarded<CallStats>& stats;
  ProcessRunner& processes = system_processes();
};

class CredentialSource {
 public:
  using Obtain = std::function<Result<FoundCredentials>()>;
  // Credentials that stay as they are.
  explicit CredentialSource(FoundCredentials fixed) : found_(std::move(fixed)) {}
  // Asked for when first needed, and again five minutes before they run out.
  CredentialSource(Env& env, Obtain obtain) : env_(&env), obtain_(std::move(obtain)) {}

  Result<FoundCredentials> current();
  // The service said that `refused` has run out: others, if there can be any.
  Result<FoundCredentials> renewed(const Credentials& refused);
  // What current() gave last; empty before.
  std::string description();

 private:
  Result<FoundCredentials> obtain_now();

  Env* env_ = nullptr;
  Obtain obtain_;
  std::mutex mutex_;
  std::optional<FoundCredentials> found_;  // guarded by mutex_
};

// Goes through all places once.
Result<FoundCredentials> find_credentials(const CredentialParts& parts,
                                          const CredentialSettings& settings);

// A source that goes through them whenever it has to. Keeps copies of both.
std::shared_ptr<CredentialSource> credential_source(const CredentialParts& parts,
                                                    const CredentialSettings& settings);

// AWS_REGION, AWS_DEFAULT_REGION, the profile's region; nothing where none of them says so.
std::optional<std::string> find_region(Env& env, const CredentialSettings& settings);

// A setting of the profile in use ("endpoint_url", "max_attempts"), from the config file.
std::optional<std::string> profile_setting(Env& env, const CredentialSettings& settings,
                                           const std::string& key);

}  // namespace tenon::aws
