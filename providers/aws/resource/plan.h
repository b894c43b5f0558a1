// plan: what a create or update will give, as far as it is certain. Pure.
#pragma once

#include "providers/aws/resource/session.h"

namespace tenon::aws {

PlanResponse plan_resource(const Declaration& declaration, const AwsSession& session,
                           const PlanRequest& request);

// Errors of the configuration that AWS would only report at apply: values outside of an enum, a
// length or a range; attributes that are not modelled; the declaration's rules.
void validate_resource(const Declaration& declaration, const Value& config,
                       const Provider::SpanOf& at, Diagnostics& diagnostics);

}  // namespace tenon::aws
