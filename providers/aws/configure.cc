#include "providers/aws/configure.h"

#include <algorithm>
#include <array>

#include "providers/aws/client/credentials.h"
#include "providers/aws/client/dates.h"
#include "providers/aws/resource/tags.h"
#include "schema/base/text.h"

namespace tenon::aws {

namespace {

// The provider block's own name of a service, where it is not the model's.
std::string service_of_endpoint(const std::string& name) {
  static const std::map<std::string, std::string> kOther = {
      {"cloudwatchlogs", "logs"},
      {"cloudwatchlog", "logs"},
      {"resourcegroupstagging", "resourcegroupstaggingapi"},
      {"resourcegroupstaggingapi", "resourcegroupstaggingapi"},
      {"cognitoidp", "cognito-idp"},
      {"cognitoidentity", "cognito-identity"},
      {"elasticloadbalancingv2", "elbv2"},
      {"applicationautoscaling", "application-autoscaling"},
      {"appautoscaling", "application-autoscaling"},
      {"cloudwatchevents", "events"},
      {"eventbridge", "events"},
      {"sfn", "stepfunctions"},
      {"stepfunctions", "stepfunctions"}};
  const auto found = kOther.find(name);
  return found == kOther.end() ? name : found->second;
}

class Configurer {
 public:
  Configurer(const ClientParts& parts, const ConfigureRequest& request, Diagnostics& diagnostics)
      : parts_(parts), request_(request), diagnostics_(diagnostics) {}

  std::shared_ptr<const AwsSession> configure() {
    refuse_what_is_not_supported();
    SessionSettings settings;
    settings.known = request_.config.is_wholly_known();
    CredentialSettings credentials;
    credentials.access_key = text("access_key");
    credentials.secret_key = text("secret_key");
    credentials.token = text("token");
    credentials.profile = text("profile");
    credentials.config_files = texts("shared_config_files");
    credentials.credentials_files = texts("shared_credentials_files");
    roles(credentials);
    metadata(credentials);
    settings.region = text("region");
    if (settings.region.empty())
      settings.region = find_region(parts_.env, credentials).value_or("");
    if (settings.region.empty()) {
      if (settings.known && !request_.offline)
        error("AWS region is not known",
              "No region is set. Say region in the provider block, or set AWS_REGION.");
    } else if (!is_known_region(settings.region) && !flag("skip_region_validation")) {
      error("Invalid AWS region", json_quote(settings.region) +
                                      " does not look like an AWS region, as in eu-west-1. If it "
                                      "is one, say skip_region_validation = true.");
    }
    tags(settings);
    endpoints(settings);
    settings.s3_path_style = flag("s3_use_path_style");
    settings.skip_account_id = flag("skip_requesting_account_id");
    settings.allowed_accounts = texts("allowed_account_ids");
    settings.forbidden_accounts = texts("forbidden_account_ids");
    if (const auto most = number("max_retries"))
      settings.max_attempts = static_cast<int>(*most) + 1;
    if (const auto most = parts_.env.variable("AWS_MAX_ATTEMPTS")) {
      const int attempts = std::atoi(most->c_str());
      if (attempts > 0) settings.max_attempts = attempts;
    }
    if (diagnostics_.has_errors()) return nullptr;
    credentials.region = settings.region;
    credentials.sts_region = text("sts_region");
    credentials.endpoints = settings.endpoints;
    const bool at_work = settings.known && !request_.offline;
    auto source =
        credential_source({parts_.env, parts_.http, parts_.throttle, parts_.stats}, credentials);
    if (at_work) {
      const auto found = source->current();
      if (!found) {
        diagnostics_.error("E0712", "No AWS credentials",
                           std::string(request_.address) + ": " + found.error().message);
        return nullptr;
      }
    }
    const bool choosy = !settings.allowed_accounts.empty() || !settings.forbidden_accounts.empty();
    if (choosy && settings.skip_account_id)
      error("Invalid provider arguments",
            "allowed_account_ids and forbidden_account_ids need to know the account, and "
            "skip_requesting_account_id = true forbids asking for it. Remove one of them.");
    auto session = std::make_shared<AwsSession>(parts_, std::move(settings), std::move(source));
    if (choosy && at_work && !diagnostics_.has_errors()) {
      const auto account = session->account();
      if (!account) {
        error("AWS account not allowed",
              std::string(request_.address) + ": " + account.error().message + ".");
      }
    }
    return diagnostics_.has_errors() ? nullptr : session;
  }

 private:
  void error(const std::string& summary, const std::string& detail) {
    diagnostics_.error("E0710", summary, detail);
  }

  Value argument(std::string_view name) const {
    return request_.config.is_known()
               ? request_.config.attribute(Symbol(name)).value_or(Value()).without_own_marks()
               : Value();
  }
  std::string text(std::string_view name) const {
    const Value value = argument(name);
    return value.is_known() && value.type() == Type::string() ? std::string(value.as_string()) : "";
  }
  bool flag(std::string_view name) const {
    const Value value = argument(name);
    return value.is_known() && value.type() == Type::boolean() && value.as_bool();
  }
  std::optional<std::int64_t> number(std::string_view name) const {
    const Value value = argument(name);
    if (!value.is_known() || value.type() != Type::number() || !value.is_int64())
      return std::nullopt;
    return value.as_int64();
  }
  static std::vector<std::string> texts_of(const Value& value) {
    std::vector<std::string> texts;
    if (!value.is_known()) return texts;
    for (const Value& element : value.elements()) {
      if (element.is_known()) texts.emplace_back(element.as_string());
    }
    return texts;
  }
  std::vector<std::string> texts(std::string_view name) const { return texts_of(argument(name)); }

