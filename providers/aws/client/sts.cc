#include "providers/aws/client/sts.h"

#include <pugixml.hpp>

#include "providers/aws/client/endpoint.h"
#include "providers/aws/client/profiles.h"
#include "providers/aws/client/sender.h"
#include "schema/base/text.h"

namespace tenon::aws {

namespace {

constexpr int kAttempts = 3;

class Form {
 public:
  explicit Form(const std::string& action) {
    add("Action", action);
    add("Version", "2011-06-15");
  }
  void add(const std::string& name, const std::string& value) {
    if (value.empty()) return;
    text_ += (text_.empty() ? "" : "&") + uri_encode(name) + "=" + uri_encode(value);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

struct Answer {
  std::string code;  // of an error
  std::string message;
  FoundCredentials found;
};

// Element names are looked for wherever they stand: the answer's root differs by operation.
Answer read_answer(const std::string& body) {
  Answer answer;
  pugi::xml_document document;
  if (!document.load_buffer(body.data(), body.size())) return answer;
  const auto text = [&](const char* path) {
    return std::string(document.select_node(path).node().child_value());
  };
  answer.code = text("//*[local-name()='Error']/*[local-name()='Code']");
  answer.message = text("//*[local-name()='Error']/*[local-name()='Message']");
  const auto of_credentials = [&](const std::string& name) {
    return text(("//*[local-name()='Credentials']/*[local-name()='" + name + "']").c_str());
  };
  answer.found.credentials = {of_credentials("AccessKeyId"), of_credentials("SecretAccessKey"),
                              of_credentials("SessionToken")};
  answer.found.expires = parse_utc(of_credentials("Expiration"));
  return answer;
}

Classified classify(const HttpResponse& response) {
  if (response.status < 300) return {};
  const Answer answer = read_answer(response.body);
  const std::string& code = answer.code;
  if (code == "Throttling" || code == "ThrottlingException" || response.status == 429)
    return {true, Retry::Throttling};
  if (code == "RequestExpired" || code == "RequestTimeTooSkewed" ||
      code == "SignatureDoesNotMatch" || code == "InvalidClientTokenId")
    return {true, code == "InvalidClientTokenId" ? Retry::No : Retry::ClockSkew};
  if (response.status >= 500 || code == "IDPCommunicationError") return {true, Retry::Transient};
  return {true, Retry::No};
}

std::string sts_region(const CredentialParts& parts, const CredentialSettings& settings) {
  if (!settings.sts_region.empty()) return settings.sts_region;
  if (!settings.region.empty()) return settings.region;
  return find_region(parts.env, settings).value_or("us-east-1");
}

Result<FoundCredentials> ask(const CredentialParts& parts, const CredentialSettings& settings,
                             const Credentials* signer, const std::string& action, const Form& form,
                             const std::string& what) {
  SendRequest request;
  request.operation = "sts:" + action;
  request.signing_name = "sts";
  request.endpoint = resolve_endpoint(
      parts.env, {"sts", "STS", sts_region(parts, settings), &settings.endpoints, "sts"});
  request.http.method = "POST";
  request.http.path = "/";
  request.http.headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}};
  request.http.body = form.text();
  request.unsigned_request = signer == nullptr;
  request.repeatable = true;
  request.classify = classify;
  Sender sender(parts.env, parts.http, parts.throttle, parts.stats,
                signer == nullptr ? Credentials() : *signer, kAttempts);
  const SendOutcome outcome = sender.send(request);
  if (outcome.failure) return Error(*outcome.failure).with_context(what);
  Answer answer = read_answer(outcome.response->body);
  if (outcome.is_error) {
    return make_error(
        ErrorCategory::Unauthenticated,
        what + ": sts:" + action + " at " + request.endpoint.url + ": " +
            (answer.code.empty() ? "status " + std::to_string(outcome.response->status)
                                 : answer.code) +
            (answer.message.empty() ? "" : ": " + answer.message),
        answer.code.empty() ? "AssumeRoleFailed" : answer.code);
  }
  if (answer.found.credentials.access_key_id.empty() ||
      answer.found.credentials.secret_access_key.empty())
    return make_error(ErrorCategory::Corrupt, what + ": sts:" + action + " at " +
                                                  request.endpoint.url + " gave no credentials");
  return answer.found;
}

std::string session_name(const CredentialParts& parts, const RoleSettings& role) {
  if (!role.session_name.empty()) return role.session_name;
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(parts.env.now().time_since_epoch());
  return "tenon-" + std::to_string(now.count());
}

void add_session(Form& form, const CredentialParts& parts, const RoleSettings& role) {
  form.add("RoleArn", role.role_arn);
  form.add("RoleSessionName", session_name(parts, role));
  if (role.duration.count() > 0) form.add("DurationSeconds", std::to_string(role.duration.count()));
  form.add("Policy", role.policy);
  std::size_t number = 0;
  for (const std::string& arn : role.policy_arns)
    form.add("PolicyArns.member." + std::to_string(++number) + ".arn", arn);
}

}  // namespace

Result<FoundCredentials> assume_role(const CredentialParts& parts,
                                     const CredentialSettings& settings,
                                     const FoundCredentials& base, const RoleSettings& role) {
  Form form("AssumeRole");
  add_session(form, parts, role);
  form.add("ExternalId", role.external_id);
  form.add("SourceIdentity", role.source_identity);
  std::size_t number = 0;
  for (const auto& [key, value] : role.tags) {
    const std::string prefix = "Tags.member." + std::to_string(++number);
    form.add(prefix + ".Key", key);
    form.add(prefix + ".Value", value);
  }
  number = 0;
  for (const std::string& key : role.transitive_tag_keys)
    form.add("TransitiveTagKeys.member." + std::to_string(++number), key);
  ASSIGN_OR_RETURN(
      FoundCredentials found,
      ask(parts, settings, &base.credentials, "AssumeRole", form,
          "the role " + role.role_arn + " cannot be assumed with credentials of " + base.source));
  found.source = "the role " + role.role_arn + ", assumed with credentials of " + base.source;
  return found;
}

Result<FoundCredentials> assume_role_with_web_identity(const CredentialParts& parts,
                                                       const CredentialSettings& settings,
                                                       const WebIdentitySettings& identity) {
  const std::string where =
      identity.token.empty() ? "the token in " + identity.token_file : "a token";
  std::string token = identity.token;
  if (token.empty()) {
    auto text = parts.env.read_file(in_home(parts.env, identity.token_file), 1u << 20);
    if (!text)
      return std::move(text).error().with_context("the role " + identity.role.role_arn +
                                                  " cannot be assumed by a web identity");
    token = std::string(trim(*text));
  }
  Form form("AssumeRoleWithWebIdentity");
  add_session(form, parts, identity.role);
  form.add("WebIdentityToken", token);
  ASSIGN_OR_RETURN(FoundCredentials found,
                   ask(parts, settings, nullptr, "AssumeRoleWithWebIdentity", form,
                       "the role " + identity.role.role_arn + " cannot be assumed with " + where));
  found.source = "the role " + identity.role.role_arn + ", assumed with " + where;
  return found;
}

}  // namespace tenon::aws
