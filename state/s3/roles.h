// The roles of `backend "s3"`: assume_role and assume_role_with_web_identity, which are objects
// there. Errors: `error` is called with a sentence part for each.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "providers/aws/client/credentials.h"
#include "schema/base/env.h"
#include "schema/value/value.h"

namespace tenon {

using RoleError = std::function<void(const std::string& sentence)>;

// `object`: known, without marks. Nothing, and an error, where it cannot be used.
std::optional<aws::RoleSettings> s3_role(const Value& object, const RoleError& error);
// What it leaves open comes from AWS_ROLE_ARN, AWS_ROLE_SESSION_NAME, AWS_WEB_IDENTITY_TOKEN_FILE.
std::optional<aws::WebIdentitySettings> s3_web_identity(Env& env, const Value& object,
                                                        const RoleError& error);

}  // namespace tenon