  // The first element of a block list; null where there is none.
  Value block(std::string_view name) const {
    const Value blocks = argument(name);
    return blocks.is_known() && blocks.length() > 0 ? blocks.elements()[0] : Value();
  }
  static Value slot(const Value& object, std::string_view name) {
    return object.is_known() ? object.attribute(Symbol(name)).value_or(Value()).without_own_marks()
                             : Value();
  }

  static std::string text_in(const Value& object, std::string_view name) {
    const Value value = slot(object, name);
    return value.is_known() && value.type() == Type::string() ? std::string(value.as_string()) : "";
  }

  RoleSettings role_of(const Value& object) {
    RoleSettings role;
    role.role_arn = text_in(object, "role_arn");
    role.session_name = text_in(object, "session_name");
    role.external_id = text_in(object, "external_id");
    role.policy = text_in(object, "policy");
    role.policy_arns = texts_of(slot(object, "policy_arns"));
    role.tags = tags_of(slot(object, "tags"));
    role.transitive_tag_keys = texts_of(slot(object, "transitive_tag_keys"));
    role.source_identity = text_in(object, "source_identity");
    const std::string duration = text_in(object, "duration");
    if (!duration.empty()) {
      const auto seconds = parse_duration(duration);
      if (!seconds || *seconds < std::chrono::minutes(15) || *seconds > std::chrono::hours(12))
        error("Invalid duration", "\"" + duration +
                                      "\" is no duration between 15 minutes and 12 hours, as in "
                                      "1h or 30m.");
      role.duration = seconds.value_or(std::chrono::seconds(0));
    }
    return role;
  }

  void roles(CredentialSettings& credentials) {
    const Value blocks = argument("assume_role");
    if (blocks.is_known()) {
      for (const Value& each : blocks.elements()) {
        RoleSettings role = role_of(each);
        if (!role.role_arn.empty()) credentials.roles.push_back(std::move(role));
      }
    }
    const Value identity = block("assume_role_with_web_identity");
    if (!identity.is_known() || identity.is_null()) return;
    const auto otherwise = [&](std::string given, const char* name) {
      return given.empty() ? parts_.env.variable(name).value_or("") : given;
    };
    WebIdentitySettings settings;
    settings.role = role_of(identity);
    settings.role.role_arn = otherwise(settings.role.role_arn, "AWS_ROLE_ARN");
    settings.role.session_name = otherwise(settings.role.session_name, "AWS_ROLE_SESSION_NAME");
    settings.token = text_in(identity, "web_identity_token");
    settings.token_file = text_in(identity, "web_identity_token_file");
    if (settings.token.empty())
      settings.token_file = otherwise(settings.token_file, "AWS_WEB_IDENTITY_TOKEN_FILE");
    if (settings.role.role_arn.empty() || (settings.token.empty() && settings.token_file.empty())) {
      if (request_.config.is_wholly_known())
        error("Invalid provider arguments",
              "assume_role_with_web_identity needs role_arn and one of web_identity_token and "
              "web_identity_token_file.");
      return;
    }
    credentials.web_identity = std::move(settings);
  }

  void metadata(CredentialSettings& credentials) {
    const std::string skip = text("skip_metadata_api_check");
    credentials.skip_metadata = skip == "true" || skip == "1";
    credentials.metadata_endpoint = text("ec2_metadata_service_endpoint");
    credentials.metadata_mode = text("ec2_metadata_service_endpoint_mode");
  }

  void refuse_what_is_not_supported() {
    for (const char* name : {"use_fips_endpoint", "use_dualstack_endpoint", "insecure"}) {
      if (flag(name))
        error("Provider argument not supported",
              std::string(name) + " of " + std::string(request_.address) +
                  (std::string(name) == "insecure"
                       ? " is not supported: certificates are always verified. Name the "
                         "certificate authority with custom_ca_bundle or AWS_CA_BUNDLE instead."
                       : " comes with a later version of tenon."));
    }
    for (const char* name : {"http_proxy", "https_proxy", "no_proxy", "custom_ca_bundle"}) {
      if (!text(name).empty())
        error("Provider argument not supported",
              std::string(name) + " of " + std::string(request_.address) +
                  " comes with a later version of tenon. The environment variables HTTPS_PROXY, "
                  "NO_PROXY and AWS_CA_BUNDLE are heeded.");
    }
  }

  void tags(SessionSettings& settings) {
    settings.default_tags = tags_of(slot(block("default_tags"), "tags"));
    const Value ignored = block("ignore_tags");
    settings.ignored_tag_keys = texts_of(slot(ignored, "keys"));
    settings.ignored_tag_prefixes = texts_of(slot(ignored, "key_prefixes"));
    for (const auto& [name, value] : parts_.env.variables()) {
      static constexpr std::string_view kPrefix = "TF_AWS_DEFAULT_TAGS_";
      if (name.rfind(kPrefix, 0) == 0)
        settings.default_tags.emplace(name.substr(kPrefix.size()), value);
    }
  }

  void endpoints(SessionSettings& settings) {
    const Value blocks = argument("endpoints");
    if (!blocks.is_known()) return;
    for (const Value& each : blocks.elements()) {
      if (!each.is_known()) continue;
      const auto names = each.type().shape().names;
      for (std::size_t i = 0; i < names.size(); ++i) {
        const Value url = each.elements()[i].without_own_marks();
        if (url.is_known() && !url.as_string().empty())
          settings.endpoints[service_of_endpoint(std::string(names[i].view()))] =
              std::string(url.as_string());
      }
    }
  }

  const ClientParts& parts_;
  const ConfigureRequest& request_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::shared_ptr<const AwsSession> configure_session(const ClientParts& parts,
                                                    const ConfigureRequest& request,
                                                    Diagnostics& diagnostics) {
  return Configurer(parts, request, diagnostics).configure();
}

}  // namespace tenon::aws
