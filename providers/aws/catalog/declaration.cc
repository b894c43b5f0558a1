#include "providers/aws/catalog/declaration.h"

#include <cctype>

#include "providers/aws/catalog/loader.h"

namespace tenon::aws {

std::string folded_name(std::string_view name) {
  std::string folded;
  for (const char c : name) {
    if (c != '_') folded += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return folded;
}

const std::vector<std::string>& hook_names() {
  static const std::vector<std::string> names = {"ami_choice",
                                                 "dynamodb_index_changes",
                                                 "instance_volumes",
                                                 "network_acl_subnets",
                                                 "security_group_revoke_all",
                                                 "security_group_rule",
                                                 "security_group_rule_change",
                                                 "security_group_rule_changes",
                                                 "security_group_rules"};
  return names;
}

const std::vector<std::string>& data_hook_names() {
  static const std::vector<std::string> names = {"iam_policy_document"};
  return names;
}

std::unique_ptr<Declaration> load_declaration(const Node& source, const ModelSource& models,
                                              std::vector<DeclarationProblem>& problems) {
  return Loader(source, models, problems).load();
}

}  // namespace tenon::aws
