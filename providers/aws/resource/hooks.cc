#include "providers/aws/resource/hooks.h"

#include <map>
#include <string_view>

#include "providers/aws/resource/policy_document.h"
#include "schema/base/check.h"

namespace tenon::aws {

StepOutcome run_hook(const Step& step, Work& work, int tries) {
  using Hook = StepOutcome (*)(const Step&, Work&, int);
  static const std::map<std::string_view, Hook> hooks = {
      {"dynamodb_index_changes", &dynamodb_index_changes},
      {"network_acl_subnets", &network_acl_subnets},
      {"security_group_revoke_all", &security_group_revoke_all},
      {"security_group_rule_change", &security_group_rule_change},
      {"security_group_rule_changes", &security_group_rule_changes},
  };
  const auto found = hooks.find(step.hook);
  CHECK(found != hooks.end());
  return found->second(step, work, tries);
}

Result<Node> run_data_hook(const std::string& name, const Node& arguments) {
  using Hook = Result<Node> (*)(const Node&);
  static const std::map<std::string_view, Hook> hooks = {
      {"iam_policy_document", &policy_document},
  };
  const auto found = hooks.find(name);
  CHECK(found != hooks.end());
  return found->second(arguments);
}

Result<Node> through_hook(const ReadStep& step, Node found, const Node& context) {
  using Hook = Result<Node> (*)(Node, const Node&);
  static const std::map<std::string_view, Hook> hooks = {
      {"ami_choice", &ami_choice},
      {"instance_volumes", &instance_volumes},
      {"security_group_rule", &security_group_rule},
      {"security_group_rules", &security_group_rules},
  };
  const auto hook = hooks.find(step.through);
  CHECK(hook != hooks.end());
  return hook->second(std::move(found), context);
}

}  // namespace tenon::aws
