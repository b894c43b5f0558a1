#include "providers/aws/client/credentials.h"

#include <algorithm>

#include "providers/aws/client/profiles.h"
#include "providers/aws/client/remote_credentials.h"
#include "providers/aws/client/sender.h"
#include "providers/aws/client/sts.h"
#include "schema/base/text.h"

namespace tenon::aws {

namespace {

constexpr std::chrono::minutes kRenewBefore{5};

Error none(const std::string& why) {
  return make_error(
      ErrorCategory::Unauthenticated,
      why +
          ". Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or access_key and "
          "secret_key in the provider block.",
      "NoCredentials");
}

// One walk through all places, in the SDKs' order.
class Search {
 public:
  Search(const CredentialParts& parts, const CredentialSettings& settings)
      : parts_(parts), env_(parts.env), settings_(settings) {}

  Result<FoundCredentials> run() {
    Result<FoundCredentials> found = base();
    for (const RoleSettings& role : settings_.roles) {
      if (!found) return found;
      found = assume_role(parts_, settings_, *found, role);
    }
    return found;
  }

 private:
  Result<FoundCredentials> base() {
    if (settings_.web_identity)
      return assume_role_with_web_identity(parts_, settings_, *settings_.web_identity);
    if (!settings_.access_key.empty() || !settings_.secret_key.empty()) {
      if (settings_.access_key.empty() || settings_.secret_key.empty())
        return none("the provider block sets one of access_key and secret_key without the other");
      return FoundCredentials{
          {settings_.access_key, settings_.secret_key, settings_.token}, "the provider block", {}};
    }
    if (settings_.profile.empty()) {
      if (auto found = in_environment()) return *std::move(found);
      const std::string token_file = environment_variable(env_, "AWS_WEB_IDENTITY_TOKEN_FILE");
      if (!token_file.empty()) return web_identity(token_file);
    }
    files_ = read_shared_files(env_, settings_);
    if (files_.unreadable) return *files_.unreadable;
    const std::string name = profile_name(env_, settings_);
    const bool wanted =
        !settings_.profile.empty() || !environment_variable(env_, "AWS_PROFILE").empty();
    if (wanted && files_.profile(name).empty())
      return none("there is no profile \"" + name + "\" in " + join(files_.looked_at, " or "));
    return of_profile(name);
  }

  // Nothing where the environment is silent.
  std::optional<Result<FoundCredentials>> in_environment() {
    const std::string key = environment_variable(env_, "AWS_ACCESS_KEY_ID");
    const std::string secret = environment_variable(env_, "AWS_SECRET_ACCESS_KEY");
    if (key.empty() && secret.empty()) return std::nullopt;
    if (key.empty() || secret.empty()) {
      return Result<FoundCredentials>(
          none(std::string("of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY only ") +
               (key.empty() ? "the second" : "the first") + " is set"));
    }
    return Result<FoundCredentials>(
        FoundCredentials{{key, secret, environment_variable(env_, "AWS_SESSION_TOKEN")},
                         "environment variables",
                         {}});
  }

  Result<FoundCredentials> web_identity(const std::string& token_file) {
    WebIdentitySettings identity;
    identity.token_file = token_file;
    identity.role.role_arn = environment_variable(env_, "AWS_ROLE_ARN");
    identity.role.session_name = environment_variable(env_, "AWS_ROLE_SESSION_NAME");
    if (identity.role.role_arn.empty())
      return none("AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN, which it needs, is not");
    return assume_role_with_web_identity(parts_, settings_, identity);
  }

  // A role of a profile is taken on with what the rest of it, or another profile, gives.
  Result<FoundCredentials> of_profile(const std::string& name) {
    const Profile profile = files_.profile(name);
    const std::string role_arn = setting(profile, "role_arn");
    const std::string token_file = setting(profile, "web_identity_token_file");
    if (role_arn.empty()) return without_role(name, profile);
    if (!setting(profile, "mfa_serial").empty())
      return unsupported(name, "mfa_serial, a code that somebody has to type");
    RoleSettings role;
    role.role_arn = role_arn;
    role.session_name = setting(profile, "role_session_name");
    role.external_id = setting(profile, "external_id");
    role.duration = std::chrono::seconds(std::atoll(setting(profile, "duration_seconds").c_str()));
    if (!token_file.empty()) {
      WebIdentitySettings identity;
      identity.token_file = token_file;
      identity.role = role;
      return named(name, assume_role_with_web_identity(parts_, settings_, identity));
    }
    auto base = source_of(name, profile);
    if (!base) return base;
    return named(name, assume_role(parts_, settings_, *base, role));
  }

  Result<FoundCredentials> source_of(const std::string& name, const Profile& profile) {
    const std::string source = setting(profile, "source_profile");
    if (source.empty()) return without_role(name, profile);
    if (source == name) {
      if (has_keys(profile)) return keys(name, profile);
      return none("profile " + name + " names itself as source_profile and has no keys");
    }
    if (std::find(chain_.begin(), chain_.end(), source) != chain_.end()) {
      return none("the profiles " + join(chain_, ", ") + " and " + source +
                  " name each other as source_profile in a circle");
    }
    chain_.push_back(name);
    if (files_.profile(source).empty())
      return none("profile " + name + " names \"" + source +
                  "\" as source_profile, and there is no such profile in " +
                  join(files_.looked_at, " or "));
    return of_profile(source);
  }

