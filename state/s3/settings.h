// S3Settings: the arguments of Terraform's `backend "s3"` (1.11), judged and made ready to be used.
// Every argument is known here: it is honoured, or has no effect that could be missed, or is
// refused by its name with the way out. What the block leaves open comes from the environment, in
// Terraform's order. Errors: Diagnostics, E0641 to E0645. Pure apart from environment variables and
// the shared files.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "providers/aws/client/credentials.h"
#include "schema/base/diagnostic.h"
#include "schema/base/env.h"
#include "state/blob/place.h"

namespace tenon {

struct S3Settings {
  std::string bucket;
  std::string key;
  std::string workspace_key_prefix = "env:";
  std::string region;
  aws::CredentialSettings credentials;
  std::map<std::string, std::string> endpoints;  // "s3", "dynamodb", "sts"
  std::string dynamodb_table;
  bool use_lockfile = false;
  bool path_style = false;
  bool encrypt = false;
  bool checksum = true;
  std::string kms_key_id;
  std::string sse_customer_key;  // the 32 bytes themselves
  std::string acl;
  std::vector<std::string> allowed_accounts;
  std::vector<std::string> forbidden_accounts;
  std::string proxy;
  std::string ca_bundle;
  int max_attempts = 5;
};

// A fixed set of names and what each holds, for checks and for .terraform/terraform.tfstate.
enum class S3ArgumentKind { Text, Flag, Number, Texts, Object };
struct S3Argument {
  const char* name;
  S3ArgumentKind kind;
};
const std::vector<S3Argument>& s3_arguments();

// REQUIRES for use: no errors in `diagnostics`.
S3Settings s3_settings(Env& env, const BackendSettings& given, Diagnostics& diagnostics);

// All arguments as one JSON object, sorted, null where not given: what Terraform keeps of them.
std::string s3_config_json(const BackendSettings& given);

// "env:/name/key", or "key" for the default workspace.
std::string s3_key_of(const S3Settings& settings, const std::string& workspace);

}  // namespace tenon
