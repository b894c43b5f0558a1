// configure: the provider block of AWS, as settings of a session. Arguments that this version does
// not know what to do with are refused by name.
#pragma once

#include "providers/aws/resource/session.h"

namespace tenon::aws {

// nullptr with diagnostics where it cannot be, credentials that cannot be found among the reasons.
std::shared_ptr<const AwsSession> configure_session(const ClientParts& parts,
                                                    const ConfigureRequest& request,
                                                    Diagnostics& diagnostics);

}  // namespace tenon::aws
