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

}  // namespace tenon::aws
