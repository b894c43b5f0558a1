#include "state/s3/settings.h"

#include <algorithm>
#include <array>
#include <optional>

#include "providers/aws/client/endpoint.h"
#include "schema/base/digest.h"
#include "schema/base/text.h"
#include "schema/value/convert.h"
#include "schema/value/print.h"
#include "state/s3/roles.h"

namespace tenon {

namespace {

using Kind = S3ArgumentKind;

constexpr int kUsualRetries = 5;  // Terraform's max_retries

Type type_of(Kind kind) {
  switch (kind) {
    case Kind::Text:
      return Type::string();
    case Kind::Flag:
      return Type::boolean();
    case Kind::Number:
      return Type::number();
    case Kind::Texts:
      return Type::set_of(Type::string());
    case Kind::Object:
      break;
  }
  return Type::dynamic();
}

const char* wanted(Kind kind) {
  switch (kind) {
    case Kind::Text:
      return "a string";
    case Kind::Flag:
      return "true or false";
    case Kind::Number:
      return "a number";
    case Kind::Texts:
      return "a list of strings";
    case Kind::Object:
      break;
  }
  return "an object";
}

class Reader {
 public:
  Reader(Env& env, const BackendSettings& given, Diagnostics& diagnostics)
      : env_(env), given_(given), diagnostics_(diagnostics) {}

  S3Settings read() {
    check_names();
    refuse_what_comes_later();
    where();
    credentials();
    endpoints();
    protection();
    connection();
    warn_of_old_names();
    return std::move(to_);
  }

 private:
  void error(const char* code, const char* summary, const std::string& detail) {
    diagnostics_.error(code, summary, "The backend \"s3\": " + detail);
  }
  void invalid(const std::string& detail) { error("E0642", "Invalid backend argument", detail); }
  void unsupported(const std::string& name, const std::string& way_out) {
    error("E0644", "Backend argument not supported",
          name + " is an argument of Terraform's that this version of tenon cannot honour. " +
              way_out);
  }

  void check_names() {
    std::vector<std::string> known;
    for (const S3Argument& argument : s3_arguments()) known.emplace_back(argument.name);
    for (const auto& [name, value] : given_.arguments) {
      const auto found = std::find(known.begin(), known.end(), name);
      if (found == known.end()) {
        error("E0641", "Unsupported backend argument",
              "there is no argument \"" + name + "\"." + did_you_mean(name, known));
        continue;
      }
      const Kind kind = s3_arguments()[static_cast<std::size_t>(found - known.begin())].kind;
      if (value.is_null()) continue;
      if (!value.is_wholly_known()) {
        invalid(name + " must be known: a backend is configured before anything is computed.");
      } else if (!converted(name, kind)) {
        invalid(name + " must be " + wanted(kind) + ".");
      }
    }
  }

  // What is given and not null, as its kind; nothing else, so that a wrong type is told once.
  std::optional<Value> converted(const std::string& name, Kind kind) {
    const auto found = given_.arguments.find(name);
    if (found == given_.arguments.end() || !found->second.is_wholly_known() ||
        found->second.is_null())
      return std::nullopt;
    const Value value = found->second.without_marks(arena_);
    if (kind == Kind::Object)
      return value.type().is_object() || value.type().kind() == TypeKind::Map
                 ? std::optional<Value>(value)
                 : std::nullopt;
    return convert(arena_, value, type_of(kind), nullptr);
  }
  std::string text(const std::string& name) {
    const auto value = converted(name, Kind::Text);
    return value ? std::string(value->as_string()) : std::string();
  }
  bool flag(const std::string& name) {
    const auto value = converted(name, Kind::Flag);
    return value && value->as_bool();
  }
  std::vector<std::string> texts(const std::string& name) {
    std::vector<std::string> list;
    const auto value = converted(name, Kind::Texts);
    if (!value) return list;
    for (const Value& element : value->elements()) {
      if (element.is_known()) list.emplace_back(element.as_string());
    }
    return list;
  }
  std::string variable(const char* name) { return env_.variable(name).value_or(""); }
  std::string first_variable(std::initializer_list<const char*> names) {
    for (const char* name : names) {
      std::string found = variable(name);
      if (!found.empty()) return found;
    }
    return {};
  }