  static Result<FoundCredentials> named(const std::string& profile,
                                        Result<FoundCredentials> found) {
    if (found) found->source += " (profile " + profile + ")";
    return found;
  }

  static bool has_keys(const Profile& profile) {
    return !setting(profile, "aws_access_key_id").empty() &&
           !setting(profile, "aws_secret_access_key").empty();
  }

  static FoundCredentials keys(const std::string& name, const Profile& profile) {
    return {{setting(profile, "aws_access_key_id"), setting(profile, "aws_secret_access_key"),
             setting(profile, "aws_session_token")},
            "profile " + name,
            {}};
  }

  static Error unsupported(const std::string& name, const std::string& what) {
    return make_error(ErrorCategory::Unsupported,
                      "profile " + name + " gets its credentials by " + what +
                          ", which tenon does not know. Put keys into the environment instead, "
                          "for example with: aws configure export-credentials --format env",
                      "UnsupportedCredentials");
  }

  Result<FoundCredentials> without_role(const std::string& name, const Profile& profile) {
    if (has_keys(profile)) return keys(name, profile);
    const std::string source = setting(profile, "credential_source");
    if (source == "Environment") {
      if (auto found = in_environment()) return *std::move(found);
      return none("profile " + name +
                  " takes its credentials from the environment, which has none");
    }
    if (source == "Ec2InstanceMetadata") return machine_credentials(parts_, settings_);
    if (source == "EcsContainer") return container_credentials(parts_);
    if (!source.empty()) return unsupported(name, "credential_source = " + source);
    if (!setting(profile, "sso_session").empty() || !setting(profile, "sso_start_url").empty())
      return sso_credentials(parts_, settings_, files_, profile, name);
    const std::string command = setting(profile, "credential_process");
    if (!command.empty()) return process_credentials(parts_, command, name);
    return of_surroundings(name);
  }

  // The container, then the machine.
  Result<FoundCredentials> of_surroundings(const std::string& name) {
    auto container = container_credentials(parts_);
    if (container || container.error().category != ErrorCategory::NotFound) return container;
    auto machine = machine_credentials(parts_, settings_);
    if (machine || machine.error().category != ErrorCategory::NotFound) return machine;
    return none(
        "no AWS credentials were found: not in the provider block, not in the environment, "
        "not for profile " +
        name + " in " + join(files_.looked_at, " or ") + ", not from a container, and " +
        machine.error().message);
  }

  const CredentialParts& parts_;
  Env& env_;
  const CredentialSettings& settings_;
  SharedFiles files_;
  std::vector<std::string> chain_;
};

}  // namespace

Result<FoundCredentials> find_credentials(const CredentialParts& parts,
                                          const CredentialSettings& settings) {
  return Search(parts, settings).run();
}

std::shared_ptr<CredentialSource> credential_source(const CredentialParts& parts,
                                                    const CredentialSettings& settings) {
  return std::make_shared<CredentialSource>(
      parts.env, [parts, settings] { return find_credentials(parts, settings); });
}

Result<FoundCredentials> CredentialSource::obtain_now() {
  auto found = obtain_();
  if (found) {
    found_ = *found;
  } else if (found_ && found_->expires && *found_->expires > env_->now()) {
    // Renewal failed, and what there is still holds: it will be tried again.
    return *found_;
  }
  return found;
}

Result<FoundCredentials> CredentialSource::current() {
  const std::lock_guard<std::mutex> lock(mutex_);
  const bool holds =
      found_ && (!obtain_ || !found_->expires || *found_->expires - kRenewBefore > env_->now());
  if (holds) return *found_;
  return obtain_now();
}

Result<FoundCredentials> CredentialSource::renewed(const Credentials& refused) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!obtain_)
    return make_error(ErrorCategory::Unauthenticated, "these credentials cannot be renewed",
                      "ExpiredToken");
  // Somebody else may have been here in the meantime.
  if (found_ && found_->credentials.access_key_id != refused.access_key_id) return *found_;
  const std::string old_token = refused.session_token;
  auto found = obtain_();
  if (!found) return found;
  if (found->credentials.access_key_id == refused.access_key_id &&
      found->credentials.session_token == old_token)
    return make_error(ErrorCategory::Unauthenticated, "there are no other credentials",
                      "ExpiredToken");
  found_ = *found;
  return found;
}

std::string CredentialSource::description() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return found_ ? found_->source : "";
}

std::optional<std::string> find_region(Env& env, const CredentialSettings& settings) {
  for (const char* name : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
    const std::string region = environment_variable(env, name);
    if (!region.empty()) return region;
  }
  return profile_setting(env, settings, "region");
}

std::optional<std::string> profile_setting(Env& env, const CredentialSettings& settings,
                                           const std::string& key) {
  const std::string value =
      setting(read_shared_files(env, settings).profile(profile_name(env, settings)), key);
  if (value.empty()) return std::nullopt;
  return value;
}

}  // namespace tenon::aws
