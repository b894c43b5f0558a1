// operate: create, update and remove, as the steps of a declaration say, from one "ask again" to
// the next. Between two calls everything that it knows is in the continuation; no thread waits.
#pragma once

#include "providers/aws/resource/session.h"

namespace tenon::aws {

OperationResult operate_resource(const Declaration& declaration, const AwsSession& session,
                                 const OperationRequest& request, OperationContext& context);

// Repeats the call that makes an object, with the token that was journalled for it: the service
// makes one object of the two calls. What that call gave, in the attributes of an object as
// expressions see it. For recovery by token.
Result<Node> repeat_create(const Declaration& declaration, const AwsSession& session,
                           const FindRequest& request, Node object);

// What expressions see of an object that is to be made or was: attributes, write-only ones from the
// configuration, generated names, surroundings.
Result<Node> operation_object(const Declaration& declaration, const AwsSession& session,
                              const Value& planned, const Value& config, std::string_view token);

// The object's id, by the declaration's `id:` where nothing gave one.
void complete_id(const Declaration& declaration, Node& object);

}  // namespace tenon::aws
