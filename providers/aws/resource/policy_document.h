// policy_document: the text of aws_iam_policy_document, as Terraform's provider writes it, letter
// by letter: other tools' states and AWS's own comparison hold it. Pure. Errors: the user's
// documents. Sources: the IAM JSON policy reference; what Terraform prints
// (tests/unit/aws_resource/ policy_document_test.cc holds cases that were observed).
#pragma once

#include "providers/aws/model/node.h"
#include "schema/base/result.h"

namespace tenon::aws {

// From the data source's arguments to json, minified_json, id, version and statement.
Result<Node> policy_document(const Node& arguments);

}  // namespace tenon::aws
