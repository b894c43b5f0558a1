// find: what became of a create whose result never came; and import and list.
#pragma once

#include "providers/aws/resource/session.h"

namespace tenon::aws {

FindResult find_resource(const Declaration& declaration, const AwsSession& session,
                         const FindRequest& request);

Result<std::vector<ImportResult>> import_resource(const Declaration& declaration,
                                                  const AwsSession& session, Arena& arena,
                                                  std::string_view id);

}  // namespace tenon::aws
