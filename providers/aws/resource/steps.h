// steps: one step of a create, update or remove: whether it applies, what it sends, what its answer
// means.
#pragma once

#include "providers/aws/resource/session.h"

namespace tenon::aws {

// What a running operation knows.
struct Work {
  const Declaration& declaration;
  const AwsSession& session;
  const OperationRequest& request;
  OperationContext& context;
  Node object;    // attributes as planned, with what calls gave: what expressions see
  Node sendable;  // the same without what nobody asked for
  std::vector<std::string> changed;  // attributes; at a create those that are set
  std::vector<std::string> cleared;  // set before, no longer
  // What the last call told, where it was a wait: nothing has changed since.
  const Operation* told_by = nullptr;
  Node told_input;
  Node told;
};

struct StepOutcome {
  enum class Kind : std::uint8_t { Done, Again, Failed, Gone };
  Kind kind = Kind::Done;
  Error error;
  bool ambiguous = false;
  std::chrono::milliseconds after{0};
};

bool step_applies(const Step& step, const Work& work);
// `tries` counts how often this step was asked before (waits and passing errors).
StepOutcome run_step(const Step& step, Work& work, int tries);

// Tags as planned: those of the resource and the provider's defaults.
struct TagChange {
  Node add;     // in the wire's form
  Node remove;  // list of keys
};
TagChange tag_change(const Work& work);

}  // namespace tenon::aws
