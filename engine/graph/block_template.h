// compile_block: a body of the configuration against a provider's schema, `dynamic` blocks
// included.
#pragma once

#include "engine/graph/bind.h"

namespace tenon {

// `what` names the block in messages ("aws_vpc.main"). Unknown, missing, and unsettable arguments
// and wrong numbers of blocks are reported.
std::unique_ptr<BlockTemplate> compile_block(const BlockSchema& schema, const config::Body& body,
                                             const std::string& what, Binder& binder,
                                             const BindPlace& place,
                                             std::vector<DeclarationId>* needs,
                                             Diagnostics& diagnostics);

}  // namespace tenon