  void refuse_what_comes_later() {
    if (flag("insecure"))
      unsupported("insecure",
                  "TLS certificates are always verified. Name your own authority with "
                  "custom_ca_bundle or AWS_CA_BUNDLE instead.");
    for (const char* name : {"use_fips_endpoint", "use_dualstack_endpoint"}) {
      if (flag(name))
        unsupported(name, "Name that endpoint by endpoints = { s3 = \"…\" } instead.");
    }
    if (!text("no_proxy").empty())
      unsupported("no_proxy", "Set NO_PROXY in the environment instead.");
    const std::string retry = first_of(text("retry_mode"), variable("AWS_RETRY_MODE"));
    if (!retry.empty() && retry != "standard" && retry != "adaptive")
      invalid("retry_mode is \"" + retry + "\", but must be \"standard\" or \"adaptive\".");
  }

  static std::string first_of(std::string a, std::string b) {
    return a.empty() ? std::move(b) : std::move(a);
  }

  void where() {
    to_.bucket = text("bucket");
    to_.key = text("key");
    for (const char* name : {"bucket", "key"}) {
      if (!text(name).empty()) continue;
      const auto found = given_.arguments.find(name);
      if (found != given_.arguments.end() && !found->second.is_null() &&
          !converted(name, Kind::Text))
        continue;  // of a wrong type, and told
      error("E0643", "Missing backend argument",
            std::string(name) +
                " must be set, in the block or by `tenon init -backend-config=" + name + "=…`.");
    }
    if (!to_.key.empty() && (to_.key.front() == '/' || to_.key.back() == '/'))
      invalid("key is \"" + to_.key + "\", but must not begin or end with \"/\".");
    if (to_.key.find("//") != std::string::npos)
      invalid("key is \"" + to_.key + "\", but must not contain \"//\".");
    if (const auto prefix = converted("workspace_key_prefix", Kind::Text))
      to_.workspace_key_prefix = std::string(prefix->as_string());
    if (!to_.workspace_key_prefix.empty() &&
        (to_.workspace_key_prefix.front() == '/' || to_.workspace_key_prefix.back() == '/'))
      invalid("workspace_key_prefix is \"" + to_.workspace_key_prefix +
              "\", but must not begin or end with \"/\".");
    to_.dynamodb_table = text("dynamodb_table");
    to_.use_lockfile = flag("use_lockfile");
  }

  void credentials() {
    aws::CredentialSettings& credentials = to_.credentials;
    credentials.access_key = text("access_key");
    credentials.secret_key = text("secret_key");
    credentials.token = text("token");
    credentials.profile = text("profile");
    credentials.config_files = texts("shared_config_files");
    credentials.credentials_files = texts("shared_credentials_files");
    if (!text("shared_credentials_file").empty())
      credentials.credentials_files = {text("shared_credentials_file")};
    credentials.skip_metadata = flag("skip_metadata_api_check");
    credentials.metadata_endpoint = text("ec2_metadata_service_endpoint");
    credentials.metadata_mode = text("ec2_metadata_service_endpoint_mode");
    credentials.sts_region = text("sts_region");
    const RoleError wrong = [this](const std::string& sentence) { invalid(sentence); };
    if (const auto object = converted("assume_role", Kind::Object)) {
      if (auto role = s3_role(*object, wrong)) credentials.roles.push_back(*std::move(role));
    }
    if (const auto object = converted("assume_role_with_web_identity", Kind::Object))
      credentials.web_identity = s3_web_identity(env_, *object, wrong);
    to_.allowed_accounts = texts("allowed_account_ids");
    to_.forbidden_accounts = texts("forbidden_account_ids");
    if (!to_.allowed_accounts.empty() && !to_.forbidden_accounts.empty())
      invalid("allowed_account_ids and forbidden_account_ids must not both be set.");
    to_.region = first_of(text("region"), aws::find_region(env_, credentials).value_or(""));
    if (to_.region.empty()) {
      error("E0643", "Missing backend argument",
            "region must be set, in the block, by `tenon init -backend-config=region=…`, or by "
            "AWS_REGION or AWS_DEFAULT_REGION.");
    } else if (!flag("skip_region_validation") && !aws::is_known_region(to_.region)) {
      invalid("region is \"" + to_.region +
              "\", which does not look like an AWS region, as in eu-west-1. If it is one, say "
              "skip_region_validation = true.");
    }
  }

