// Profiles: the shared configuration and credentials files, as one map of settings for each
// profile.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "providers/aws/client/credentials.h"
#include "providers/aws/client/ini.h"

namespace tenon::aws {

using Profile = std::map<std::string, std::string>;

struct SharedFiles {
  IniFile config;
  IniFile credentials;
  std::vector<std::string> looked_at;
  std::optional<Error> unreadable;

  // The profile's settings, those of the credentials file first; empty where there is none.
  Profile profile(const std::string& name) const;
  // "[sso-session NAME]"
  Profile sso_session(const std::string& name) const;
};

SharedFiles read_shared_files(Env& env, const CredentialSettings& settings);

// The profile in use: the block's, AWS_PROFILE, "default".
std::string profile_name(Env& env, const CredentialSettings& settings);

// "" where it is not set.
std::string setting(const Profile& profile, const std::string& key);
std::string environment_variable(Env& env, const std::string& name);
// "~/x" with the home folder.
std::string in_home(Env& env, const std::string& path);

}  // namespace tenon::aws
