#include "state/s3/roles.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "providers/aws/client/dates.h"
#include "schema/base/text.h"
#include "schema/value/convert.h"

namespace tenon {

namespace {

constexpr std::chrono::seconds kShortest{900};
constexpr std::chrono::seconds kLongest{43'200};

// The members of an object (or map) by name, each as what its reader asks for.
class Members {
 public:
  Members(const char* argument, const Value& object, const RoleError& error)
      : argument_(argument), error_(error) {
    if (object.type().kind() == TypeKind::Map) {
      for (const MapEntry& entry : object.entries()) members_[std::string(entry.key)] = entry.value;
      return;
    }
    const ObjectShape& shape = object.type().shape();
    for (std::uint32_t slot = 0; slot < shape.size(); ++slot)
      members_[std::string(shape.names[slot].view())] = object.elements()[slot];
  }

  std::string text(const std::string& name) {
    const auto value = as(name, Type::string(), "a string");
    return value ? std::string(value->as_string()) : std::string();
  }
  std::vector<std::string> texts(const std::string& name) {
    std::vector<std::string> list;
    const auto value = as(name, Type::set_of(Type::string()), "a list of strings");
    if (!value) return list;
    for (const Value& element : value->elements()) {
      if (element.is_known()) list.emplace_back(element.as_string());
    }
    return list;
  }
  std::map<std::string, std::string> map(const std::string& name) {
    std::map<std::string, std::string> entries;
    const auto value = as(name, Type::map_of(Type::string()), "a map of strings");
    if (!value) return entries;
    for (const MapEntry& entry : value->entries()) {
      if (entry.value.is_known())
        entries[std::string(entry.key)] = std::string(entry.value.as_string());
    }
    return entries;
  }
  void refuse_the_rest() {
    for (const auto& [name, value] : members_) {
      if (std::find(known_.begin(), known_.end(), name) == known_.end())
        fail("has no member \"" + name + "\"." + did_you_mean(name, known_));
    }
  }
  void fail(const std::string& what) {
    failed_ = true;
    error_(std::string(argument_) + " " + what);
  }
  bool failed() const { return failed_; }

 private:
  std::optional<Value> as(const std::string& name, Type type, const char* wanted) {
    known_.push_back(name);
    const auto found = members_.find(name);
    if (found == members_.end() || found->second.is_null()) return std::nullopt;
    auto converted = convert(arena_, found->second, type, nullptr);
    if (!converted) fail("needs " + std::string(wanted) + " as " + name + ".");
    return converted;
  }

  const char* argument_;
  const RoleError& error_;
  Arena arena_;
  std::map<std::string, Value> members_;
  std::vector<std::string> known_;
  bool failed_ = false;
};

aws::RoleSettings common(Members& members) {
  aws::RoleSettings role;
  role.role_arn = members.text("role_arn");
  role.session_name = members.text("session_name");
  role.policy = members.text("policy");
  role.policy_arns = members.texts("policy_arns");
  const std::string duration = members.text("duration");
  if (!duration.empty()) {
    const auto seconds = aws::parse_duration(duration);
    if (!seconds || *seconds < kShortest || *seconds > kLongest) {
      members.fail("has the duration \"" + duration +
                   "\", which must be between 15 minutes and 12 hours, as in 1h30m.");
    } else {
      role.duration = *seconds;
    }
  }
  return role;
}

}  // namespace

std::optional<aws::RoleSettings> s3_role(const Value& object, const RoleError& error) {
  Members members("assume_role", object, error);
  aws::RoleSettings role = common(members);
  role.external_id = members.text("external_id");
  role.source_identity = members.text("source_identity");
  role.tags = members.map("tags");
  role.transitive_tag_keys = members.texts("transitive_tag_keys");
  members.refuse_the_rest();
  if (role.role_arn.empty() && !members.failed()) members.fail("needs role_arn.");
  if (members.failed()) return std::nullopt;
  return role;
}

std::optional<aws::WebIdentitySettings> s3_web_identity(Env& env, const Value& object,
                                                        const RoleError& error) {
  Members members("assume_role_with_web_identity", object, error);
  const auto otherwise = [&](std::string given, const char* name) {
    return given.empty() ? env.variable(name).value_or("") : given;
  };
  aws::WebIdentitySettings identity;
  identity.role = common(members);
  identity.role.role_arn = otherwise(identity.role.role_arn, "AWS_ROLE_ARN");
  identity.role.session_name = otherwise(identity.role.session_name, "AWS_ROLE_SESSION_NAME");
  identity.token = members.text("web_identity_token");
  identity.token_file = members.text("web_identity_token_file");
  if (identity.token.empty())
    identity.token_file = otherwise(identity.token_file, "AWS_WEB_IDENTITY_TOKEN_FILE");
  members.refuse_the_rest();
  if (!members.failed() &&
      (identity.role.role_arn.empty() || (identity.token.empty() && identity.token_file.empty())))
    members.fail("needs role_arn, and web_identity_token or web_identity_token_file.");
  if (members.failed()) return std::nullopt;
  return identity;
}

}  // namespace tenon