  void endpoints() {
    const auto given = converted("endpoints", Kind::Object);
    static constexpr std::array<const char*, 5> kNames = {"dynamodb", "iam", "s3", "sso", "sts"};
    if (given) {
      const auto take = [&](std::string_view name, const Value& value) {
        const bool known = std::any_of(kNames.begin(), kNames.end(),
                                       [&](const char* each) { return name == each; });
        if (!known) {
          error("E0641", "Unsupported backend argument",
                "endpoints has no member \"" + std::string(name) + "\"." +
                    did_you_mean(name, {kNames.begin(), kNames.end()}));
        } else if (value.is_known() && value.type() == Type::string()) {
          to_.endpoints[std::string(name)] = std::string(value.as_string());
        }
      };
      if (given->type().kind() == TypeKind::Map) {
        for (const auto& entry : given->entries()) take(entry.key, entry.value);
      } else {
        const ObjectShape& shape = given->type().shape();
        for (std::uint32_t slot = 0; slot < shape.size(); ++slot)
          take(shape.names[slot].view(), given->elements()[slot]);
      }
    }
    const auto otherwise = [&](const char* name, std::initializer_list<std::string> sources) {
      for (const std::string& source : sources) {
        if (!to_.endpoints[name].empty()) return;
        to_.endpoints[name] = source;
      }
    };
    otherwise("s3",
              {text("endpoint"), variable("AWS_ENDPOINT_URL_S3"), variable("AWS_S3_ENDPOINT")});
    otherwise("dynamodb", {text("dynamodb_endpoint"), variable("AWS_ENDPOINT_URL_DYNAMODB"),
                           variable("AWS_DYNAMODB_ENDPOINT")});
    otherwise("sts", {text("sts_endpoint"), variable("AWS_ENDPOINT_URL_STS"),
                      variable("AWS_STS_ENDPOINT")});
    for (auto each = to_.endpoints.begin(); each != to_.endpoints.end();) {
      if (each->second.empty()) {
        each = to_.endpoints.erase(each);
        continue;
      }
      if (each->second.find("://") == std::string::npos)
        invalid("the endpoint \"" + each->second + "\" of " + each->first +
                " must be a whole URL, as in https://s3.example.com.");
      ++each;
    }
    to_.path_style = flag("use_path_style") || flag("force_path_style");
    to_.credentials.region = to_.region;
    to_.credentials.endpoints = to_.endpoints;
  }

  void protection() {
    to_.encrypt = flag("encrypt");
    to_.kms_key_id = text("kms_key_id");
    to_.acl = text("acl");
    to_.checksum = !flag("skip_s3_checksum");
    const bool in_block = !text("sse_customer_key").empty();
    const std::string key = in_block ? text("sse_customer_key") : variable("AWS_SSE_CUSTOMER_KEY");
    if (!in_block && !to_.kms_key_id.empty() && !key.empty())
      invalid("kms_key_id cannot be used with the environment variable AWS_SSE_CUSTOMER_KEY.");
    if (in_block && !to_.kms_key_id.empty())
      invalid("only one of kms_key_id and sse_customer_key can be set.");
    if (!key.empty() &&
        (!base64_decode(key, to_.sse_customer_key) || to_.sse_customer_key.size() != 32))
      invalid("sse_customer_key must be the base64 of 32 bytes, 44 characters.");
  }

  void connection() {
    const bool tls =
        to_.endpoints.count("s3") == 0 || to_.endpoints["s3"].compare(0, 7, "http://") != 0;
    to_.proxy = text(tls ? "https_proxy" : "http_proxy");
    if (to_.proxy.empty()) to_.proxy = text("http_proxy");
    to_.ca_bundle = first_of(text("custom_ca_bundle"), variable("AWS_CA_BUNDLE"));
    int retries = kUsualRetries - 1;
    const std::string from_environment = variable("AWS_MAX_ATTEMPTS");
    if (!from_environment.empty()) retries = std::atoi(from_environment.c_str()) - 1;
    if (const auto most = converted("max_retries", Kind::Number)) {
      if (!most->is_int64() || most->as_int64() < 0 || most->as_int64() > 1000) {
        invalid("max_retries must be a whole number from 0 to 1000.");
      } else {
        retries = static_cast<int>(most->as_int64());
      }
    }
    to_.max_attempts = std::max(retries, 0) + 1;
  }

