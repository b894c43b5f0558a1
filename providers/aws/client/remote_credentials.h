// Credentials that somebody else holds ready: a container's agent, the machine's metadata service,
// a program, IAM Identity Center. Each gives temporary ones. Errors: an Error that says who was
// asked and what came of it; NotFound where there is nobody of that kind here at all.
#pragma once

#include "providers/aws/client/credentials.h"
#include "providers/aws/client/profiles.h"

namespace tenon::aws {

// AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and _FULL_URI (ECS, EKS pod identity).
Result<FoundCredentials> container_credentials(const CredentialParts& parts);

// The instance metadata service, version 2 only: with a session token.
Result<FoundCredentials> machine_credentials(const CredentialParts& parts,
                                             const CredentialSettings& settings);

// credential_process: a command line for the shell, which prints JSON.
Result<FoundCredentials> process_credentials(const CredentialParts& parts,
                                             const std::string& command,
                                             const std::string& profile);

// The token that `aws sso login` has left in its cache, renewed where that can be.
Result<FoundCredentials> sso_credentials(const CredentialParts& parts,
                                         const CredentialSettings& settings,
                                         const SharedFiles& files, const Profile& profile,
                                         const std::string& name);

}  // namespace tenon::aws
