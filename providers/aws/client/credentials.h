// Where credentials and the region come from: the provider block, the environment, the shared
// files. The order is that of the AWS SDKs and of Terraform's AWS provider: what the block says,
// then AWS_ACCESS_KEY_ID and its kin, then the profile. Source: AWS SDKs and Tools Reference Guide.
// Errors: an Error whose message names every place that was looked at and the way out. Nothing that
// it returns or reports holds a secret but Credentials themselves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "providers/aws/client/sigv4.h"
#include "schema/base/env.h"
#include "schema/base/result.h"

namespace tenon::aws {

// What the provider block says; "" and empty lists where it is silent.
struct CredentialSettings {
  std::string access_key;
  std::string secret_key;
  std::string token;
  std::string profile;
  std::vector<std::string> config_files;
  std::vector<std::string> credentials_files;
};

struct FoundCredentials {
  Credentials credentials;
  std::string source;  // "the provider block", "environment variables", "profile dev in …"
};

Result<FoundCredentials> find_credentials(Env& env, const CredentialSettings& settings);

// AWS_REGION, AWS_DEFAULT_REGION, the profile's region; nothing where none of them says so.
std::optional<std::string> find_region(Env& env, const CredentialSettings& settings);

// A setting of the profile in use ("endpoint_url", "max_attempts"), from the config file.
std::optional<std::string> profile_setting(Env& env, const CredentialSettings& settings,
                                           const std::string& key);

}  // namespace tenon::aws
