// find: what became of a create whose result never came; and import and list.
#pragma once

#include "providers/aws/resource/session.h"

namespace tenon::aws {

FindResult find_resource(const Declaration& declaration, const AwsSession& session,
                         const FindRequest& request);

// What there is before a create, for find_resource() by scan: JSON, a list of what `take` gives of
// each object. "" for other recoveries.
Result<std::string> siblings_of(const Declaration& declaration, const AwsSession& session,
                                const OperationRequest& request);

Result<std::vector<ImportResult>> import_resource(const Declaration& declaration,
                                                  const AwsSession& session, Arena& arena,
                                                  std::string_view id);

}  // namespace tenon::aws
