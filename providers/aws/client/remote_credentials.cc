#include "providers/aws/client/remote_credentials.h"

#include <nlohmann/json.hpp>

#include "providers/aws/client/dates.h"
#include "providers/aws/client/endpoint.h"
#include "schema/base/digest.h"
#include "schema/base/text.h"

namespace tenon::aws {

namespace {

using Json = nlohmann::json;

constexpr std::chrono::milliseconds kNearby{1000};  // who is on this machine answers at once
constexpr int kAttempts = 3;

std::string text_of(const Json& json, const char* name) {
  const auto found = json.is_object() ? json.find(name) : json.end();
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

Error unusable(const std::string& who, const std::string& why, const std::string& code = {}) {
  return make_error(ErrorCategory::Unauthenticated, who + " " + why,
                    code.empty() ? "NoCredentials" : code);
}

Result<HttpResponse> ask(const CredentialParts& parts, HttpRequest request,
                         const std::string& who) {
  request.connect_timeout = kNearby;
  for (int attempt = 1;; ++attempt) {
    HttpOutcome outcome = parts.http.perform(request);
    const bool busy = outcome.response && outcome.response->status >= 500;
    if (outcome.response && !busy) return *std::move(outcome.response);
    if (attempt == kAttempts) {
      if (busy)
        return unusable(who, "answered with status " + std::to_string(outcome.response->status));
      return unusable(who, "does not answer: " + outcome.failure->error.message, "NoAnswer");
    }
    // Nobody there: that will not change.
    if (outcome.failure && outcome.failure->certainly_not_sent)
      return unusable(who, "does not answer: " + outcome.failure->error.message, "NoAnswer");
    parts.env.sleep(std::chrono::milliseconds(100LL << attempt));
  }
}

// What all of them give, under names that differ a little.
Result<FoundCredentials> read_json(const std::string& body, const char* token_name,
                                   const std::string& who) {
  const Json json = Json::parse(body, nullptr, false);
  if (!json.is_object()) return unusable(who, "gave no JSON object");
  FoundCredentials found;
  found.credentials = {text_of(json, "AccessKeyId"), text_of(json, "SecretAccessKey"),
                       text_of(json, token_name)};
  const std::string expires = text_of(json, "Expiration");
  if (!expires.empty()) {
    found.expires = parse_utc(expires);
    if (!found.expires) return unusable(who, "gave an Expiration that is no date");
  }
  if (found.credentials.access_key_id.empty() || found.credentials.secret_access_key.empty()) {
    const std::string message = text_of(json, "Message") + text_of(json, "message");
    return unusable(who, "gave no credentials" + (message.empty() ? "" : ": " + message));
  }
  found.source = who;
  return found;
}

// Who may be asked without TLS: this machine, and the addresses that ECS and EKS keep for it.
bool may_be_asked(const std::string& url) {
  if (url.compare(0, 8, "https://") == 0) return true;
  if (url.compare(0, 7, "http://") != 0) return false;
  std::string host = url.substr(7, url.find('/', 7) - 7);
  if (!host.empty() && host[0] == '[') {
    host = host.substr(1, host.find(']') - 1);
  } else {
    host = host.substr(0, host.find(':'));
  }
  return host == "localhost" || host.compare(0, 4, "127.") == 0 || host == "::1" ||
         host == "169.254.170.2" || host == "169.254.170.23" || host == "fd00:ec2::23";
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return text;
}

}  // namespace

Result<FoundCredentials> container_credentials(const CredentialParts& parts) {
  const std::string relative =
      environment_variable(parts.env, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  const std::string full = environment_variable(parts.env, "AWS_CONTAINER_CREDENTIALS_FULL_URI");
  if (relative.empty() && full.empty())
    return make_error(ErrorCategory::NotFound, "this is no container that has credentials");
  HttpRequest request;
  request.url = relative.empty() ? full : "http://169.254.170.2" + relative;
  const std::string who = "the container's credentials at " + request.url;
  if (!may_be_asked(request.url))
    return unusable(who, "may not be asked: without TLS only this machine is");
  std::string token = environment_variable(parts.env, "AWS_CONTAINER_AUTHORIZATION_TOKEN");
  const std::string file =
      environment_variable(parts.env, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  if (!file.empty()) {
    ASSIGN_OR_RETURN(const std::string text, parts.env.read_file(file, 1u << 20));
    token = std::string(trim(text));
  }
  if (!token.empty()) request.headers.emplace_back("Authorization", token);
  ASSIGN_OR_RETURN(const HttpResponse response, ask(parts, request, who));
  if (response.status != 200)
    return unusable(who, "answered with status " + std::to_string(response.status));
  return read_json(response.body, "Token", who);
}

Result<FoundCredentials> machine_credentials(const CredentialParts& parts,
                                             const CredentialSettings& settings) {
  if (settings.skip_metadata ||
      lower(environment_variable(parts.env, "AWS_EC2_METADATA_DISABLED")) == "true")
    return make_error(ErrorCategory::NotFound, "the machine is not to be asked");
  std::string base = settings.metadata_endpoint;
  if (base.empty()) base = environment_variable(parts.env, "AWS_EC2_METADATA_SERVICE_ENDPOINT");
  std::string mode = settings.metadata_mode;
  if (mode.empty())
    mode = environment_variable(parts.env, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE");
  if (base.empty())
    base = lower(mode) == "ipv6" ? "http://[fd00:ec2::254]" : "http://169.254.169.254";
  while (!base.empty() && base.back() == '/') base.pop_back();
  const std::string who = "the machine's metadata service at " + base;
  HttpRequest request;
  request.method = "PUT";
  request.url = base + "/latest/api/token";
  request.headers = {{"x-aws-ec2-metadata-token-ttl-seconds", "21600"}};
  request.timeout = kNearby;
  auto token = ask(parts, request, who);
  if (!token) {
    // No such service: this is no machine of AWS.
    if (token.error().code == "NoAnswer") {
      return make_error(ErrorCategory::NotFound, token.error().message);
    }
    return std::move(token).error();
  }
  if (token->status != 200)
    return unusable(who, "gave no token: status " + std::to_string(token->status));
  const auto get = [&](const std::string& path) -> Result<HttpResponse> {
    HttpRequest question;
    question.url = base + "/latest/meta-data/iam/security-credentials/" + path;
    question.headers = {{"x-aws-ec2-metadata-token", std::string(trim(token->body))}};
    question.timeout = kNearby;
    return ask(parts, question, who);
  };
  ASSIGN_OR_RETURN(const HttpResponse roles, get(""));
  const std::string role(trim(split(roles.body, '\n')[0]));
  if (roles.status != 200 || role.empty())
    return unusable(who, "knows of no role: the machine has no instance profile");
  ASSIGN_OR_RETURN(const HttpResponse response, get(role));
  if (response.status != 200)
    return unusable(
        who, "gave nothing for the role " + role + ": status " + std::to_string(response.status));
  ASSIGN_OR_RETURN(FoundCredentials found, read_json(response.body, "Token", who));
  found.source = "the machine's role " + role;
  return found;
}

Result<FoundCredentials> process_credentials(const CredentialParts& parts,
                                             const std::string& command,
                                             const std::string& profile) {
  const std::string who = "credential_process of profile " + profile;
  Process process;
  process.arguments = {"/bin/sh", "-c", command};
  process.timeout = std::chrono::minutes(1);
  process.with_errors = false;
  std::string output;
  const auto end = parts.processes.run(
      process, [&](std::string_view line) { output += std::string(line) + "\n"; }, {});
  if (!end) return Error(end.error()).with_context(who);
  if (!end->fine()) return unusable(who, "failed: " + end->text());
  const Json json = Json::parse(output, nullptr, false);
  if (!json.is_object()) return unusable(who, "printed no JSON object");
  const auto version = json.find("Version");
  if (version == json.end() || !version->is_number_integer() || version->get<int>() != 1)
    return unusable(who, "printed another Version than 1");
  ASSIGN_OR_RETURN(FoundCredentials found, read_json(output, "SessionToken", who));
  if (found.expires && *found.expires <= parts.env.now())
    return unusable(who, "printed credentials that have run out");
  return found;
}

namespace {

struct SsoPlace {
  std::string start_url;
  std::string region;
  std::string session;  // "" for the older form
};

class SsoLogin {
 public:
  SsoLogin(const CredentialParts& parts, const CredentialSettings& settings, SsoPlace place,
           std::string who)
      : parts_(parts), settings_(settings), place_(std::move(place)), who_(std::move(who)) {}

  Result<std::string> token() {
    const std::string key = place_.session.empty() ? place_.start_url : place_.session;
    const std::string path = in_home(parts_.env, "~/.aws/sso/cache/" + to_hex(sha1(key)) + ".json");
    const auto text = parts_.env.read_file(path, 1u << 20);
    if (!text) return log_in("nobody has logged in yet");
    Json cache = Json::parse(*text, nullptr, false);
    const std::string held = text_of(cache, "accessToken");
    const auto expires = parse_utc(text_of(cache, "expiresAt"));
    if (held.empty() || !expires) return log_in("its cache cannot be read");
    if (*expires > parts_.env.now() + std::chrono::minutes(1)) return held;
    return renew(cache, path);
  }

 private:
  Error log_in(const std::string& why) const {
    return unusable(
        who_, "cannot be used: " + why + ". Run `aws sso login" +
                  (place_.session.empty() ? std::string() : " --sso-session " + place_.session) +
                  "`");
  }

  // OpenID Connect's refresh, where the login came with a refresh token.
  Result<std::string> renew(Json& cache, const std::string& path) {
    const std::string refresh = text_of(cache, "refreshToken");
    const std::string client = text_of(cache, "clientId");
    const std::string secret = text_of(cache, "clientSecret");
    const auto registered = parse_utc(text_of(cache, "registrationExpiresAt"));
    if (refresh.empty() || client.empty() || secret.empty() ||
        (registered && *registered <= parts_.env.now()))
      return log_in("the login has run out");
    HttpRequest request;
    request.method = "POST";
    request.url = resolve_endpoint(parts_.env, {"oidc", "SSO OIDC", place_.region,
                                                &settings_.endpoints, "ssooidc"})
                      .url +
                  "/token";
    request.headers = {{"Content-Type", "application/json"}};
    request.body = Json{
        {"clientId", client},
        {"clientSecret", secret},
        {"grantType", "refresh_token"},
        {"refreshToken",
         refresh}}.dump();
    const HttpOutcome outcome = parts_.http.perform(request);
    if (!outcome.response || outcome.response->status != 200)
      return log_in("the login has run out and was not renewed");
    const Json answer = Json::parse(outcome.response->body, nullptr, false);
    const std::string token = text_of(answer, "accessToken");
    if (token.empty()) return log_in("the login has run out and was not renewed");
    std::int64_t seconds = 0;
    if (const auto lasts = answer.find("expiresIn");
        lasts != answer.end() && lasts->is_number_integer())
      seconds = lasts->get<std::int64_t>();
    cache["accessToken"] = token;
    cache["expiresAt"] = format_utc(parts_.env.now() + std::chrono::seconds(seconds));
    if (!text_of(answer, "refreshToken").empty())
      cache["refreshToken"] = text_of(answer, "refreshToken");
    // Kept for others; that it could not be is no reason to stop.
    const Status ignored = parts_.env.write_file(path, cache.dump(), FileMode::Private);
    (void)ignored;
    return token;
  }

  const CredentialParts& parts_;
  const CredentialSettings& settings_;
  SsoPlace place_;
  std::string who_;
};

}  // namespace

Result<FoundCredentials> sso_credentials(const CredentialParts& parts,
                                         const CredentialSettings& settings,
                                         const SharedFiles& files, const Profile& profile,
                                         const std::string& name) {
  SsoPlace place{setting(profile, "sso_start_url"), setting(profile, "sso_region"),
                 setting(profile, "sso_session")};
  if (!place.session.empty()) {
    const Profile session = files.sso_session(place.session);
    place.start_url = setting(session, "sso_start_url");
    place.region = setting(session, "sso_region");
  }
  const std::string account = setting(profile, "sso_account_id");
  const std::string role = setting(profile, "sso_role_name");
  const std::string who = "IAM Identity Center for profile " + name;
  if (place.start_url.empty() || place.region.empty() || account.empty() || role.empty())
    return unusable(who,
                    "needs sso_start_url, sso_region, sso_account_id and sso_role_name; at least "
                    "one is missing");
  ASSIGN_OR_RETURN(const std::string token, SsoLogin(parts, settings, place, who).token());
  HttpRequest request;
  request.url =
      resolve_endpoint(parts.env, {"portal.sso", "SSO", place.region, &settings.endpoints, "sso"})
          .url +
      "/federation/credentials?role_name=" + uri_encode(role) +
      "&account_id=" + uri_encode(account);
  request.headers = {{"x-amz-sso_bearer_token", token}};
  ASSIGN_OR_RETURN(const HttpResponse response, ask(parts, request, who));
  const Json json = Json::parse(response.body, nullptr, false);
  if (response.status == 401)
    return unusable(who, "does not accept the login any more. Run `aws sso login`");
  if (response.status != 200)
    return unusable(who, "refuses the role " + role + " of account " + account + ": status " +
                             std::to_string(response.status) + " " + text_of(json, "message"));
  const auto given = json.is_object() ? json.find("roleCredentials") : json.end();
  FoundCredentials found;
  if (given != json.end()) {
    found.credentials = {text_of(*given, "accessKeyId"), text_of(*given, "secretAccessKey"),
                         text_of(*given, "sessionToken")};
    const auto expires = given->is_object() ? given->find("expiration") : given->end();
    if (expires != given->end() && expires->is_number_integer())
      found.expires = std::chrono::system_clock::time_point(
          std::chrono::milliseconds(expires->get<std::int64_t>()));
  }
  if (found.credentials.access_key_id.empty() || found.credentials.secret_access_key.empty())
    return unusable(who, "gave no credentials");
  found.source = who;
  return found;
}

}  // namespace tenon::aws
