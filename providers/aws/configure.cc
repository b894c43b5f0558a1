#include "providers/aws/configure.h"

#include <algorithm>
#include <array>

#include "providers/aws/client/credentials.h"
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
    refuse_what_comes_later();
    SessionSettings settings;
    settings.known = request_.config.is_wholly_known();
    CredentialSettings credentials;
    credentials.access_key = text("access_key");
    credentials.secret_key = text("secret_key");
    credentials.token = text("token");
    credentials.profile = text("profile");
    credentials.config_files = texts("shared_config_files");
    credentials.credentials_files = texts("shared_credentials_files");
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
    auto found = find_credentials(parts_.env, credentials);
    if (!found && settings.known && !request_.offline) {
      diagnostics_.error("E0712", "No AWS credentials",
                         std::string(request_.address) + ": " + found.error().message);
      return nullptr;
    }
    Result<Credentials> used = found ? Result<Credentials>(found->credentials)
                                     : Result<Credentials>(std::move(found).error());
    return std::make_shared<AwsSession>(parts_, std::move(settings), std::move(used));
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

  void refuse_what_comes_later() {
    for (const char* name : {"assume_role", "assume_role_with_web_identity"}) {
      const Value blocks = argument(name);
      if (blocks.is_known() && blocks.length() > 0)
        error(
            "Provider argument not supported",
            std::string(name) + " of " + std::string(request_.address) +
                " comes with a later version of tenon. Until then give the role's own "
                "credentials, for example by AWS_PROFILE and `aws configure export-credentials`.");
    }
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
