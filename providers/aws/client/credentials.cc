#include "providers/aws/client/credentials.h"

#include "providers/aws/client/ini.h"
#include "schema/base/text.h"

namespace tenon::aws {

namespace {

std::string variable(Env& env, const std::string& name) { return env.variable(name).value_or(""); }

std::string in_home(Env& env, const std::string& path) {
  if (path.substr(0, 2) != "~/") return path;
  const std::string home = variable(env, "HOME");
  return home.empty() ? path : home + path.substr(1);
}

struct Files {
  IniFile config;
  IniFile credentials;
  std::vector<std::string> looked_at;
  std::optional<Error> unreadable;
};

void read_into(Env& env, const std::string& path, IniFile& to, Files& files) {
  files.looked_at.push_back(path);
  const auto text = env.read_file(path, 1u << 20);
  if (!text) {
    if (text.error().category != ErrorCategory::NotFound) files.unreadable = text.error();
    return;
  }
  for (auto& [section, values] : parse_ini(*text)) {
    for (auto& [key, value] : values) to[section][key] = value;
    to[section];
  }
}

Files read_files(Env& env, const CredentialSettings& settings) {
  Files files;
  const auto paths = [&](const std::vector<std::string>& given, const char* name,
                         const char* usual) {
    if (!given.empty()) return given;
    const std::string named = variable(env, name);
    return std::vector<std::string>{named.empty() ? usual : named};
  };
  for (const std::string& path : paths(settings.config_files, "AWS_CONFIG_FILE", "~/.aws/config"))
    read_into(env, in_home(env, path), files.config, files);
  for (const std::string& path :
       paths(settings.credentials_files, "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"))
    read_into(env, in_home(env, path), files.credentials, files);
  return files;
}

std::string profile_name(Env& env, const CredentialSettings& settings) {
  if (!settings.profile.empty()) return settings.profile;
  const std::string named = variable(env, "AWS_PROFILE");
  return named.empty() ? "default" : named;
}

// The profile's settings, those of the credentials file first.
std::map<std::string, std::string> profile_of(const Files& files, const std::string& name) {
  std::map<std::string, std::string> settings;
  const auto add = [&](const IniFile& file, const std::string& section) {
    const auto found = file.find(section);
    if (found == file.end()) return;
    for (const auto& [key, value] : found->second) settings.emplace(key, value);
  };
  add(files.credentials, name);
  add(files.config, "profile " + name);
  if (name == "default") add(files.config, "default");
  return settings;
}

std::string at(const std::map<std::string, std::string>& settings, const std::string& key) {
  const auto found = settings.find(key);
  return found == settings.end() ? "" : found->second;
}

Error none(const std::string& why) {
  return make_error(
      ErrorCategory::Unauthenticated,
      why +
          ". Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or access_key and "
          "secret_key in the provider block.",
      "NoCredentials");
}

}  // namespace

Result<FoundCredentials> find_credentials(Env& env, const CredentialSettings& settings) {
  if (!settings.access_key.empty() || !settings.secret_key.empty()) {
    if (settings.access_key.empty() || settings.secret_key.empty())
      return none("the provider block sets one of access_key and secret_key without the other");
    return FoundCredentials{{settings.access_key, settings.secret_key, settings.token},
                            "the provider block"};
  }
  const std::string key = variable(env, "AWS_ACCESS_KEY_ID");
  const std::string secret = variable(env, "AWS_SECRET_ACCESS_KEY");
  if (settings.profile.empty() && (!key.empty() || !secret.empty())) {
    if (key.empty() || secret.empty())
      return none(std::string("of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY only ") +
                  (key.empty() ? "the second" : "the first") + " is set");
    return FoundCredentials{{key, secret, variable(env, "AWS_SESSION_TOKEN")},
                            "environment variables"};
  }
  const Files files = read_files(env, settings);
  if (files.unreadable) return *files.unreadable;
  const std::string name = profile_name(env, settings);
  const auto profile = profile_of(files, name);
  if (!at(profile, "aws_access_key_id").empty() && !at(profile, "aws_secret_access_key").empty()) {
    return FoundCredentials{{at(profile, "aws_access_key_id"), at(profile, "aws_secret_access_key"),
                             at(profile, "aws_session_token")},
                            "profile " + name};
  }
  for (const char* later : {"role_arn", "sso_session", "sso_start_url", "credential_process",
                            "web_identity_token_file"}) {
    if (!at(profile, later).empty())
      return make_error(ErrorCategory::Unsupported,
                        "profile " + name + " gets its credentials by " + later +
                            ", which comes with a later version of tenon. Put keys into the "
                            "environment instead, for example with: aws configure "
                            "export-credentials --format env",
                        "UnsupportedCredentials");
  }
  if (variable(env, "AWS_PROFILE") == name || settings.profile == name) {
    if (profile.empty())
      return none("there is no profile \"" + name + "\" in " + join(files.looked_at, " or "));
  }
  return none(
      "no AWS credentials were found: not in the provider block, not in the environment, "
      "not for profile " +
      name + " in " + join(files.looked_at, " or "));
}

std::optional<std::string> find_region(Env& env, const CredentialSettings& settings) {
  for (const char* name : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
    const std::string region = variable(env, name);
    if (!region.empty()) return region;
  }
  return profile_setting(env, settings, "region");
}

std::optional<std::string> profile_setting(Env& env, const CredentialSettings& settings,
                                           const std::string& key) {
  const std::string value =
      at(profile_of(read_files(env, settings), profile_name(env, settings)), key);
  if (value.empty()) return std::nullopt;
  return value;
}

}  // namespace tenon::aws