  void warn_of_old_names() {
    static constexpr std::array<std::array<const char*, 2>, 7> kOld = {
        {{"dynamodb_table", "use_lockfile = true, after a time with both"},
         {"endpoint", "endpoints.s3"},
         {"dynamodb_endpoint", "endpoints.dynamodb"},
         {"iam_endpoint", "endpoints.iam"},
         {"sts_endpoint", "endpoints.sts"},
         {"force_path_style", "use_path_style"},
         {"shared_credentials_file", "shared_credentials_files"}}};
    for (const auto& [old, now] : kOld) {
      const auto found = given_.arguments.find(old);
      if (found == given_.arguments.end() || found->second.is_null()) continue;
      diagnostics_.warning("W0645", "Deprecated backend argument",
                           std::string("The backend \"s3\": ") + old +
                               " still works, and Terraform asks to use " + now + " instead.");
    }
  }

  Env& env_;
  const BackendSettings& given_;
  Diagnostics& diagnostics_;
  Arena arena_;
  S3Settings to_;
};

}  // namespace

const std::vector<S3Argument>& s3_arguments() {
  static const std::vector<S3Argument> kArguments = {
      {"access_key", Kind::Text},
      {"acl", Kind::Text},
      {"allowed_account_ids", Kind::Texts},
      {"assume_role", Kind::Object},
      {"assume_role_with_web_identity", Kind::Object},
      {"bucket", Kind::Text},
      {"custom_ca_bundle", Kind::Text},
      {"dynamodb_endpoint", Kind::Text},
      {"dynamodb_table", Kind::Text},
      {"ec2_metadata_service_endpoint", Kind::Text},
      {"ec2_metadata_service_endpoint_mode", Kind::Text},
      {"encrypt", Kind::Flag},
      {"endpoint", Kind::Text},
      {"endpoints", Kind::Object},
      {"forbidden_account_ids", Kind::Texts},
      {"force_path_style", Kind::Flag},
      {"http_proxy", Kind::Text},
      {"https_proxy", Kind::Text},
      {"iam_endpoint", Kind::Text},
      {"insecure", Kind::Flag},
      {"key", Kind::Text},
      {"kms_key_id", Kind::Text},
      {"max_retries", Kind::Number},
      {"no_proxy", Kind::Text},
      {"profile", Kind::Text},
      {"region", Kind::Text},
      {"retry_mode", Kind::Text},
      {"secret_key", Kind::Text},
      {"shared_config_files", Kind::Texts},
      {"shared_credentials_file", Kind::Text},
      {"shared_credentials_files", Kind::Texts},
      {"skip_credentials_validation", Kind::Flag},
      {"skip_metadata_api_check", Kind::Flag},
      {"skip_region_validation", Kind::Flag},
      {"skip_requesting_account_id", Kind::Flag},
      {"skip_s3_checksum", Kind::Flag},
      {"sse_customer_key", Kind::Text},
      {"sts_endpoint", Kind::Text},
      {"sts_region", Kind::Text},
      {"token", Kind::Text},
      {"use_dualstack_endpoint", Kind::Flag},
      {"use_fips_endpoint", Kind::Flag},
      {"use_lockfile", Kind::Flag},
      {"use_path_style", Kind::Flag},
      {"workspace_key_prefix", Kind::Text},
  };
  return kArguments;
}

S3Settings s3_settings(Env& env, const BackendSettings& given, Diagnostics& diagnostics) {
  return Reader(env, given, diagnostics).read();
}

std::string s3_config_json(const BackendSettings& given) {
  std::string json = "{";
  Arena arena;
  for (const S3Argument& argument : s3_arguments()) {
    const auto found = given.arguments.find(argument.name);
    std::string text = "null";
    if (found != given.arguments.end() && found->second.is_wholly_known() &&
        !found->second.is_null()) {
      const Value value = found->second.without_marks(arena);
      const auto as = argument.kind == Kind::Object
                          ? std::optional<Value>(value)
                          : convert(arena, value, type_of(argument.kind), nullptr);
      if (as) text = json_for_programs(*as);
    }
    json += (json.size() > 1 ? "," : "") + json_quote(argument.name) + ":" + text;
  }
  return json + "}";
}

std::string s3_key_of(const S3Settings& settings, const std::string& workspace) {
  if (workspace == "default") return settings.key;
  const std::string& prefix = settings.workspace_key_prefix;
  return (prefix.empty() ? "" : prefix + "/") + workspace + "/" + settings.key;
}

}  // namespace tenon
