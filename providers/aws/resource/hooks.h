// Hooks: the few rules that data cannot say. Each is listed in docs/adding-an-aws-type.md, named in
// hook_names() of providers/aws/catalog, and lives in hooks_<service>.cc.
#pragma once

#include "providers/aws/resource/steps.h"

namespace tenon::aws {

StepOutcome run_hook(const Step& step, Work& work, int tries);

// Of a data source that is computed: from its arguments to the attributes that it gives.
Result<Node> run_data_hook(const std::string& name, const Node& arguments);

// What a read step found, in another form; `context` is what its expressions see. Null: not there.
Result<Node> through_hook(const ReadStep& step, Node found, const Node& context);

Result<Node> instance_volumes(Node found, const Node& context);
Result<Node> ami_choice(Node found, const Node& context);
Result<Node> security_group_rules(Node found, const Node& context);
Result<Node> security_group_rule(Node found, const Node& context);

StepOutcome network_acl_subnets(const Step& step, Work& work, int tries);
StepOutcome security_group_rule_changes(const Step& step, Work& work, int tries);
StepOutcome security_group_rule_change(const Step& step, Work& work, int tries);
StepOutcome security_group_revoke_all(const Step& step, Work& work, int tries);
StepOutcome dynamodb_index_changes(const Step& step, Work& work, int tries);

}  // namespace tenon::aws
