// STS: the two calls that give credentials for a role. Spoken here by hand, because signing needs
// them before there is a service model to speak of: AWS query protocol, a form in and XML out.
#pragma once

#include "providers/aws/client/credentials.h"

namespace tenon::aws {

// Signed with `base`.
Result<FoundCredentials> assume_role(const CredentialParts& parts,
                                     const CredentialSettings& settings,
                                     const FoundCredentials& base, const RoleSettings& role);

// By a token, unsigned.
Result<FoundCredentials> assume_role_with_web_identity(const CredentialParts& parts,
                                                       const CredentialSettings& settings,
                                                       const WebIdentitySettings& identity);

}  // namespace tenon::aws
