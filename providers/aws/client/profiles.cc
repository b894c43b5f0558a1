#include "providers/aws/client/profiles.h"

namespace tenon::aws {

namespace {

void read_into(Env& env, const std::string& path, IniFile& to, SharedFiles& files) {
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

void add_section(const IniFile& file, const std::string& section, Profile& to) {
  const auto found = file.find(section);
  if (found == file.end()) return;
  for (const auto& [key, value] : found->second) to.emplace(key, value);
}

}  // namespace

std::string environment_variable(Env& env, const std::string& name) {
  return env.variable(name).value_or("");
}

std::string in_home(Env& env, const std::string& path) {
  if (path.substr(0, 2) != "~/") return path;
  const std::string home = environment_variable(env, "HOME");
  return home.empty() ? path : home + path.substr(1);
}

SharedFiles read_shared_files(Env& env, const CredentialSettings& settings) {
  SharedFiles files;
  const auto paths = [&](const std::vector<std::string>& given, const char* name,
                         const char* usual) {
    if (!given.empty()) return given;
    const std::string named = environment_variable(env, name);
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
  const std::string named = environment_variable(env, "AWS_PROFILE");
  return named.empty() ? "default" : named;
}

Profile SharedFiles::profile(const std::string& name) const {
  Profile settings;
  add_section(credentials, name, settings);
  add_section(config, "profile " + name, settings);
  if (name == "default") add_section(config, "default", settings);
  return settings;
}

Profile SharedFiles::sso_session(const std::string& name) const {
  Profile settings;
  add_section(config, "sso-session " + name, settings);
  return settings;
}

std::string setting(const Profile& profile, const std::string& key) {
  const auto found = profile.find(key);
  return found == profile.end() ? "" : found->second;
}

}  // namespace tenon::aws
